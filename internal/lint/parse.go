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
		return converted(source, syntax.YAML)
	case files.TOML:
		return converted(source, func(source []byte) []syntax.Document { return []syntax.Document{syntax.TOML(source)} })
	case files.JSONC:
		return []parsed{{document{text: syntax.JSONC(source), source: source, editable: true, comments: true}, nil}}
	}
	return []parsed{{document{text: syntax.Text{JSON: source}, source: source, editable: true}, nil}}
}

// converted are the documents of a source in another language than JSON.
func converted(source []byte, convert func(source []byte) []syntax.Document) []parsed {
	if encoding := foreignEncoding(source); encoding != "" {
		fault := foreignFault(encoding)
		return []parsed{{document{source: source}, &fault}}
	}
	var docs []parsed
	for _, doc := range convert(source) {
		docs = append(docs, parsed{document{
			text: doc.Text, source: doc.Source, offset: int64(doc.Offset), lines: doc.Lines,
			comments: true, converted: &doc,
		}, nil})
	}
	return docs
}
