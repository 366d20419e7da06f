package rules

import (
	"bytes"
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// duplicateKey is a rule of the library. Here its diagnostics get the location of the first
// key, and a fix if the values are equal.
var duplicateKey = Rule{
	Name:     verdict.RuleDuplicateKey,
	Severity: finding.Error,
	Revise:   reviseDuplicateKeys,
}

func reviseDuplicateKeys(p *Payload) {
	var errors map[int]*jsontape.SyntaxError // by offset
	var differs map[uint32]bool              // by first key, if not all values are equal
	for i := range p.Diagnostics {
		d := &p.Diagnostics[i]
		if d.Rule != verdict.RuleDuplicateKey {
			continue
		}
		doc := &p.Result.Tape
		if errors == nil {
			errors, differs = duplicates(doc)
		}
		if duplicate, ok := errors[d.Offset]; ok {
			reviseDuplicate(doc, duplicate, differs[duplicate.First], d)
		}
	}
}

// duplicates returns the duplicate keys of a payload by their offsets, and which first keys
// have a duplicate with another value.
func duplicates(doc *jsontape.Tape) (errors map[int]*jsontape.SyntaxError, differs map[uint32]bool) {
	errors, differs = make(map[int]*jsontape.SyntaxError), make(map[uint32]bool)
	for i := range doc.Errors {
		e := &doc.Errors[i]
		if e.Kind != jsontape.Duplicate {
			continue
		}
		errors[int(e.Start)] = e
		if !differs[e.First] {
			differs[e.First] = !bytes.Equal(doc.Raw(e.Node+1), doc.Raw(e.First+1))
		}
	}
	return errors, differs
}

func reviseDuplicate(doc *jsontape.Tape, duplicate *jsontape.SyntaxError, differs bool, d *Diagnostic) {
	first := doc.Nodes[duplicate.First]
	d.Other, d.Named = int(first.Start), true
	d.Related = append(d.Related, Related{int(first.Start), int(first.End), "first defined here"})
	if differs {
		return // programs differ in which of them they use
	}
	// Any of them can be removed. The comma before this one belongs to it: it is not the first.
	start := bytes.LastIndexByte(doc.Text[:d.Offset], ',')
	if start < 0 {
		return
	}
	d.Fix = &Fix{
		Title: fmt.Sprintf("remove the second %s", doc.Raw(duplicate.Node)), Safe: true,
		Edits: []syntax.Edit{{Start: start, End: int(doc.Nodes[duplicate.Node+1].End)}},
	}
}
