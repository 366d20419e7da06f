package syntax

import (
	"bytes"
	"cmp"
	"slices"

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

// A Document is one document of a YAML stream.
type Document struct {
	// Source is the part of the stream that the document is written in. It
	// begins at byte Offset, after Lines lines.
	Source        []byte
	Offset, Lines int

	// Text is the document as JSON; its spans are ranges of Source. If there are errors, it
	// lacks the entries that could not be read, and has no JSON if none could.
	Text   Text
	Errors []Error

	// Schema is the name of the schema given by a comment in the document or before it.
	Schema string

	// Comments holds the positions of the comments, in order.
	Comments []Range

	// NotFinite holds the numbers of the document that JSON cannot represent, in order.
	NotFinite []NotFinite

	incomplete []int   // offsets of the JSON: arrays and objects that had more in them
	madeUp     []Range // of the JSON: null in the place of what could not be read
}

// A Range is the bytes [Start, End) of a text.
type Range struct{ Start, End int }

// Readable reports whether there is JSON to validate.
func (d *Document) Readable() bool { return len(d.Text.JSON) > 0 }

// Written returns the source text of the scalar at the bytes [start, end) of the JSON.
func (d *Document) Written(start, end int) (text []byte, ok bool) {
	s, length := d.Text.find(start)
	if s.json != start || length != end-start || s.start == s.end || d.Source[s.start] == '*' {
		return nil, false
	}
	return d.Source[s.start:s.end], true
}

// MadeUp reports whether the bytes [start, end) of the JSON are a placeholder for text that
// could not be read.
func (d *Document) MadeUp(start, end int) bool {
	return slices.ContainsFunc(d.madeUp, func(m Range) bool { return m.Start <= start && end <= m.End })
}

// Incomplete reports whether something could not be read of the array or object that starts
// at an offset of the JSON.
func (d *Document) Incomplete(start int) bool { return slices.Contains(d.incomplete, start) }

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
	doc := Document{Source: p.source, Offset: p.offset, Lines: p.lines}
	if p.err != nil {
		doc.Errors = []Error{*p.err}
		return doc
	}
	text := newYAMLText(p.source, p.body)
	root, comments, errors := text.parse()
	doc.Errors = append(text.errors, errors...)
	doc.Comments = comments
	doc.Schema = doc.schemaComment()
	if root != nil {
		doc.write(root)
	}
	slices.SortStableFunc(doc.Errors, func(a, b Error) int { return cmp.Compare(a.Offset, b.Offset) })
	return doc
}

// modeline is the comment that editors with yaml-language-server take a schema from
// (https://github.com/redhat-developer/yaml-language-server#using-inlined-schema).
var modeline = lazyregexp.New(`^#\s*yaml-language-server\s*:\s*\$schema=(\S+)`)

// schemaComment is the name in the first comment that names a schema, and begins its line.
func (d *Document) schemaComment() string {
	if !bytes.Contains(d.Source, []byte("yaml-language-server")) {
		return ""
	}
	for _, c := range d.Comments {
		match := modeline().FindSubmatch(d.Source[c.Start:c.End])
		if match != nil && (c.Start == 0 || d.Source[c.Start-1] == '\n' || d.Source[c.Start-1] == '\r') {
			return string(match[1])
		}
	}
	return ""
}
