package lint

import (
	"bytes"
	"fmt"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// markDuplicate adds the place where the key is first. If it has the same value everywhere,
// it does not matter which of them is kept, and this one can be removed.
func (t *textFaults) markDuplicate(duplicate *jsontape.SyntaxError, f *fault) {
	doc, again, first := t.doc, duplicate.Node, duplicate.First
	f.related = append(f.related, place{
		start: int(doc.Nodes[first].Start), end: int(doc.Nodes[first].End), message: "it stands here first",
	})
	if t.differs[first] {
		return // programs differ in which of them they take
	}
	// The property goes with the comma before it: it is not the first one.
	start := bytes.LastIndexByte(doc.Text[:doc.Nodes[again].Start], ',')
	if start < 0 {
		return
	}
	f.fix = &fix{
		title: fmt.Sprintf("remove the second %s", doc.Raw(again)), safe: true,
		edits: []syntax.Edit{{Start: start, End: int(doc.Nodes[again+1].End)}},
	}
}
