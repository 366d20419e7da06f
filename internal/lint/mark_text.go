package lint

import (
	"bytes"
	"slices"

	"github.com/verdict-lint/verdict"
	tape "github.com/verdict-lint/verdict/internal/document"
)

// markText adds to the faults of the text what the linter knows of them: the
// other place of a duplicate key, and how to mend what can be mended.
func markText(json []byte, faults []fault) {
	var doc tape.Document
	parsed := false
	for i := range faults {
		f := &faults[i]
		switch {
		case f.Rule == verdict.RuleEncoding && f.Offset == 0 && bytes.HasPrefix(json, byteOrderMark):
			markBOM(f)
		case f.Rule == verdict.RuleDuplicateKey, f.Rule == verdict.RuleSyntax:
			if !parsed {
				parsed = true
				doc.Parse(json, payloadLimits)
			}
			markOther(&doc, f)
		}
	}
}

// markOther notes the place that the message names.
func markOther(doc *tape.Document, f *fault) {
	kind := tape.Syntax
	if f.Rule == verdict.RuleDuplicateKey {
		kind = tape.Duplicate
	}
	at := slices.IndexFunc(doc.Faults, func(t tape.Fault) bool {
		return t.Kind == kind && int(t.Start) == f.Offset
	})
	if at < 0 {
		return
	}
	f.other, f.named = doc.Other(&doc.Faults[at])
	if kind == tape.Duplicate {
		markDuplicate(doc, at, f)
	}
}
