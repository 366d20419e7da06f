package lint

import (
	"bytes"
	"iter"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// documents returns the payloads of a file, one after the other. It is not used for files of lines, which may not fit
// into memory.
func (l *Linter) documents(in *files.Input, s files.Syntax, source []byte) iter.Seq[document] {
	if s == files.JSON && !in.Configured() && namesCommented(source) {
		s = files.JSONC
	}
	switch s {
	case files.YAML:
		return converted(source, syntax.EachYAML)
	case files.TOML:
		return converted(source, single(syntax.TOML))
	case files.JSON5:
		return converted(source, single(syntax.JSON5))
	case files.JSONC:
		return one(document{text: syntax.JSONC(source), source: source, editable: true, comments: true})
	}
	return one(document{text: syntax.Text{JSON: source}, source: source, editable: true})
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

// one is the sequence of one document.
func one(doc document) iter.Seq[document] {
	return func(yield func(document) bool) { yield(doc) }
}

// single converts a file that has one document.
func single(convert func(source []byte) syntax.Document) func(source []byte) iter.Seq[syntax.Document] {
	return func(source []byte) iter.Seq[syntax.Document] {
		return func(yield func(syntax.Document) bool) { yield(convert(source)) }
	}
}

// converted returns the documents of a source in another syntax than JSON.
func converted(source []byte, convert func(source []byte) iter.Seq[syntax.Document]) iter.Seq[document] {
	if encoding := syntax.ForeignEncoding(source); encoding != "" {
		return one(document{source: source, encoding: encoding})
	}
	return func(yield func(document) bool) {
		for doc := range convert(source) {
			if !yield(document{
				text: doc.Text, source: doc.Source, offset: int64(doc.Offset), lines: doc.Lines,
				comments: true, converted: &doc,
			}) {
				return
			}
		}
	}
}
