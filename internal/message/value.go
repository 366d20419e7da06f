package message

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/suggest"
)

// This file formats failures of type, enum, const and leaf keywords.

// wordType writes the message for a value of a wrong type, and for null.
func (w *Writer) wordType(m *message, f *evaluate.Failure, s *suggest.Suggestion) {
	types := f.Types()
	expected := text(inExpected, w.listed(types, w.listTypes))
	switch {
	case w.doc.Nodes[f.Node].Kind() != jsontape.Null:
		w.fill(m, formType, expected, described(inGot, f.Node))
		w.sayTypeHelp(f, types.Texts, s)
	case s.Kind == suggest.Remove:
		w.fill(m, formNullOptional, expected)
	default:
		w.fill(m, formNull, expected)
	}
}

// sayTypeHelp writes how to fix a value of a wrong type.
func (w *Writer) sayTypeHelp(f *evaluate.Failure, types []string, s *suggest.Suggestion) {
	switch s.Kind {
	case suggest.Quote, suggest.Unquote:
		w.sayQuotes(s)
		return
	case suggest.Replace:
		w.sayWord(formBrackets)
		return
	}
	switch kind := w.doc.Nodes[f.Node].Kind(); kind {
	case jsontape.Integer, jsontape.Number, jsontape.True, jsontape.False:
		if slices.Contains(types, "string") {
			if formatName := w.maker.FormatOf(f); formatName != "" {
				w.sayForm(formWriteFormat, text(inFormat, formatName), name(inExample, format.Example(formatName)))
			}
		} else if kind == jsontape.Number && slices.Contains(types, "integer") {
			w.sayWord(formFraction)
		}
	}
}

// sayQuotes writes that quotes are missing, or too many, if the suggestion is that.
func (w *Writer) sayQuotes(s *suggest.Suggestion) {
	switch s.Kind {
	case suggest.Quote:
		w.sayWord(formQuote)
	case suggest.Unquote:
		if !w.Redact { // the help would reveal what is in the quotes
			w.sayWord(formUnquote)
		}
	}
}

// wordEnum writes the message for a value that is not one of those allowed.
func (w *Writer) wordEnum(m *message, f *evaluate.Failure, s *suggest.Suggestion) {
	values := f.Values()
	if len(values.Texts) == 0 {
		w.sayForm(formNoValue, shownNode(inGot, f.Node))
		return
	}
	expected := text(inExpected, w.listed(values, w.listValues))
	if len(values.Texts) == 1 {
		w.fill(m, formConst, expected, shownNode(inGot, f.Node))
		w.sayQuotes(s)
		return
	}
	w.fill(m, formEnum, shownNode(inGot, f.Node), expected)
	if s.Kind != suggest.None && !w.Redact { // the suggestion is similar to the value
		w.sayForm(formDidYouMean, arg{holds: inSuggestion, as: asShownText, raw: s.Text})
	}
}

func (w *Writer) wordFormat(m *message, f *evaluate.Failure) {
	name := f.Format()
	w.fill(m, formFormat, clippedNode(inGot, f.Node), text(inExpected, name))
	if f.Problem != nil {
		if !w.Redact && f.Problem.Message != "" {
			w.sayForm(formWhy, arg{holds: inWhy, as: asLine, text: w.Catalog.Detail(f.Problem.Message)})
		}
		return
	}
	if !w.Redact {
		w.scratch = w.doc.AppendText(w.scratch[:0], f.Node)
		value := len(w.scratch)
		w.scratch = w.explainer.Append(w.scratch, name, w.scratch, w.Catalog.Detail)
		if why := w.scratch[value:]; len(why) > 0 {
			w.sayForm(formWhy, arg{holds: inWhy, as: asRaw, raw: why})
		}
	}
	if description := format.Describe(name); description != "" {
		w.sayForm(formFormatExpected, text(inDescription, w.Catalog.Detail(description)), text(inExample, format.Example(name)))
	}
}

// wordCustom writes the message of a keyword of the caller, which may quote the value.
func (w *Writer) wordCustom(m *message, f *evaluate.Failure) {
	m.wanted = f.Problem.Expected
	if f.Problem.Message == "" || w.Redact {
		w.sayForm(formCustom, described(inGot, f.Node), name(inKeyword, f.Keyword))
		return
	}
	w.sayLine(w.Catalog.Detail(f.Problem.Message))
}

func (w *Writer) wordPattern(m *message, f *evaluate.Failure) {
	pattern := f.Pattern()
	line := inOneLine(pattern)
	if line != pattern {
		m.wanted = pattern
	}
	w.fill(m, formPattern, clippedNode(inGot, f.Node), text(inExpected, line))
}

// boundForms are what leaf keywords without a message of their own require, by their rules, which
// are the IDs of the forms.
var boundForms = func() map[string]form {
	byRule := make(map[string]form)
	for f := formBound + 1; f < formUniqueItems; f++ {
		byRule[forms[f].id] = f
	}
	return byRule
}()

// wordBound writes the message for a leaf keyword without a message of its own.
func (w *Writer) wordBound(m *message, f *evaluate.Failure) {
	leaf := f.Leaf()
	got := clippedNode(inGot, f.Node)
	if leaf.Count != nil {
		got = number(inGot, leaf.Count(w.doc, f.Node))
	}
	w.fill(m, formBound, arg{holds: inExpected, as: asBound, form: boundForms[leaf.Rule], text: f.Limit()}, got)
	if names, count := f.Surplus(w.doc); len(names) > count && count > 0 {
		w.sayForm(formRemoveSome, number(inCount, count), text(inNames, w.listNames(names)))
	} else if len(names) > 0 {
		w.sayForm(formRemoveAll, text(inNames, w.listNames(names)))
	}
}

// describe writes a value as part of a message: its type, and its text if that is short.
func (w *Writer) describe(node uint32) {
	if w.hides(node) {
		w.showKind(node)
		return
	}
	switch w.doc.Nodes[node].Kind() {
	case jsontape.Null:
		w.sayWord(formTheNull)
	case jsontape.True, jsontape.False:
		w.sayForm(formTheBoolean, shownNode(inValue, node))
	case jsontape.Integer, jsontape.Number:
		w.sayForm(formTheNumber, shownNode(inValue, node))
	case jsontape.String, jsontape.Key:
		w.sayForm(formTheString, shownNode(inValue, node))
	case jsontape.Array:
		if w.doc.Count(node) == 0 {
			w.sayWord(formTheEmptyArray)
			return
		}
		w.sayWord(formTheArray)
	default:
		w.sayWord(formTheObject)
	}
}

// typeForm returns the name of a type.
func typeForm(name string) form {
	switch name {
	case "string":
		return formString
	case "number":
		return formNumber
	case "integer":
		return formInteger
	case "boolean":
		return formBoolean
	case "array":
		return formArray
	case "object":
		return formObject
	}
	return formNullType
}

// inOneLine returns a pattern with the same meaning in which control characters are escaped
// (ECMA-262, CharacterEscape).
func inOneLine(pattern string) string {
	isControl := func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }
	if !strings.ContainsFunc(pattern, isControl) {
		return pattern
	}
	var b strings.Builder
	for _, r := range pattern {
		if isControl(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
