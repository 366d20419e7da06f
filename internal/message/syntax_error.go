package message

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file formats errors of a payload's text: syntax, encoding, duplicate names and limits. The
// messages for syntax errors are those of package jsontape.

// errorRules has the rule of each kind of error.
var errorRules = [...]string{
	jsontape.Syntax:    "syntax",
	jsontape.Encoding:  "encoding",
	jsontape.Duplicate: "duplicate-key",
	jsontape.Limit:     "limit",
}

// syntaxErrors adds the messages of the errors. It returns true if they became too long and were truncated.
func (w *Writer) syntaxErrors(all []jsontape.SyntaxError, limits jsontape.Limits) (truncated bool) {
	w.placeFirst(all)
	trail := w.doc.Trail()
	for i := range all {
		if w.full() {
			return true
		}
		if size := len(w.text); i == 1 && size > longMessage {
			w.reserve(size, len(all)-1)
		}
		e := &all[i]
		m := w.begin(errorRules[e.Kind], int(e.Start), int(e.End))
		if !w.Redact {
			m.got = w.clip(w.doc.Text[e.Start:e.End])
		}
		if e.Node > 0 {
			from := len(w.text)
			w.text = trail.Append(w.text, e.Node)
			m.pointer = w.valid(from)
		}
		if e.Kind == jsontape.Duplicate {
			from := len(w.text)
			w.text = w.doc.AppendText(w.text, e.Node)
			m.property = w.valid(from)
		}
		from := len(w.text)
		switch e.Kind {
		case jsontape.Duplicate:
			w.sayForm(formDuplicate, name(inProperty, string(w.textOf(m.property))),
				number(inLine, w.places[i].line), number(inColumn, w.places[i].column))
		case jsontape.Encoding:
			w.sayError(e)
			w.sayWord(formEncodingHelp)
		case jsontape.Limit:
			w.sayError(e)
			w.sayLimit(e, limits)
		default:
			w.sayError(e)
		}
		m.message = w.since(from)
		w.errorParams(m, e, i, limits)
		s := w.maker.ForError(e)
		w.propose(m, &s)
	}
	return false
}

// A place is a position in a text.
type place struct{ line, column int }

// placeFirst sets w.places to the position of the first property for each duplicate name, in one pass
// over the text. The places have the indices of the errors.
func (w *Writer) placeFirst(all []jsontape.SyntaxError) {
	var space [8]int
	twice := space[:0]
	for i := range all {
		if all[i].Kind == jsontape.Duplicate {
			twice = append(twice, i)
		}
	}
	if len(twice) == 0 {
		return
	}
	slices.SortStableFunc(twice, func(a, b int) int { return cmp.Compare(all[a].First, all[b].First) })
	w.places = slices.Grow(w.places[:0], len(all))[:len(all)]
	var cursor jsontape.Cursor
	cursor.Start(w.doc)
	for _, i := range twice {
		w.places[i].line, w.places[i].column = cursor.Seek(int(w.doc.Nodes[all[i].First].Start))
	}
}

// errorParams writes the parameters of the i-th error.
func (w *Writer) errorParams(m *message, e *jsontape.SyntaxError, i int, limits jsontape.Limits) {
	from := len(w.text)
	switch e.Kind {
	case jsontape.Duplicate:
		w.intParam(`{"firstColumn":`, w.places[i].column)
		w.intParam(`,"firstLine":`, w.places[i].line)
		w.stringParam(`,"property":`, string(w.textOf(m.property)))
		w.say(`}`)
	case jsontape.Limit:
		w.intParam(`{"limit":`, limits.Of(e.Measure))
		if option := options[e.Measure].name; option != "" {
			w.stringParam(`,"option":`, option)
		}
		w.say(`}`)
	}
	m.params = w.since(from)
}

// options are the options that set the limits, and their forms.
var options = [...]struct {
	name string
	form form
}{
	jsontape.Depth:      {"Limits.Depth", formLimit},
	jsontape.Bytes:      {"Limits.Bytes", formLimitBytes},
	jsontape.Strings:    {"Limits.Strings", formLimitStrings},
	jsontape.Properties: {"Limits.Properties", formLimit},
	jsontape.Items:      {"Limits.Items", formLimit},
	jsontape.Technical:  {},
}

// sayError writes the message of an error of package jsontape.
func (w *Writer) sayError(e *jsontape.SyntaxError) {
	w.text = w.doc.AppendMessage(w.text, e, w.Redact, w.Catalog.Detail)
}

// sayLimit names the option that sets the limit, if one does.
func (w *Writer) sayLimit(e *jsontape.SyntaxError, limits jsontape.Limits) {
	if option := options[e.Measure]; option.name != "" {
		w.sayForm(option.form, number(inLimit, limits.Of(e.Measure)), text(inOption, option.name))
	}
}
