package message

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/patch"
)

// This file compiles catalogs of messages, and fills their templates.

// A Catalog has the templates of the messages in a language. It is immutable. A nil Catalog is the
// English one.
type Catalog struct {
	templates [formCount]template
	details   map[string]string
	plural    func(n int) int
}

// A template is a sequence of parts.
type template []part

// A part is a text and the placeholder after it, if there is one. A placeholder with choices is replaced
// by the choice for a number.
type part struct {
	text    string
	holds   placeholder
	choices []string
}

// A placeholder is the name of one; see placeholders.
type placeholder uint8

const (
	noPlaceholder placeholder = iota
	inExpected
	inGot
	inLimit
	inCount
	inProperty
	inBecause
	inNames
	inValue
	inSuggestion
	inFormat
	inExample
	inWhy
	inDescription
	inKeyword
	inFirst
	inSecond
	inLine
	inColumn
	inOption
)

var placeholders = [...]string{
	inExpected: "expected", inGot: "got", inLimit: "limit", inCount: "count", inProperty: "property", inBecause: "because",
	inNames: "names", inValue: "value", inSuggestion: "suggestion", inFormat: "format", inExample: "example", inWhy: "why",
	inDescription: "description", inKeyword: "keyword", inFirst: "first", inSecond: "second", inLine: "line", inColumn: "column",
	inOption: "option",
}

// english returns the English catalog.
var english = sync.OnceValue(func() *Catalog {
	c := new(Catalog)
	for f := range forms {
		c.templates[f], _ = parseTemplate(forms[f].english) // a test checks them
	}
	return c
})

// Forms returns the IDs of all forms with their English templates.
func Forms() map[string]string {
	all := make(map[string]string, formCount)
	for _, f := range forms {
		all[f.id] = f.english
	}
	return all
}

// NewCatalog compiles a catalog. messages are the templates by their IDs; those that it lacks are
// English. details are reasons in other words, by the English ones. plural returns the index of the
// word for a number, or is nil.
func NewCatalog(messages, details map[string]string, plural func(n int) int) (*Catalog, error) {
	c := &Catalog{templates: english().templates, details: maps.Clone(details), plural: plural}
	ids := make(map[string]form, formCount)
	for f := range forms {
		ids[forms[f].id] = form(f)
	}
	for _, id := range slices.Sorted(maps.Keys(messages)) {
		f, ok := ids[id]
		if !ok {
			return nil, fmt.Errorf("there is no message %q", id)
		}
		parsed, err := parseTemplate(messages[id])
		if err != nil {
			return nil, fmt.Errorf("message %q: %w", id, err)
		}
		for _, p := range parsed {
			if p.holds != noPlaceholder && !slices.ContainsFunc(english().templates[f], func(o part) bool { return o.holds == p.holds }) {
				return nil, fmt.Errorf("message %q has no {%s}; its English template is %q", id, placeholders[p.holds], forms[f].english)
			}
		}
		c.templates[f] = parsed
	}
	return c, nil
}

func parseTemplate(text string) (template, error) {
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("the text is not valid UTF-8")
	}
	var t template
	for text != "" {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			return append(t, part{text: text}), nil
		}
		inside, rest, closed := strings.Cut(text[open+1:], "}")
		if !closed {
			return nil, fmt.Errorf("a brace is not closed")
		}
		name, words, isChoice := strings.Cut(inside, "?")
		at := slices.Index(placeholders[:], name)
		if at <= 0 {
			return nil, fmt.Errorf("there is no placeholder {%s}", name)
		}
		p := part{text: text[:open], holds: placeholder(at)}
		if isChoice {
			p.choices = strings.Split(words, "|")
		}
		t = append(t, p)
		text = rest
	}
	return t, nil
}

// Detail returns a reason in the words of the catalog.
func (c *Catalog) Detail(english string) string {
	if c == nil {
		return english
	}
	if detail, ok := c.details[english]; ok {
		return detail
	}
	return english
}

// Word returns a form that has no placeholders.
func (c *Catalog) Word(f form) string {
	w := Writer{Catalog: c}
	return w.words(f)
}

// Patch returns why an operation of a JSON Patch cannot be applied.
func (c *Catalog) Patch(why patch.Problem) string { return c.Word(patchForms[why]) }

var patchForms = [...]form{
	patch.NoValue: formPatchNoValue, patch.NoParent: formPatchNoParent, patch.NoItem: formPatchNoItem,
	patch.WholeDocument: formPatchWholeDocument, patch.IntoItself: formPatchIntoItself, patch.Differs: formPatchDiffers,
	patch.TooDeep: formPatchTooDeep, patch.CopiesTooMuch: formPatchCopies, patch.TooManySteps: formPatchSteps,
}

// choose returns the word for a number. One that is not an int, such as 1.5, is many.
func (c *Catalog) choose(choices []string, number string) string {
	last := len(choices) - 1
	n, err := strconv.Atoi(number)
	switch {
	case err != nil:
		return choices[last]
	case c.plural != nil:
		return choices[min(max(c.plural(n), 0), last)]
	case n == 1 && number == "1":
		return choices[0]
	}
	return choices[last]
}

// An arg is what replaces a placeholder: a text, or a node of the document that is shown.
type arg struct {
	holds placeholder
	as    writing
	form  form
	node  uint32
	n     int
	text  string
	raw   []byte
}

// A writing is how an arg is written.
type writing uint8

const (
	asText      writing = iota
	asLine              // a message of the caller, in one line
	asName              // in quotes
	asNumber            // n
	asShown             // the node, on one line
	asRaw               // raw
	asShownText         // raw, on one line
	asClipped           // the node
	asDescribed         // the node, with its type
	asBound             // the form of a bound, whose limit is the text
	asReason            // the form of a reason, with the text as {got}
)

func text(holds placeholder, s string) arg         { return arg{holds: holds, text: s} }
func name(holds placeholder, s string) arg         { return arg{holds: holds, as: asName, text: s} }
func number(holds placeholder, n int) arg          { return arg{holds: holds, as: asNumber, n: n} }
func shownNode(holds placeholder, node uint32) arg { return arg{holds: holds, as: asShown, node: node} }
func clippedNode(holds placeholder, node uint32) arg {
	return arg{holds: holds, as: asClipped, node: node}
}
func described(holds placeholder, node uint32) arg {
	return arg{holds: holds, as: asDescribed, node: node}
}

// sayWord writes a form that has no placeholders.
func (w *Writer) sayWord(f form) {
	for _, p := range w.catalog().templates[f] {
		w.text = append(w.text, p.text...)
	}
}

// sayForm writes a form.
func (w *Writer) sayForm(f form, args ...arg) { w.fill(nil, f, args...) }

// fill writes a form, and sets m.expected to what replaces {expected}, unless it is set.
func (w *Writer) fill(m *message, f form, args ...arg) {
	c := w.catalog()
	template := c.templates[f]
	for i := range template {
		p := &template[i]
		w.text = append(w.text, p.text...)
		if p.holds == noPlaceholder {
			continue
		}
		k := 0
		for k < len(args) && args[k].holds != p.holds {
			k++
		}
		if k == len(args) {
			continue
		}
		if p.choices != nil {
			w.say(c.choose(p.choices, args[k].number()))
			continue
		}
		from := len(w.text)
		w.sayArg(&args[k])
		if p.holds == inExpected && m != nil && m.expected == (span{}) {
			m.expected = w.since(from)
		}
	}
}

func (a *arg) number() string {
	if a.as == asNumber {
		return strconv.Itoa(a.n)
	}
	return a.text
}

func (w *Writer) sayArg(a *arg) {
	switch a.as {
	case asText:
		w.text = append(w.text, a.text...)
	case asLine:
		w.sayLine(a.text)
	case asName:
		w.quote(a.text)
	case asNumber:
		w.sayInt(a.n)
	case asShown:
		w.showValue(a.node)
	case asRaw:
		w.text = append(w.text, a.raw...)
	case asShownText:
		w.show(a.raw)
	case asClipped:
		w.clipValue(a.node)
	case asDescribed:
		w.describe(a.node)
	case asBound:
		w.sayForm(a.form, text(inLimit, a.text))
	case asReason:
		w.sayForm(a.form, text(inGot, a.text))
	}
}

// catalog returns the catalog of the messages.
func (w *Writer) catalog() *Catalog {
	if w.Catalog != nil {
		return w.Catalog
	}
	if w.english == nil {
		w.english = english()
	}
	return w.english
}
