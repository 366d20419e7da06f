package syntax

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// YAML 1.2 (https://yaml.org/spec/1.2.2/), with the core schema's idea of what is a number,
// a boolean or null. Timestamps are strings, as they are in JSON. go.yaml.in/yaml/v4 parses;
// where each node begins and ends, what the core schema makes of it, and where the parser
// deviates from the specification is decided here.

const (
	// maxYAMLDepth bounds how deep the collections of a document may be nested.
	maxYAMLDepth = 1000

	// maxYAMLGrowth bounds the JSON that a document becomes by its aliases and merge keys,
	// as a multiple of its size, beyond a first allowance.
	maxYAMLGrowth    = 10
	maxYAMLAllowance = 8 << 20

	// maxYAMLMerged bounds the properties that the merge keys of a document copy.
	maxYAMLMerged = 1 << 20
)

// YAML converts every document of a stream to JSON. A stream without a document is null,
// and so is a document without content. An error in one document does not keep the others
// from being read.
func YAML(stream []byte) []Document {
	var docs []Document
	for _, part := range splitYAML(stream) {
		docs = append(docs, part.convert())
	}
	return docs
}

// convert reads a document.
func (p *yamlPart) convert() Document {
	doc := Document{Source: p.source, Offset: p.offset, Lines: p.lines, language: &yamlLanguage}
	if p.err != nil {
		doc.Errors = []Error{*p.err}
		return doc
	}
	text := newYAMLText(p.source, p.body)
	root, comments, errors := text.parse()
	doc.Errors = append(text.errors, errors...)
	doc.Comments = comments
	doc.Capped = text.capped
	doc.schemaComment()
	if root != nil {
		doc.write(root)
	}
	slices.SortStableFunc(doc.Errors, func(a, b Error) int { return cmp.Compare(a.Offset, b.Offset) })
	return doc
}

// yamlLanguage is how values of YAML are written.
var yamlLanguage = language{edit: (*Document).inYAML, notFinite: strings.NewReplacer(infinity, ".inf", notANumber, ".nan")}

// modeline is the comment that editors with yaml-language-server take a schema from
// (https://github.com/redhat-developer/yaml-language-server#using-inlined-schema).
var modeline = lazyregexp.New(`^#\s*yaml-language-server\s*:\s*\$schema=(\S+)`)

// schemaComment notes the name in the first comment that names a schema, and begins its line.
func (d *Document) schemaComment() {
	if !bytes.Contains(d.Source, []byte("yaml-language-server")) {
		return
	}
	for _, c := range d.Comments {
		match := modeline().FindSubmatchIndex(d.Source[c.Start:c.End])
		if match != nil && (c.Start == 0 || d.Source[c.Start-1] == '\n' || d.Source[c.Start-1] == '\r') {
			d.names(Range{c.Start + match[2], c.Start + match[3]})
			return
		}
	}
}
