package lint

import (
	"bytes"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// markText adds to the faults of the text what the linter knows of them: the
// other place of a duplicate key, and how to fix what can be fixed.
func markText(r *run, json []byte, faults []fault) {
	var text *textFaults
	for i := range faults {
		f := &faults[i]
		switch {
		case f.Rule == verdict.RuleEncoding && f.Offset == 0 && bytes.HasPrefix(json, syntax.ByteOrderMark):
			markBOM(f)
		case f.Rule == verdict.RuleDuplicateKey, f.Rule == verdict.RuleSyntax:
			if text == nil {
				text = textFaultsOf(r.tape(json))
			}
			text.markOther(f)
		}
	}
}

// textFaults are the faults of a text by their place, so that each is found without looking
// through the others.
type textFaults struct {
	doc     *jsontape.Tape
	at      map[textFault]int // the index in doc.Errors
	differs map[uint32]bool   // the first of some equal keys, if their values are not all equal
}

type textFault struct {
	kind  jsontape.SyntaxErrorKind
	start uint32
}

func textFaultsOf(doc *jsontape.Tape) *textFaults {
	t := &textFaults{doc: doc, at: make(map[textFault]int), differs: make(map[uint32]bool)}
	for i, f := range t.doc.Errors {
		place := textFault{f.Kind, f.Start}
		if _, ok := t.at[place]; !ok {
			t.at[place] = i
		}
		if f.Kind == jsontape.Duplicate && !t.differs[f.First] {
			t.differs[f.First] = !bytes.Equal(t.doc.Raw(f.Node+1), t.doc.Raw(f.First+1))
		}
	}
	return t
}

// markOther notes the place that the message names.
func (t *textFaults) markOther(f *fault) {
	kind := jsontape.Syntax
	if f.Rule == verdict.RuleDuplicateKey {
		kind = jsontape.Duplicate
	}
	at, ok := t.at[textFault{kind, uint32(f.Offset)}]
	if !ok {
		return
	}
	f.other, f.named = t.doc.Other(&t.doc.Errors[at])
	if kind == jsontape.Duplicate {
		t.markDuplicate(&t.doc.Errors[at], f)
	}
}
