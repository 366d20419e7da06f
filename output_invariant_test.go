package verdict_test

// This file has invariants of the output for all schemas and payloads.

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// outputFormats are the formats by their names in the specification.
var outputFormats = []struct {
	name   string
	format verdict.OutputFormat
}{
	{"flag", verdict.OutputFlag},
	{"basic", verdict.OutputBasic},
	{"detailed", verdict.OutputDetailed},
	{"verbose", verdict.OutputVerbose},
}

// checkOutput returns the output in a format, and fails the test if it disagrees with Valid or
// contradicts itself.
func checkOutput(t testing.TB, s *verdict.Schema, payload []byte, format verdict.OutputFormat) *verdict.Output {
	t.Helper()
	output := s.Output(payload, format)
	if want := s.Valid(payload); output.Valid != want {
		t.Errorf("Output says %t, Valid says %t, for %.200q", output.Valid, want, payload)
	}
	if format < verdict.OutputBasic || format > verdict.OutputVerbose {
		return output
	}
	var instance any
	whole := json.Unmarshal(payload, &instance) == nil
	var visit func(u *verdict.OutputUnit, alive bool)
	visit = func(u *verdict.OutputUnit, alive bool) {
		switch {
		case u.Valid && u.Error != "":
			t.Errorf("valid with an error: %+v", *u)
		case u.Valid && u.Errors != nil:
			t.Errorf("errors within what is valid: %+v", *u)
		case !u.Valid && u.Annotations != nil:
			t.Errorf("annotations within what is not valid: %+v", *u)
		case !u.Valid && u.Error == "" && len(u.Errors) == 0:
			t.Errorf("not valid for no reason: %+v", *u)
		case u.Annotation != nil && !alive:
			t.Errorf("an annotation outlives what failed: %+v", *u)
		case u.Annotation != nil && !json.Valid(u.Annotation):
			t.Errorf("an annotation is no JSON: %+v", *u)
		case strings.ContainsAny(u.Error, "\n\r"):
			t.Errorf("error %q is of several lines", u.Error)
		}
		if _, ok := follow(instance, u.InstanceLocation); whole && !ok {
			t.Errorf("instance location %q cannot be resolved in %.200q", u.InstanceLocation, payload)
		}
		for _, units := range [][]verdict.OutputUnit{u.Errors, u.Annotations} {
			for k := range units {
				inside := &units[k]
				if format != verdict.OutputVerbose && inside.Valid != u.Valid {
					t.Errorf("%+v within %+v", *inside, *u)
				}
				visit(inside, alive && inside.Valid)
			}
		}
	}
	visit(&output.OutputUnit, output.Valid)
	return output
}

// units lists an output unit and all those within it.
func units(u verdict.OutputUnit) []verdict.OutputUnit {
	list := []verdict.OutputUnit{u}
	for _, inside := range append(u.Errors[:len(u.Errors):len(u.Errors)], u.Annotations...) {
		list = append(list, units(inside)...)
	}
	return list
}

// marshaled is v as encoding/json writes it.
func marshaled(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
