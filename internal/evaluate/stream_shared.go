package evaluate

import (
	"bytes"
	"sync"
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file reads one long array with several goroutines. Where its items begin is unknown until
// it is read, so each goroutine takes a chunk of the text, guesses where the first item
// in it begins, and reads up to the first item after it. Then the guesses are checked: the result of
// a chunk is used if its items begin where those of the chunk before it end. Otherwise the chunk is
// read again from there. So the result is the same as that of one goroutine.

// defaultChunk is the size of a chunk in bytes: large enough that the overhead of scheduling it
// is negligible, and small enough for the cache of a processor.
const defaultChunk = 256 << 10

// maxWorkers bounds the number of goroutines for one array, even if the caller asks for more.
const maxWorkers = 64

func (e *Evaluator) chunkBytes() int {
	if e.chunk > 0 {
		return e.chunk
	}
	return defaultChunk
}

// A chunk is a part of the text that one goroutine reads.
type chunk struct {
	from, to int

	first int // the offset of the first item that was read, or -1
	itemsRead
}

// streamShared reads the remaining items of an array, beginning with the one at p. Others probably
// begin as the mark does.
//
// It works in rounds. Each round has as many chunks as all rounds before it together, so that
// not much more is read after the end of the array than was read of the array itself.
func (e *Evaluator) streamShared(items *program.Node, p int, mark itemMark, depth int) itemsRead {
	e.reader.Record = jsontape.Record{} // goroutines do not read the items in order
	pool := newWorkerPool(e)
	read := itemsRead{after: p}
	for done := 0; read.after < len(e.text); {
		round := pool.chunks(read.after, max(done, 2*len(pool.evaluators)))
		pool.read(round, mark, items, depth)
		for i := range round {
			s := &round[i]
			if read.after >= s.to {
				continue // within an item that is longer than a chunk
			}
			if s.first != read.after {
				s.itemsRead = e.streamItems(items, read.after, s.to, depth)
			}
			if read = read.and(s.itemsRead); read.closed || read.failed {
				e.refuted = false
				return read
			}
		}
		done += len(round)
	}
	return read
}

// A workerPool has an evaluator for each goroutine that reads an array.
type workerPool struct {
	text       []byte
	chunk      int
	evaluators []*Evaluator
}

// newWorkerPool returns a workerPool of e and further evaluators. e is the first and works in the goroutine of
// the caller.
func newWorkerPool(e *Evaluator) *workerPool {
	c := &workerPool{text: e.text, chunk: e.chunkBytes(), evaluators: []*Evaluator{e}}
	for len(c.evaluators) < min(e.program.Workers, maxWorkers) {
		other := new(Evaluator)
		other.begin(e.program, new(jsontape.Tape), e.text)
		other.subject.PatternSteps = e.subject.PatternSteps
		c.evaluators = append(c.evaluators, other)
	}
	return c
}

// chunks returns the next n chunks from p on, or fewer at the end of the text. The last one
// extends to the end of the text.
func (c *workerPool) chunks(p, n int) []chunk {
	var all []chunk
	for ; n > 0 && p < len(c.text); n-- {
		to := p + c.chunk
		if len(c.text)-to < c.chunk {
			to = len(c.text)
		}
		all = append(all, chunk{from: p, to: to})
		p = to
	}
	return all
}

// read reads all chunks and waits for the goroutines. An item begins at the start of the first
// chunk; in the others, the offset of the first item is guessed.
func (c *workerPool) read(all []chunk, mark itemMark, items *program.Node, depth int) {
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
				s.itemsRead = e.streamItems(items, first, s.to, depth)
				s.first = first
			}
		}
	}
	var others sync.WaitGroup
	for _, e := range c.evaluators[1:min(len(c.evaluators), len(all))] {
		others.Go(func() {
			defer func() { _ = recover() }() // the caller reads its chunk again
			work(e)
		})
	}
	work(c.evaluators[0])
	others.Wait()
	for _, e := range c.evaluators[1:] {
		c.evaluators[0].reader.Inexact = c.evaluators[0].reader.Inexact || e.reader.Inexact
	}
}

// An itemMark is the text between two items of an array, which is probably the same between others:
// the last byte of an item, a comma with the space around it, and the beginning of the next item up
// to where items differ.
type itemMark struct {
	text []byte
	item int // offset in text at which the item begins
}

// longestName bounds how many bytes are searched for the end of the first name of an item.
const longestName = 64

// markOfItems returns the mark at the item at p.
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

// next returns the offset at or after from at which an item probably begins, or -1 if there is none.
func (m itemMark) next(text []byte, from int) int {
	from -= m.item
	i := bytes.Index(text[from:], m.text)
	if i < 0 {
		return -1
	}
	return from + i + m.item
}
