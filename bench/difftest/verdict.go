package difftest

// This file is the engine under test. It answers in every way that the API
// offers, and those answers have to be equal.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"testing/iotest"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
)

// Verdict returns the engine under test.
func Verdict() Engine {
	return Engine{"verdict", func(schema []byte, draft verdict.Draft) (Check, error) {
		s, err := newSubject(schema, draft)
		if err != nil {
			return nil, err
		}
		return s.check, nil
	}}
}

// A subject is a schema, compiled in several ways.
type subject struct {
	plain, strict *verdict.Schema
	typed         *verdict.Typed[document] // nil if the schema cannot be a part of another
	earlier       []answered
}

// An answered payload is one that was checked before.
type answered struct {
	text  []byte
	valid bool
}

// A document is decoded from any JSON.
type document struct{ text []byte }

func (d *document) UnmarshalJSON(text []byte) error {
	d.text = bytes.Clone(text)
	return nil
}

func newSubject(schema []byte, draft verdict.Draft) (*subject, error) {
	plain, err := verdict.Compile(schema, verdict.WithBaseURI(rootURI))
	if err != nil {
		return nil, err
	}
	strict, err := verdict.Compile(schema, verdict.WithBaseURI(rootURI), verdict.WithStrict(true))
	if err != nil {
		return nil, fmt.Errorf("with WithStrict: %w", err)
	}
	s := &subject{plain: plain, strict: strict}
	if draft == verdict.Draft2020 { // reflected schemas are of no other draft
		s.typed, _ = verdict.For[document](verdict.WithSchemaFor[document](schema))
	}
	return s, nil
}

// check returns whether the payload is valid. The error is that the ways to ask contradict each other.
func (s *subject) check(text []byte, value any) (bool, error) {
	valid := s.plain.Valid(text)
	explained := s.plain.Validate(text)
	ways := []struct {
		name  string
		valid bool
	}{
		{"Validate", explained == nil},
		{"ValidateValue", s.plain.ValidateValue(value) == nil},
		{"ValidateReader", s.plain.ValidateReader(context.Background(), iotest.HalfReader(bytes.NewReader(text))) == nil},
		{"Output", s.plain.Output(text, verdict.OutputFlag).Valid},
	}
	for _, way := range ways {
		if way.valid != valid {
			return valid, fmt.Errorf("by Valid it is %t, by %s %t (%v)", valid, way.name, way.valid, explained)
		}
	}
	if err := checkViolations(explained, text, value); err != nil {
		return valid, err
	}
	for _, check := range []func([]byte, any, bool) error{s.checkLayouts, s.checkEarlier, s.checkStrict, s.checkTyped, s.checkDamaged} {
		if err := check(text, value, valid); err != nil {
			return valid, err
		}
	}
	s.earlier = append(s.earlier, answered{bytes.Clone(text), valid})
	return valid, nil
}

// checkLayouts checks that white space, the order of names and escapes do not matter, nor that
// the schema has read the same layout before.
func (s *subject) checkLayouts(text []byte, value any, valid bool) error {
	d := choicesOf(text)
	indented, err := json.MarshalIndent(value, "", pick(d, "  ", "\t"))
	if err != nil {
		return err
	}
	for _, layout := range [][]byte{Text(value), indented, variedText(d, value), text} {
		for range 2 {
			if s.plain.Valid(layout) != valid {
				return fmt.Errorf("it is valid: %t, but in another layout: %t: %s", valid, !valid, layout)
			}
		}
	}
	return nil
}

// checkEarlier checks that payloads have the same answer after others, and as the records of a stream.
func (s *subject) checkEarlier(text []byte, _ any, valid bool) error {
	const most = 3
	payloads := []answered{{text, valid}}
	if n := len(s.earlier); n > 0 {
		before := s.earlier[max(n-most, 0):]
		one := before[choicesOf(text).IntN(len(before))]
		if s.plain.Valid(one.text) != one.valid {
			return fmt.Errorf("it was valid: %t, and is not after other payloads: %s", one.valid, one.text)
		}
		payloads = append(payloads, before...)
	}
	texts := make([][]byte, len(payloads))
	for i, p := range payloads {
		texts[i] = p.text
	}
	for _, stream := range []struct {
		form verdict.Form
		text []byte
	}{
		{verdict.FormConcatenated, bytes.Join(texts, []byte("\n"))},
		{verdict.FormArray, []byte("[" + string(bytes.Join(texts, []byte(","))) + "]")},
	} {
		i := 0
		for record, err := range s.plain.Records(bytes.NewReader(stream.text), verdict.WithForm(stream.form)) {
			if i >= len(payloads) || (err == nil) != payloads[i].valid {
				return fmt.Errorf("as record %d of a stream of form %d, it is valid: %t (%v): %s", i, stream.form, err == nil, err, record.Bytes)
			}
			i++
		}
		if i != len(payloads) {
			return fmt.Errorf("a stream of form %d has %d records instead of %d: %s", stream.form, i, len(payloads), stream.text)
		}
	}
	return nil
}

// checkStrict checks that strictness rejects more, and for the same payloads in all ways.
func (s *subject) checkStrict(text []byte, _ any, valid bool) error {
	strict, explained := s.strict.Valid(text), s.strict.Validate(text)
	switch {
	case strict != (explained == nil):
		return fmt.Errorf("strictly, it is %t by Valid, by Validate: %v", strict, explained)
	case strict && !valid:
		return errors.New("it is valid, but only strictly")
	}
	return nil
}

// checkTyped checks that Decode accepts what is valid, and returns all of it.
func (s *subject) checkTyped(text []byte, _ any, valid bool) error {
	if s.typed == nil {
		return nil
	}
	decoded, err := s.typed.Decode(text)
	switch {
	case (err == nil) != valid:
		return fmt.Errorf("by Valid it is %t, by Decode: %v", valid, err)
	case valid && string(decoded.text) != strings.Trim(string(text), " \t\r\n"):
		return fmt.Errorf("decoded as %s", decoded.text)
	}
	return nil
}

// checkDamaged checks that a text that is not JSON is never valid, nor one with a duplicate name.
func (s *subject) checkDamaged(text []byte, value any, _ bool) error {
	d := choicesOf(text)
	if repeated, ok := withDuplicate(d, value); ok {
		if s.plain.Valid(repeated) || s.plain.Validate(repeated) == nil {
			return fmt.Errorf("valid with a duplicate name: %s", repeated)
		}
	}
	broken := damagedText(d, text)
	valid, err := s.plain.Valid(broken), s.plain.Validate(broken)
	switch {
	case valid != (err == nil):
		return fmt.Errorf("by Valid it is %t, by Validate %v: %q", valid, err, broken)
	case valid && (!json.Valid(broken) || !utf8.Valid(broken)):
		return fmt.Errorf("valid, but not JSON: %q", broken)
	}
	return nil
}

// choicesOf returns choices that depend only on the text, so that a check can be repeated.
func choicesOf(text []byte) dice {
	h := fnv.New64a()
	h.Write(text)
	return newDice(Random(h.Sum64()))
}
