package message

import (
	"fmt"
	"slices"
	"strconv"
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
	if w.doc.Nodes[f.Node].Kind() != jsontape.Null {
		w.say("expected ")
		m.expected = w.alternatives(types)
		w.say(", got ")
		w.describe(f.Node)
		w.say(w.typeHelp(f, types, s))
		return
	}
	w.say("null is not allowed, expected ")
	m.expected = w.alternatives(types)
	w.say("; give a value")
	if s.Kind == suggest.Remove {
		w.say(" or leave the property out")
	}
}

// typeHelp returns how to fix a value of a wrong type.
func (w *Writer) typeHelp(f *evaluate.Failure, types []string, s *suggest.Suggestion) string {
	switch s.Kind {
	case suggest.Quote:
		return "; put it in quotes"
	case suggest.Unquote:
		if w.Redact {
			return "" // the help would reveal what is in the quotes
		}
		return "; remove the quotes"
	case suggest.Replace:
		return "; put it in brackets"
	}
	switch kind := w.doc.Nodes[f.Node].Kind(); kind {
	case jsontape.Integer, jsontape.Number, jsontape.True, jsontape.False:
		if slices.Contains(types, "string") {
			if _, name := f.InQuotes(w.doc); name != "" {
				return "; write a string of the format " + name + ", such as " + strconv.Quote(format.Example(name))
			}
		} else if kind == jsontape.Number && slices.Contains(types, "integer") {
			return "; it has a fraction"
		}
	}
	return ""
}

// wordEnum writes the message for a value that is not one of those allowed.
func (w *Writer) wordEnum(m *message, f *evaluate.Failure, s *suggest.Suggestion) {
	values := f.Values()
	switch len(values.Texts) {
	case 0:
		w.showValue(f.Node)
		w.say(" is not allowed, the schema allows no value here")
	case 1:
		w.say("expected ")
		m.expected = w.put(values.Listed(listValues))
		w.say(", got ")
		w.showValue(f.Node)
	default:
		w.showValue(f.Node)
		w.say(" is not one of ")
		m.expected = w.put(values.Listed(listValues))
		if s.Kind != suggest.None && !w.Redact { // the suggestion is similar to the value
			w.say("; did you mean ")
			w.show(s.Text)
			w.say("?")
		}
	}
}

func (w *Writer) wordFormat(m *message, f *evaluate.Failure) {
	name := f.Format()
	if f.Problem != nil {
		w.clipValue(f.Node)
		w.say(" is not a valid ")
		m.expected = w.put(name)
		if !w.Redact && f.Problem.Message != "" {
			w.say(": ")
			w.sayLine(f.Problem.Message)
		}
		return
	}
	w.scratch = w.doc.AppendText(w.scratch[:0], f.Node)
	why, wants := format.Explain(name, w.scratch), format.Describe(name)
	w.clipValue(f.Node)
	w.say(" is not a valid ")
	m.expected = w.put(name)
	if why != "" && !w.Redact {
		w.say(": ", why)
	}
	if wants != "" {
		w.say("; expected ", wants, ", such as ", format.Example(name))
	}
}

// wordCustom writes the message of a keyword of the caller, which may quote the value.
func (w *Writer) wordCustom(m *message, f *evaluate.Failure) {
	if expected := f.Problem.Expected; expected != "" {
		w.expect(m, expected)
	}
	if f.Problem.Message == "" || w.Redact {
		w.describe(f.Node)
		w.say(" does not satisfy the keyword ")
		w.quote(f.Keyword)
		return
	}
	w.sayLine(f.Problem.Message)
}

func (w *Writer) wordPattern(m *message, f *evaluate.Failure) {
	pattern := f.Pattern()
	line := inOneLine(pattern)
	if line != pattern {
		w.expect(m, pattern)
	}
	w.clipValue(f.Node)
	w.say(" does not match the pattern ")
	if written := w.put(line); line == pattern {
		m.expected = written
	}
}

// wordBound writes the message for a leaf keyword without a message of its own.
func (w *Writer) wordBound(m *message, f *evaluate.Failure) {
	words, limit := f.Leaf().Words, f.Limit()
	from := len(w.text) + len("expected ")
	w.say("expected ", words.Before, " ", limit)
	if words.Count == nil {
		m.expected = w.since(from)
		w.say(", got ")
		w.clipValue(f.Node)
		return
	}
	w.say(" ", plural(limit, words.Thing))
	m.expected = w.since(from)
	w.say(", got ")
	w.sayInt(words.Count(w.doc, f.Node))
}

// describe writes a value as part of a message: its type, and its text if that is short.
func (w *Writer) describe(node uint32) {
	if w.hides(node) {
		w.showKind(node)
		return
	}
	switch w.doc.Nodes[node].Kind() {
	case jsontape.Null:
		w.say("null")
	case jsontape.True, jsontape.False:
		w.say("the boolean ")
		w.show(w.doc.Raw(node))
	case jsontape.Integer, jsontape.Number:
		w.say("the number ")
		w.show(w.doc.Raw(node))
	case jsontape.String, jsontape.Key:
		w.say("the string ")
		w.show(w.doc.Raw(node))
	case jsontape.Array:
		if w.doc.Count(node) == 0 {
			w.say("an empty array")
			return
		}
		w.say("an array")
	default:
		w.say("an object")
	}
}

// alternatives joins types: "string", "string or null", "string, number or null".
func (w *Writer) alternatives(types []string) span {
	from := len(w.text)
	for k, t := range types {
		switch {
		case k == 0:
		case k == len(types)-1:
			w.say(" or ")
		default:
			w.say(", ")
		}
		w.say(t)
	}
	return w.since(from)
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
