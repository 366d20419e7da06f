package evaluate

// This file validates parts of a value whose other parts are known to be valid.

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// A Part is a value whose text must satisfy the schema of a node.
type Part struct {
	Node    *program.Node
	At, End int // of its text
	Depth   int // of the arrays and objects that the value is in
}

// AcceptsParts returns true only if the parts, which are in a text one after another, satisfy their
// schemas. If it returns false, they may still do so. doc is scratch space.
func (e *Evaluator) AcceptsParts(p *program.Program, doc *jsontape.Tape, text []byte, parts []Part, depth int) bool {
	if len(parts) == 0 {
		return true
	}
	e.begin(p, doc, text)
	depth = streamDepth(depth)
	for _, part := range parts {
		if e.stream(part.Node, part.At, depth-part.Depth) != part.End {
			return false
		}
	}
	return true
}
