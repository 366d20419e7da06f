package message

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file formats the parameters of a message as a JSON object for programs. Names are in
// alphabetical order, and strings are escaped as by json.Marshal, so that the text stays the same if it
// is unmarshaled and marshaled again. Parameters have names, types, counts and positions, and values of
// the schema, but no values of the payload.

// params writes the parameters of a failure. They are part of the text, unless they depend only on the
// schema and may be long.
func (w *Writer) params(m *message, f *evaluate.Failure) {
	from := len(w.text)
	switch f.Code {
	case program.Type:
		w.typeParams(m, f)
	case program.Enum, program.Const:
		m.allowed = f.Values().Encoded(encodeAllowed)
	case program.Format:
		w.stringParam(`{"format":`, f.Format())
	case program.Pattern:
		w.stringParam(`{"pattern":`, f.Pattern())
	case program.Content:
		w.say(`{"`, f.Keyword)
		w.stringParam(`":`, f.Content())
	case program.Missing:
		if f.Because == "" {
			w.stringParam(`{"missing":`, f.Name)
		} else {
			w.stringParam(`{"because":`, f.Because)
			w.stringParam(`,"missing":`, f.Name)
		}
	case program.UnknownProperty, program.PropertyName:
		w.stringParam(`{"property":`, f.Name)
	case program.UniqueItems:
		w.intParam(`{"items":[`, f.First)
		w.intParam(`,`, f.Second)
		w.say(`]`)
	case program.Contains:
		w.containsParams(f)
	case program.AnyOf:
		w.say(`{"matches":[]`)
	case program.OneOf:
		w.say(`{"matches":[`)
		if f.Second > 0 {
			w.intParam(``, f.First)
			w.intParam(`,`, f.Second)
			for _, k := range f.Matching {
				w.intParam(`,`, k)
			}
		}
		w.say(`]`)
	case program.Not:
		w.excludedParams(f)
	case program.Bound:
		w.boundParams(f)
	case program.Custom:
		w.say(strings.TrimSuffix(f.Problem.Params, "}"))
	case program.AdditionalItems:
		if limit := f.Limit(); f.Keyword != "unevaluatedItems" && limit != "" {
			w.say(`{"limit":`, limit)
		}
	}
	if len(w.text) > from {
		w.text = append(w.text, '}')
	}
	m.params = w.since(from)
}

func (w *Writer) typeParams(m *message, f *evaluate.Failure) {
	expected := f.Types().Encoded(encodeTypes)
	if kind := w.doc.Nodes[f.Node].Kind(); kind != jsontape.Null {
		w.say(expected[:len(expected)-1], `,"got":"`, typeNames[kind], `"`)
	} else {
		m.allowed = expected
	}
}

// encodeTypes writes the parameters of type, if the value is null.
func encodeTypes(types []string) string {
	return `{"expected":["` + strings.Join(types, `","`) + `"]}`
}

// typeNames are the types of values, by the names that `type` has for them.
var typeNames = [...]string{
	jsontape.Null: "null", jsontape.False: "boolean", jsontape.True: "boolean", jsontape.Integer: "integer", jsontape.Number: "number",
	jsontape.String: "string", jsontape.Key: "string", jsontape.Array: "array", jsontape.Object: "object",
}

func (w *Writer) boundParams(f *evaluate.Failure) {
	text := append(w.text, '{')
	if count := f.Leaf().Count; count != nil {
		text = append(strconv.AppendInt(append(text, `"count":`...), int64(count(w.doc, f.Node)), 10), ',')
	}
	w.text = append(append(text, `"limit":`...), f.Limit()...)
}

func (w *Writer) containsParams(f *evaluate.Failure) {
	w.intParam(`{"count":`, f.Count)
	switch least, most := f.Contains(); f.Keyword {
	case "maxContains":
		w.intParam(`,"max":`, most)
	case "minContains":
		w.intParam(`,"min":`, least)
	default:
		w.intParam(`,"min":`, 1)
	}
}

func (w *Writer) excludedParams(f *evaluate.Failure) {
	names, each := f.Excluded(w.doc)
	if len(names) == 0 || each && len(names) > 1 {
		return
	}
	for k, name := range names {
		if k == 0 {
			w.stringParam(`{"excluded":[`, name)
		} else {
			w.stringParam(`,`, name)
		}
	}
	w.say(`]`)
}

// encodeAllowed writes the parameters of enum and const. The values are JSON.
func encodeAllowed(values []string) string {
	allowed := make([]json.RawMessage, len(values))
	for k, value := range values {
		allowed[k] = json.RawMessage(value)
	}
	text, err := json.Marshal(map[string]any{"allowed": allowed})
	if err != nil {
		return "" // not a schema
	}
	return string(text)
}

// stringParam writes a string after the text before it.
func (w *Writer) stringParam(before, value string) {
	w.text = append(w.text, before...)
	if !isPlain(value) {
		quoted, _ := json.Marshal(value) // of a string, it cannot fail
		w.text = append(w.text, quoted...)
		return
	}
	w.text = append(append(append(w.text, '"'), value...), '"')
}

// isPlain reports whether a string is ASCII and need not be escaped between quotes.
func isPlain(s string) bool {
	for k := range len(s) {
		if !plain[s[k]] {
			return false
		}
	}
	return true
}

// plain has the ASCII bytes that json.Marshal does not escape.
var plain = func() (plain [256]bool) {
	for c := byte(' '); c <= '~'; c++ {
		plain[c] = !strings.ContainsRune(`"\<>&`, rune(c))
	}
	return plain
}()

func (w *Writer) intParam(before string, n int) {
	w.text = strconv.AppendInt(append(w.text, before...), int64(n), 10)
}
