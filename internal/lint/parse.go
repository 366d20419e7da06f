package lint

import (
	"bytes"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// documents returns the payloads of a file. It is not used for files of lines, which may not fit
// into memory.
func (l *Linter) documents(in *files.Input, s files.Syntax, source []byte) []document {
	if s == files.JSON && !in.Configured() && namesCommented(source) {
		s = files.JSONC
	}
	switch s {
	case files.YAML:
		return converted(source, syntax.YAML)
	case files.TOML:
		return converted(source, single(syntax.TOML))
	case files.JSON5:
		return converted(source, single(syntax.JSON5))
	case files.JSONC:
		return []document{{text: syntax.JSONC(source), source: source, editable: true, comments: true}}
	}
	return []document{{text: syntax.Text{JSON: source}, source: source, editable: true}}
}

// schemaName finds what is probably the schema that a payload names.
var schemaName = lazyregexp.New(`"\$schema"\s*:\s*"([^"\\]*)"`)

// namesCommented reports whether a payload names a schema of files that may have comments. Most files of
// JSON have no $schema, or that of others, and are not parsed.
func namesCommented(source []byte) bool {
	if !bytes.Contains(source, []byte(`"$schema"`)) {
		return false
	}
	match := schemaName().FindSubmatch(source)
	if match == nil || !files.NamesCommented(string(match[1])) {
		return false
	}
	name, _, _ := topString(syntax.JSONC(source).JSON, schemaProperty)
	return files.NamesCommented(name)
}

// single converts a file that has one document.
func single(convert func(source []byte) syntax.Document) func(source []byte) []syntax.Document {
	return func(source []byte) []syntax.Document { return []syntax.Document{convert(source)} }
}

// converted returns the documents of a source in another syntax than JSON.
func converted(source []byte, convert func(source []byte) []syntax.Document) []document {
	if encoding := syntax.ForeignEncoding(source); encoding != "" {
		return []document{{source: source, encoding: encoding}}
	}
	var docs []document
	for _, doc := range convert(source) {
		docs = append(docs, document{
			text: doc.Text, source: doc.Source, offset: int64(doc.Offset), lines: doc.Lines,
			comments: true, converted: &doc,
		})
	}
	return docs
}
