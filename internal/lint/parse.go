package lint

import (
	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// A parsed document is one that can be validated, or the reason why not.
type parsed struct {
	document
	fault *fault
}

// documents reads the payloads out of a file. A file of lines is not read here:
// it need not fit into memory.
func (l *Linter) documents(s Syntax, source []byte) []parsed {
	switch s {
	case YAML:
		if encoding := foreignEncoding(source); encoding != "" {
			fault := foreignFault(encoding)
			return []parsed{{document{source: source}, &fault}}
		}
		var docs []parsed
		for _, doc := range syntax.YAML(source) {
			docs = append(docs, parsed{document{
				text: doc.Text, source: doc.Source, offset: int64(doc.Offset), lines: doc.Lines,
				comments: true, yaml: &doc,
			}, unreadable(doc.Err)})
		}
		return docs
	case JSONC:
		return []parsed{{document{text: syntax.JSONC(source), source: source, editable: true, comments: true}, nil}}
	}
	return []parsed{{document{text: syntax.Text{JSON: source}, source: source, editable: true}, nil}}
}

// unreadable is the fault of a document that has no JSON.
func unreadable(err *syntax.Error) *fault {
	if err == nil {
		return nil
	}
	return &fault{
		Violation: verdict.Violation{Rule: verdict.RuleSyntax, Message: err.Message, Offset: err.Offset, End: err.Offset},
		severity:  finding.Error,
	}
}
