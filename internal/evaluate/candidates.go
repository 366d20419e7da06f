package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file passes over alternatives that require another constant than a value has.

// candidates iterates over the alternatives that a value may match, in the order of the schema.
type candidates struct {
	at, count int // of all alternatives, if chosen is not set

	chosen           bool
	matching, others []int32
}

// candidates returns the alternatives that the instance may match. A thorough observer needs all.
func (e *Evaluator) candidates(by *program.Choices, count int, i uint32) candidates {
	if by == nil || e.thorough {
		return candidates{count: count}
	}
	value := i
	if by.IsProperty {
		if e.nodes[i].Kind() != jsontape.Object {
			return candidates{count: count}
		}
		for value = i + 1; value < e.nodes[i].Next && string(e.textOf(value)) != by.Property; {
			value = e.nodes[value+1].Next
		}
		if value++; value > e.nodes[i].Next {
			return candidates{chosen: true, others: by.Others} // the others require the property
		}
	}
	return candidates{chosen: true, matching: by.ByHash[e.subject.Comparer.Hash(e.doc, value)], others: by.Others}
}

// next returns the index of the next alternative, -1 if there is none.
func (c *candidates) next() int {
	if c.chosen {
		return c.nextChosen()
	}
	if c.at++; c.at > c.count {
		return -1
	}
	return c.at - 1
}

// only returns the index of the alternative that the value chooses if all others require another constant, -1 otherwise.
func (c candidates) only() int {
	if !c.chosen || len(c.matching) != 1 || len(c.others) > 0 {
		return -1
	}
	return int(c.matching[0])
}

// isEmpty reports whether every alternative requires another constant.
func (c candidates) isEmpty() bool { return c.chosen && len(c.matching)+len(c.others) == 0 }

func (c *candidates) nextChosen() int {
	list := &c.matching
	if len(c.matching) == 0 || len(c.others) > 0 && c.others[0] < c.matching[0] {
		list = &c.others
	}
	if len(*list) == 0 {
		return -1
	}
	k := (*list)[0]
	*list = (*list)[1:]
	return int(k)
}
