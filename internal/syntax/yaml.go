package syntax

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file converts YAML 1.2 (https://yaml.org/spec/1.2.2/), with numbers, booleans and null as in
// the core schema. Timestamps are strings, as they are in JSON. The parser is go.yaml.in/yaml/v4.
// This package finds where each node begins and ends, resolves scalars by the core schema, and
// corrects deviations of the parser from the specification.

const (
	// maxYAMLDepth bounds how deep the collections of a document may be nested.
	maxYAMLDepth = 1000

	// maxYAMLGrowth bounds the JSON of a document with aliases and merge keys, as a multiple of
	// its size, beyond a first allowance.
	maxYAMLGrowth    = 10
	maxYAMLAllowance = 8 << 20

	// maxYAMLMerged bounds the properties that the merge keys of a document copy.
	maxYAMLMerged = 1 << 20
)

// YAML converts every document of a stream to JSON. A stream without a document is null,
// and so is a document without content. After an error in one document, the others are still
// read.
func YAML(stream []byte) []Document { return slices.Collect(EachYAML(stream)) }

// EachYAML converts the documents of a stream one after the other.
func EachYAML(stream []byte) iter.Seq[Document] {
	return func(yield func(Document) bool) {
		for part := range splitYAML(stream) {
			if !yield(part.convert()) {
				return
			}
		}
	}
}

// convert reads a document.
func (p *yamlPart) convert() Document {
	doc := Document{Source: p.source, Offset: p.offset, Lines: p.lines, language: &yamlLanguage}
	if p.err != nil {
		doc.Errors = []Error{*p.err}
		return doc
	}
	text := newYAMLText(p.source, p.body)
	tree, errors := text.parse()
	doc.Errors = append(text.errors, errors...)
	doc.Comments, doc.Indents, doc.aliases = tree.comments, tree.indents, tree.aliases
	doc.Capped = text.capped
	doc.schemaComment()
	if tree.root != nil {
		doc.write(tree.root)
	}
	slices.SortStableFunc(doc.Errors, func(a, b Error) int { return cmp.Compare(a.Offset, b.Offset) })
	return doc
}

// yamlLanguage is how values of YAML are written.
var yamlLanguage = language{edit: (*Document).inYAML, notFinite: strings.NewReplacer(infinity, ".inf", notANumber, ".nan")}

// modeline matches the comments with which editors select a schema: that of yaml-language-server
// (https://github.com/redhat-developer/yaml-language-server#using-inlined-schema), and that of JetBrains' IDEs
// (https://www.jetbrains.com/help/idea/yaml.html#use-schema-keyword), before the content.
var modeline = lazyregexp.New(`^#\s*(?:(yaml-language-server)\s*:\s*\$schema\s*=|\$schema\s*:)\s*(\S+)`)

// schemaComment records the name in the first comment that names a schema and begins its line.
func (d *Document) schemaComment() {
	if !bytes.Contains(d.Source, []byte("$schema")) {
		return
	}
	at, before := 0, true // before reports whether there is no content before the comment
	for _, c := range d.Comments {
		for line := range bytes.Lines(d.Source[at:c.Start]) {
			line = bytes.TrimSpace(line)
			before = before && (len(line) == 0 || line[0] == '%' || bytes.Equal(line, []byte("---")) || bytes.Equal(line, ByteOrderMark))
		}
		at = c.End
		match := modeline().FindSubmatchIndex(d.Source[c.Start:c.End])
		if match != nil && (before || match[2] >= 0) && beginsLine(d.Source, c.Start) {
			d.names(Range{c.Start + match[4], c.Start + match[5]})
			return
		}
	}
}

// beginsLine reports whether a line begins at the offset, perhaps with a byte order mark.
func beginsLine(source []byte, at int) bool {
	before := bytes.TrimSuffix(source[:at], ByteOrderMark)
	return len(before) == 0 || before[len(before)-1] == '\n' || before[len(before)-1] == '\r'
}
