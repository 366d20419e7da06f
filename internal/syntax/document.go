package syntax

import (
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A Document is a document in YAML, TOML or JSON5 that was converted to JSON.
type Document struct {
	// Source is the part of the file that the document is written in. It
	// begins at byte Offset, after Lines lines.
	Source        []byte
	Offset, Lines int

	// Text is the document as JSON; its spans are ranges of Source. If there are errors, it
	// lacks the entries that could not be read, and has no JSON if none could.
	Text   Text
	Errors []Error

	// Schema is the name of the schema given by a comment in the document or before it, and
	// SchemaAt its position.
	Schema   string
	SchemaAt Range

	// Comments holds the positions of the comments, in order.
	Comments []Range

	// Indents holds the values of a document in YAML with lines that are not indented enough, in order.
	Indents []Indent

	// aliases are those of a document in YAML, in order.
	aliases []*yamlNode

	// NotFinite holds the numbers of the document that JSON cannot represent, in order.
	NotFinite []NotFinite

	// Capped is set if there are more errors than are reported; the rest of the document is not
	// read.
	Capped bool

	language   *language
	incomplete []int   // offsets of the JSON: arrays and objects of which a part was skipped
	madeUp     []Range // of the JSON: null as a placeholder for what could not be read
	opaque     []Range // of the JSON: values with a tag of an application, in order; none contains another
	separators bool    // Source has line or paragraph separators of Unicode, which end comments of JSON5
}

// Position returns the line and column in the file of an offset of Source.
func (d *Document) Position(offset int) (line, column int) {
	line, column = new(jsontape.LineIndex).At(d.Source, min(offset, len(d.Source)))
	return d.Lines + line, column
}

// A language has what depends on the syntax of a document.
type language struct {
	// edit converts an edit of the JSON to edits of the source; see [Document.InSource].
	edit func(d *Document, e Edit) []Edit

	// notFinite replaces the numbers that represent infinity and NaN by their names.
	notFinite *strings.Replacer
}

// A Range is the bytes [Start, End) of a text.
type Range struct{ Start, End int }

// Infinity becomes a number larger than any other and NaN one next to zero, because JSON has
// neither. A schema sees numbers.
const (
	infinity   = "1e999999999"
	notANumber = "1e-999999999"
)

// NotFinite is an infinity or NaN of a document.
type NotFinite struct {
	Offset  int    // in the JSON
	Written string // in the source
	JSON    string // the number that represents it
}

// IsNaN reports whether it is NaN, which is neither more nor less than any number.
func (n NotFinite) IsNaN() bool { return n.JSON == notANumber }

// AsWritten replaces the numbers that represent infinity and NaN in a message by their names in
// the language of the document.
func (d *Document) AsWritten(message string) string { return d.language.notFinite.Replace(message) }

// InSource converts an edit of the JSON to edits of the source with the same effect and no
// other. It returns nil if that takes more than replacing or removing the text of the value.
func (d *Document) InSource(e Edit) []Edit { return d.language.edit(d, e) }

// names records the range of the source that has the name of the schema.
func (d *Document) names(at Range) {
	d.Schema, d.SchemaAt = string(d.Source[at.Start:at.End]), at
}

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

// Opaque reports whether the bytes [start, end) of the JSON are within a value with a tag of an application,
// such as !Ref, whose value only that application knows.
func (d *Document) Opaque(start, end int) bool {
	i := d.opaqueFrom(end)
	return i < len(d.opaque) && d.opaque[i].Start <= start
}

// HasOpaque reports whether the bytes [start, end) of the JSON contain a value that is [Document.Opaque].
func (d *Document) HasOpaque(start, end int) bool {
	i := d.opaqueFrom(start)
	return i < len(d.opaque) && d.opaque[i].End <= end
}

// opaqueFrom returns the index of the first opaque value that ends at an offset or later.
func (d *Document) opaqueFrom(offset int) int {
	i, _ := slices.BinarySearchFunc(d.opaque, offset, func(r Range, offset int) int { return r.End - offset })
	return i
}

// Incomplete reports whether a part of the array or object that starts at an offset of the JSON
// could not be read.
func (d *Document) Incomplete(start int) bool { return slices.Contains(d.incomplete, start) }
