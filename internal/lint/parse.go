package lint

import (
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// A parsed document is one that can be validated, or the reason why not.
type parsed struct {
	document
	fault *fault
}

// documents reads the payloads out of a file. A file of lines is not read here:
// it need not fit into memory.
func (l *Linter) documents(s files.Syntax, source []byte) []parsed {
	switch s {
	case files.YAML:
		if encoding := foreignEncoding(source); encoding != "" {
			fault := foreignFault(encoding)
			return []parsed{{document{source: source}, &fault}}
		}
		var docs []parsed
		for _, doc := range syntax.YAML(source) {
			docs = append(docs, parsed{document{
				text: doc.Text, source: doc.Source, offset: int64(doc.Offset), lines: doc.Lines,
				comments: true, converted: &doc,
			}, nil})
		}
		return docs
	case files.JSONC:
		return []parsed{{document{text: syntax.JSONC(source), source: source, editable: true, comments: true}, nil}}
	}
	return []parsed{{document{text: syntax.Text{JSON: source}, source: source, editable: true}, nil}}
}
