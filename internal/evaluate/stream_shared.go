package evaluate

import (
	"bytes"
	"sync"
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file reads one long array with several goroutines. Where its items begin is unknown until
// it is read, so each goroutine takes a chunk of the text, guesses where the first item in it
// begins, and reads up to the first item after it. Then the guesses are checked: the result of a
// chunk is used if its items begin where those of the chunk before it end. Otherwise the chunk is
// read again from there. So the result is the same as that of one goroutine.

// defaultStretch is how many bytes make a stretch: long enough that handing it out costs
// nothing by comparison, and short enough to stay in the cache of a processor.
const defaultStretch = 256 << 10

// maxWorkers bounds how many goroutines read one array, whatever the caller asks for.
const maxWorkers = 64

func (e *Evaluator) stretchBytes() int {
	if e.stretch > 0 {
		return e.stretch
	}
	return defaultStretch
}

// A stretch is a part of the text that one goroutine reads.
type stretch struct {
	from, to int

	// What came of it: where the first item begins and what follows the last, as
	// streamItems has it.
	first, after, count int
	closed              bool
}

// streamShared reads the items of an array, the first of which begins at p, and is not
// the first of the array. It returns the offset after the array.
//
// It goes forward in rounds. Each has as many stretches as there were in all rounds
// before: no more is read ahead than has turned out to belong to the array.
func (e *Evaluator) streamShared(items *program.Node, p, depth int) (after, count int) {
	crew := newCrew(e)
	mark := markOfItems(e.text, p)
	for done := 0; p < len(e.text); {
		round := crew.stretches(p, max(done, 2*len(crew.evaluators)))
		crew.read(round, mark, items, depth)
		for i := range round {
			s := &round[i]
			if p >= s.to {
				continue // within an item that is longer than a stretch
			}
			if s.first != p {
				s.after, s.count, s.closed = e.streamItems(items, p, s.to, depth)
			}
			if s.after < 0 {
				return gaveUp, 0
			}
			p, count = s.after, count+s.count
			if s.closed {
				return p, count
			}
		}
		done += len(round)
	}
	return gaveUp, 0
}

// A crew is the evaluators that read an array together.
type crew struct {
	text       []byte
	stretch    int
	evaluators []*Evaluator
}

// newCrew has e itself as the first, since it waits for the others.
func newCrew(e *Evaluator) *crew {
	c := &crew{text: e.text, stretch: e.stretchBytes(), evaluators: []*Evaluator{e}}
	for len(c.evaluators) < min(e.program.Workers, maxWorkers) {
		other := new(Evaluator)
		other.begin(e.program, new(jsontape.Tape), e.text)
		c.evaluators = append(c.evaluators, other)
	}
	return c
}

// stretches are the next n from p on, or as many as there are. The last of the text is
// without end.
func (c *crew) stretches(p, n int) []stretch {
	var all []stretch
	for ; n > 0 && p < len(c.text); n-- {
		to := p + c.stretch
		if len(c.text)-to < c.stretch {
			to = len(c.text)
		}
		all = append(all, stretch{from: p, to: to})
		p = to
	}
	return all
}

// read has all stretches read, and returns when they are. The first begins where it
// says; for the others that is a guess.
func (c *crew) read(all []stretch, mark itemMark, items *program.Node, depth int) {
	var next atomic.Int32
	work := func(e *Evaluator) {
		for {
			i := int(next.Add(1)) - 1
			if i >= len(all) {
				return
			}
			s := &all[i]
			first := s.from
			if i > 0 {
				first = mark.next(c.text[:s.to], s.from)
			}
			if s.first = -1; first >= 0 {
				s.after, s.count, s.closed = e.streamItems(items, first, s.to, depth)
				s.first = first
			}
		}
	}
	var others sync.WaitGroup
	for _, e := range c.evaluators[1:min(len(c.evaluators), len(all))] {
		others.Go(func() {
			defer func() { _ = recover() }() // its stretch is read again, by the caller
			work(e)
		})
	}
	work(c.evaluators[0])
	others.Wait()
	for _, e := range c.evaluators[1:] {
		c.evaluators[0].reader.Inexact = c.evaluators[0].reader.Inexact || e.reader.Inexact
	}
}

// An itemMark is what lies between two items of an array, as it is likely to stand between
// the others as well: the end of the one, a comma with the space around it, and the
// beginning of the other up to where items differ.
type itemMark struct {
	text []byte
	item int // where in it the item begins
}

// longestName is how far the first name of an item is looked for.
const longestName = 64

// markOfItems reads the mark before and in the item at p.
func markOfItems(text []byte, p int) itemMark {
	isSpace := func(c byte) bool { return c <= ' ' }
	start := p
	for start > 0 && (isSpace(text[start-1]) || text[start-1] == ',') {
		start--
	}
	if start > 0 && bytes.IndexByte([]byte(`}]"`), text[start-1]) >= 0 {
		start--
	}
	end := p
	switch {
	case p >= len(text):
	case text[p] == '{':
		end++
		if name := bytes.IndexByte(text[p:min(p+longestName, len(text))], ':'); name >= 0 {
			end = p + name + 1
		}
	case text[p] == '[' || text[p] == '"':
		end++
	}
	return itemMark{text: text[start:end], item: p - start}
}

// next is where an item is likely to begin, at an offset or behind it; -1 for nowhere.
func (m itemMark) next(text []byte, from int) int {
	from -= m.item
	i := bytes.Index(text[from:], m.text)
	if i < 0 {
		return -1
	}
	return from + i + m.item
}
