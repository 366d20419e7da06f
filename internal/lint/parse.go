package lint

import (
	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// A parsed document is one that can be validated, or the reason why not.
type parsed struct {
	document
	err *syntax.Error
}

// documents reads the payloads out of a file. A file of lines is not read here:
// it need not fit into memory.
func (l *Linter) documents(s Syntax, source []byte) []parsed {
	switch s {
	case YAML:
		var docs []parsed
		for _, doc := range syntax.YAML(source) {
			docs = append(docs, parsed{document{
				text: doc.Text, source: doc.Source, offset: int64(doc.Offset), lines: doc.Lines,
				comments: true,
			}, doc.Err})
		}
		return docs
	case JSONC:
		return []parsed{{document{text: syntax.JSONC(source), source: source, editable: true, comments: true}, nil}}
	}
	return []parsed{{document{text: syntax.Text{JSON: source}, source: source, editable: true}, nil}}
}

// broken is the finding for a document that cannot be read at all.
func (l *Linter) broken(s *Schema, path string, doc *parsed) finding.Finding {
	f := fault{
		Violation: verdict.Violation{Rule: verdict.RuleSyntax, Message: doc.err.Message, Offset: doc.err.Offset, End: doc.err.Offset},
		severity:  finding.Error,
	}
	return l.finding(s, path, &doc.document, &f)
}
