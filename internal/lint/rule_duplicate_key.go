package lint

import (
	"bytes"
	"fmt"
	"slices"

	tape "github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// markDuplicate tells of the place where the key stands first. Where it has the same
// value wherever it stands, one is as good as the other, and this one can go.
func markDuplicate(doc *tape.Document, at int, f *fault) {
	again, first := doc.Faults[at].Node, doc.Faults[at].First
	f.related = append(f.related, place{
		start: int(doc.Nodes[first].Start), end: int(doc.Nodes[first].End), message: "it stands here first",
	})
	if slices.ContainsFunc(doc.Faults, func(t tape.Fault) bool {
		return t.Kind == tape.Duplicate && t.First == first && !bytes.Equal(doc.Raw(t.Node+1), doc.Raw(first+1))
	}) {
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
