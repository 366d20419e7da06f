package verdict_test

// This file has invariants of the result for all schemas and payloads.
// The tests of the suite, the fuzz targets and the hostile inputs check them.

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/verdict-lint/verdict"
)

// A span is a byte range [start, end) of a payload.
type span struct{ start, end int }

// textRules are the rules about the payload as text: if it violates one, there may be no value
// that a pointer leads to.
var textRules = map[verdict.Rule]bool{
	verdict.RuleSyntax:       true,
	verdict.RuleEncoding:     true,
	verdict.RuleDuplicateKey: true,
	verdict.RuleLimit:        true,
}

// outcome validates the payload with Valid and Validate, fails the test if they disagree or
// if the result violates an invariant, and returns the result.
func outcome(t testing.TB, s *verdict.Schema, payload []byte) (bool, []verdict.Violation) {
	t.Helper()
	valid := s.Valid(payload)
	err := s.Validate(payload)
	if valid != (err == nil) {
		t.Errorf("Valid says %t, Validate says %v, for %.200q", valid, err, payload)
	}
	if err == nil {
		return valid, nil
	}
	var all *verdict.Error
	if !errors.As(err, &all) {
		t.Fatalf("Validate returned a %T: %v", err, err)
	}
	if len(all.Violations) == 0 {
		t.Errorf("an error without a violation, for %.200q", payload)
	}
	if again := s.Validate(payload); again == nil || again.Error() != err.Error() {
		t.Errorf("Validate says %v, and then %v", err, again)
	}
	checkViolations(t, payload, all.Violations)
	return valid, all.Violations
}

// checkViolations fails the test if violations are out of order, or if the position of one
// does not match the payload.
func checkViolations(t testing.TB, payload []byte, all []verdict.Violation) {
	t.Helper()
	values, whole := valueSpans(payload)
	last := 0
	for _, v := range all {
		if v.Offset < last {
			t.Errorf("%v: offset %d comes after offset %d", v, v.Offset, last)
		}
		last = v.Offset
		checkPlace(t, payload, v)
		checkWords(t, v)
		if textRules[v.Rule] || !whole {
			continue
		}
		at, ok := values[v.Pointer]
		switch {
		case !ok:
			t.Errorf("%v: pointer %q cannot be resolved in %.200q", v, v.Pointer, payload)
		case pointsAtValue(v.Rule) && at != (span{v.Offset, v.End}):
			t.Errorf("%v: range [%d, %d) but the value at %q is [%d, %d)", v, v.Offset, v.End, v.Pointer, at.start, at.end)
		}
		if v.KeywordLocation != "" && !strings.HasPrefix(v.KeywordLocation, "/") {
			t.Errorf("%v: keyword location %q is no JSON Pointer", v, v.KeywordLocation)
		}
		if !strings.Contains(v.SchemaLocation, "#") {
			t.Errorf("%v: schema location %q has no fragment", v, v.SchemaLocation)
		}
	}
}

// pointsAtValue reports whether the value that the pointer leads to is at fault. The other
// violations are about a name.
func pointsAtValue(rule verdict.Rule) bool {
	switch rule {
	case verdict.RuleMissing, verdict.RuleUnknownProperty, verdict.RulePropertyName:
		return false
	}
	return true
}

// checkPlace compares line and column with those that place counts.
func checkPlace(t testing.TB, payload []byte, v verdict.Violation) {
	t.Helper()
	if v.Offset < 0 || v.End < v.Offset || v.End > len(payload) {
		t.Errorf("%v: range [%d, %d) of a payload of %d bytes", v, v.Offset, v.End, len(payload))
		return
	}
	line, column := place(payload, v.Offset)
	if v.Line != line || v.Column != column {
		t.Errorf("%v: offset %d is %d:%d in %.200q", v, v.Offset, line, column, payload)
	}
}

// place counts the line and the column of offset, slowly and simply.
func place(payload []byte, offset int) (line, column int) {
	text := string(payload[:offset])
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	start := strings.LastIndexByte(text, '\n') + 1
	return strings.Count(text, "\n") + 1, utf8.RuneCountInString(text[start:]) + 1
}

// checkWords checks the form of the message.
func checkWords(t testing.TB, v verdict.Violation) {
	t.Helper()
	if v.Rule == "" || v.Message == "" {
		t.Errorf("%#v: no rule or no message", v)
	}
	if strings.HasSuffix(v.Message, ".") || strings.ContainsAny(v.Message, "\n\r") {
		t.Errorf("message %q is not one sentence without a full stop", v.Message)
	}
	matched := 0
	for _, sentinel := range sentinels {
		if errors.Is(v, sentinel) {
			matched++
		}
	}
	if matched > 1 {
		t.Errorf("%v is of %d sentinels", v, matched)
	}
	for _, text := range []string{v.Message, v.Pointer, v.Property, v.Expected, v.Got} {
		if !utf8.ValidString(text) {
			t.Errorf("%v: %q is not UTF-8", v, text)
		}
	}
	if len(v.Got) > 64+len("…") {
		t.Errorf("%v: got is %d bytes long", v, len(v.Got))
	}
}

// valueSpans returns the byte range of each value of the payload, by JSON Pointer,
// and whether the payload is one complete JSON text in which each pointer leads to
// only one value.
func valueSpans(payload []byte) (map[string]span, bool) {
	spans := make(map[string]span)
	dec := jsontext.NewDecoder(bytes.NewReader(payload), jsontext.AllowInvalidUTF8(true))
	err := addSpans(dec, "", spans)
	return spans, err == nil
}

func addSpans(dec *jsontext.Decoder, pointer jsontext.Pointer, spans map[string]span) error {
	kind := dec.PeekKind()
	if kind != '{' && kind != '[' {
		value, err := dec.ReadValue()
		end := int(dec.InputOffset())
		spans[string(pointer)] = span{end - len(value), end}
		return err
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	start := int(dec.InputOffset()) - 1
	for dec.PeekKind() != '}' && dec.PeekKind() != ']' {
		child := jsontext.Pointer("")
		if kind == '{' {
			name, err := dec.ReadToken()
			if err != nil {
				return err
			}
			child = pointer.AppendToken(name.String())
		} else {
			_, length := dec.StackIndex(dec.StackDepth())
			child = pointer.AppendToken(strconv.FormatInt(length, 10))
		}
		if err := addSpans(dec, child, spans); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	spans[string(pointer)] = span{start, int(dec.InputOffset())}
	return err
}
