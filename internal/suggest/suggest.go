// Package suggest determines the suggestion for a failure: one edit of the payload that fixes it.
// internal/message formats the suggestion and internal/lint applies it.
package suggest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
)

// A Kind is the kind of an edit.
type Kind uint8

// The kinds of suggestions; None is that of the zero Suggestion.
const (
	None    Kind = iota
	Quote        // the value gets quotes
	Unquote      // the string loses its quotes
	Replace      // the value becomes another
	Rename       // the property gets another name
	Remove       // the property, item or comma is removed
	Add          // the object gets a property
)

var kinds = [...]string{None: "", Quote: "quote", Unquote: "unquote", Replace: "replace", Rename: "rename", Remove: "remove", Add: "add"}

// String returns the name of the kind, "" for None.
func (k Kind) String() string { return kinds[k] }

// HasValue reports whether the text of such a suggestion is a value derived from the one at fault,
// rather than a name.
func (k Kind) HasValue() bool { return k == Quote || k == Unquote || k == Replace }

// A Use is who may apply a suggestion.
type Use uint8

const (
	Manual Use = iota // a person: data is lost, or a value has to be found
	Guess             // see UseOf: the text may be misspelt
	Safe              // any program: the payload keeps its meaning
)

// A Suggestion replaces the bytes [Start, End) of the payload by Text. Of an Add, these are
// the bytes of the object, and Text is the name of the property that it lacks.
type Suggestion struct {
	Kind       Kind
	Use        Use
	Start, End int
	Text       []byte // in JSON; valid until the next suggestion is made

	// Name is the name of the property in Text. For an unknown property that can only be removed,
	// because the object already has the property probably intended, it is that of the latter.
	Name string
}

// A Maker makes suggestions for failures of one payload after another, and reuses its memory. The zero
// value is ready for Start.
type Maker struct {
	// Written returns the scalar at the bytes [start, end) of the payload as it was written
	// in another syntax, if the payload was converted from one; nil otherwise.
	Written func(start, end int) []byte

	doc           *jsontape.Tape
	text, scratch []byte
	siblings      siblings
	subject       program.Subject // see AsText
}

// Start sets the payload.
func (m *Maker) Start(doc *jsontape.Tape) {
	m.doc = doc
	m.siblings.start(doc)
}

// Inserted is called if the document is a payload with defaults: inserted reports whether an offset of the document is
// within a default. It is nil if there are none, and applies until the next call.
func (m *Maker) Inserted(inserted func(offset int) bool) { m.siblings.inserted = inserted }

// Release drops the references to the payload, and buffers that a very large one has needed.
func (m *Maker) Release() {
	const keep = 1 << 16 // bytes
	m.doc, m.Written, m.subject.Text = nil, nil, nil
	m.siblings.start(nil)
	if cap(m.text) > keep {
		m.text = nil
	}
	if cap(m.scratch) > keep {
		m.scratch = nil
	}
}

// For returns the suggestion for a failure, the zero Suggestion if none is known.
func (m *Maker) For(f *evaluate.Failure) Suggestion {
	if key, name, ok := f.Meant(m.doc); ok {
		return m.name(Rename, key, name, min(Guess, UseOf(m.doc.String(key), name)))
	}
	switch f.Code {
	case program.Type:
		return m.forType(f)
	case program.False:
		if f.MayBeLeftOut() {
			return m.removeProperty(f.Node-1, Manual)
		}
	case program.Enum, program.Const:
		return m.forValue(f)
	case program.Format:
		if f.Format() == "date-time" && f.Problem == nil {
			return m.forDateTime(f)
		}
	case program.Missing:
		return m.name(Add, f.Node, f.Name, Manual)
	case program.UnknownProperty:
		return m.forName(f)
	case program.PropertyName:
		if len(f.Branches) > 0 && f.Branches[0].Code == program.Enum {
			return m.forQuotedName(f.Node, f.Branches[0].Values())
		}
		return m.removeProperty(f.Node, Manual)
	case program.AdditionalItems, program.UniqueItems:
		return m.remove(f.Node, f.Node, Manual)
	}
	return Suggestion{}
}

// ForError returns the suggestion for an error of the text, the zero Suggestion if none is
// known. It is Manual: internal/syntax repairs all errors of a text together.
func (m *Maker) ForError(f *jsontape.SyntaxError) Suggestion {
	switch f.Kind {
	case jsontape.Duplicate:
		return m.removeDuplicate(f.Node)
	case jsontape.Syntax:
		text := m.doc.Text
		if c := jsontape.ByteAt(text, int(f.Start)); c != '}' && c != ']' {
			break
		}
		if comma := beforeSpace(text, int(f.Start)) - 1; comma >= 0 && text[comma] == ',' {
			return Suggestion{Kind: Remove, Start: comma, End: comma + 1}
		}
	}
	return Suggestion{}
}

// removeDuplicate removes a property, the value of which may have been cut off by another
// error.
func (m *Maker) removeDuplicate(key uint32) Suggestion {
	if value := key + 1; int(value) >= len(m.doc.Nodes) || m.doc.Nodes[value].End <= m.doc.Nodes[value].Start {
		return Suggestion{}
	}
	return m.removeProperty(key, Manual)
}

// forType returns the suggestion for a value that is valid with or without quotes or in brackets, and for
// a null that can be removed.
func (m *Maker) forType(f *evaluate.Failure) Suggestion {
	switch m.doc.Nodes[f.Node].Kind() {
	case jsontape.Null:
		if f.MayBeLeftOut() {
			return m.removeProperty(f.Node-1, Safe)
		}
		return Suggestion{}
	case jsontape.String:
		if literal := m.literal(f); literal != nil {
			return m.replace(Unquote, f.Node, Safe, literal)
		}
	case jsontape.Integer, jsontape.Number, jsontape.True, jsontape.False:
		if !f.Takes(jsontape.String) {
			break
		}
		if fits, _ := f.AsText(m.written(f.Node), &m.subject); fits {
			m.text = append(append(append(m.text[:0], '"'), m.doc.Raw(f.Node)...), '"')
			return m.replace(Quote, f.Node, Safe, m.text)
		}
		return Suggestion{}
	}
	if f.Takes(jsontape.Array) && f.FitsAsItem(m.doc) {
		return m.inBrackets(f.Node)
	}
	return Suggestion{}
}

// written returns a scalar as written in the source.
func (m *Maker) written(node uint32) []byte {
	if m.Written == nil {
		return m.doc.Raw(node)
	}
	return m.Written(int(m.doc.Nodes[node].Start), int(m.doc.Nodes[node].End))
}

// FormatOf returns the format that a string in place of a number or boolean must have, "" if the value
// would be valid in quotes or no format is required.
func (m *Maker) FormatOf(f *evaluate.Failure) string {
	_, format := f.AsText(m.doc.Raw(f.Node), &m.subject)
	return format
}

// literal returns the number or boolean that the text of a string is, nil if its type is not allowed.
func (m *Maker) literal(f *evaluate.Failure) []byte {
	text := m.doc.Content(f.Node)
	if m.doc.Nodes[f.Node].Escaped() {
		m.scratch = m.doc.AppendText(m.scratch[:0], f.Node)
		text = m.scratch
	}
	literal, kind := jsontape.Literal(text)
	if kind == jsontape.Null || !f.Takes(kind) {
		return nil
	}
	return literal
}

// maxItem is the size in bytes of the largest value that is copied into brackets.
const maxItem = 1 << 16

func (m *Maker) inBrackets(node uint32) Suggestion {
	raw := m.doc.Raw(node)
	if len(raw) > maxItem {
		return Suggestion{}
	}
	m.text = append(append(append(m.text[:0], '['), raw...), ']')
	return m.replace(Replace, node, Manual, m.text)
}

// forValue returns the suggestion for a value that is not one of those allowed, if one is similar.
func (m *Maker) forValue(f *evaluate.Failure) Suggestion {
	raw := m.doc.Raw(f.Node)
	near, ok := m.nearestValue(f.Node, f.Values())
	if !ok {
		return Suggestion{}
	}
	m.text = appendValue(m.text[:0], near)
	switch {
	case isQuoted(m.text, raw):
		return m.replace(Quote, f.Node, Safe, m.text)
	case isQuoted(raw, m.text):
		return m.replace(Unquote, f.Node, Safe, m.text)
	case m.text[0] != '"' || raw[0] != '"':
		return m.replace(Replace, f.Node, Manual, m.text) // numbers are not misspelt
	}
	return m.replace(Replace, f.Node, Guess, m.text)
}

// nearestValue returns the value that was probably intended: the same text without spaces around it, or
// else the most similar one.
func (m *Maker) nearestValue(node uint32, values *program.List) (near string, ok bool) {
	n, raw := &m.doc.Nodes[node], m.doc.Raw(node)
	mayEndInSpace := n.Kind() == jsontape.String && (!n.Plain() || raw[1] == ' ' || raw[len(raw)-2] == ' ')
	if mayEndInSpace {
		m.scratch = m.doc.AppendText(m.scratch[:0], node)
		if trimmed := bytes.TrimSpace(m.scratch); len(trimmed) < len(m.scratch) {
			near = string(jsontape.AppendQuoted(nil, string(trimmed)))
			if slices.Contains(values.Texts, near) {
				return near, true
			}
		}
	}
	return values.Nearest(string(raw))
}

// appendValue appends a value of a schema, a string with as few escapes as possible.
func appendValue(dst []byte, value string) []byte {
	if strings.IndexByte(value, '\\') >= 0 {
		var text string
		if json.Unmarshal([]byte(value), &text) == nil {
			return jsontape.AppendQuoted(dst, text)
		}
	}
	return append(dst, value...)
}

// isQuoted reports whether one value is the other in quotes.
func isQuoted(value, other []byte) bool {
	return len(value) == len(other)+2 && value[0] == '"' && bytes.Equal(value[1:len(value)-1], other)
}

// forName returns the suggestion for an unknown property: the most similar name that the schema lists,
// unless the object already has it.
func (m *Maker) forName(f *evaluate.Failure) Suggestion {
	near, ok := f.Names().Nearest(f.Name)
	if ok {
		has, known := f.IsBeside(near)
		if !known || has && m.siblings.inserted != nil {
			has = m.siblings.has(f.Node, near)
		}
		if !has {
			return m.name(Rename, f.Node, near, Guess)
		}
	}
	s := m.removeProperty(f.Node, Manual)
	if ok {
		s.Name = near
	}
	return s
}

// forQuotedName is forName for names that are listed as values.
func (m *Maker) forQuotedName(key uint32, names *program.List) Suggestion {
	var text string
	near, ok := names.Nearest(string(m.doc.Raw(key)))
	if ok && json.Unmarshal([]byte(near), &text) == nil && !m.siblings.has(key, text) {
		return m.name(Rename, key, text, Guess)
	}
	return m.removeProperty(key, Manual)
}

// UseOf returns who may replace a misspelt text: Safe if the text differs from the suggestion only in
// case and style. A Guess may replace only letters: digits and punctuation may be another value, which
// is part of the text because a quote is missing.
func UseOf(written, proposed string) Use {
	if nearest.Same(written, proposed) {
		return Safe
	}
	for _, r := range written {
		isLetter := unicode.IsLetter(r) || r == '_' || r == '-'
		if !isLetter && strings.Count(written, string(r)) > strings.Count(proposed, string(r)) {
			return Manual
		}
	}
	return Guess
}

// name returns a suggestion for a node whose text is a name.
func (m *Maker) name(kind Kind, node uint32, name string, use Use) Suggestion {
	m.text = jsontape.AppendQuoted(m.text[:0], name)
	s := m.replace(kind, node, use, m.text)
	s.Name = name
	return s
}

func (m *Maker) replace(kind Kind, node uint32, use Use, text []byte) Suggestion {
	at := &m.doc.Nodes[node]
	return Suggestion{Kind: kind, Use: use, Start: int(at.Start), End: int(at.End), Text: text}
}

func (m *Maker) removeProperty(key uint32, use Use) Suggestion { return m.remove(key, key+1, use) }

// remove returns the suggestion to remove a property or item, from one node to the end of another.
func (m *Maker) remove(first, last uint32, use Use) Suggestion {
	start, end := withComma(m.doc.Text, int(m.doc.Nodes[first].Start), int(m.doc.Nodes[last].End))
	return Suggestion{Kind: Remove, Use: use, Start: start, End: end}
}

// withComma extends the bytes of a property or item by the one comma that is removed with
// it.
func withComma(text []byte, start, end int) (from, to int) {
	before := beforeSpace(text, start)
	if before > 0 && text[before-1] == ',' {
		return before - 1, end
	}
	if after := jsontape.SkipSpace(text, end); jsontape.ByteAt(text, after) == ',' {
		return start, jsontape.SkipSpace(text, after+1)
	}
	return start, end
}

// beforeSpace returns the offset at which the space that ends at an offset begins.
func beforeSpace(text []byte, end int) int {
	for end > 0 && jsontape.IsSpace(text[end-1]) {
		end--
	}
	return end
}
