package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/finding"
)

// check returns what a rule reports about a payload.
func check(rule *Rule, json string, most int) *Payload {
	p := &Payload{
		JSON: []byte(json), Source: []byte(json), Schema: new(catalog.Schema), Result: &engine.Result{Inexact: true}, Max: most, DroppedFrom: everything,
	}
	p.Run(rule)
	return p
}

func TestImpreciseNumbersAreLocated(t *testing.T) {
	p := check(&numberPrecision, "{\"a\": [1, {\"b/c\": 2}],\n \"d\": [0, {\"e~\": 9007199254740993}]}", 10)
	if len(p.Diagnostics) != 1 {
		t.Fatal(p.Diagnostics)
	}
	d := p.Diagnostics[0]
	if d.Rule != "number-precision" || d.Severity != finding.Warning ||
		d.Pointer != "/d/1/e~0" || d.Line != 2 || d.Column != 18 || d.Got != "9007199254740993" {
		t.Errorf("%+v", d)
	}
}

func TestDiagnosticsBeyondTheMaximumAreDropped(t *testing.T) {
	p := check(&numberPrecision, "["+strings.Repeat("9007199254740993,", 5)+"0]", 5)
	if len(p.Diagnostics) != 5 || p.DroppedFrom != everything {
		t.Errorf("got %d of 5 diagnostics, up to %d", len(p.Diagnostics), p.DroppedFrom)
	}
	p = check(&numberPrecision, "["+strings.Repeat("9007199254740993,", 7)+"0]", 5)
	if want := int64(1 + 5*17); len(p.Diagnostics) != 5 || p.DroppedFrom != want || p.DroppedErrors {
		t.Errorf("got %d of 7 diagnostics, up to %d (errors: %t); want 5, up to %d", len(p.Diagnostics), p.DroppedFrom, p.DroppedErrors, want)
	}
}

func TestAMisspeltNameReplacesTheMissingOne(t *testing.T) {
	d := func(rule verdict.Rule, severity finding.Severity, pointer, name string) Diagnostic {
		return Diagnostic{Violation: verdict.Violation{Rule: rule, Pointer: pointer, Property: name}, Severity: severity}
	}
	p := &Payload{Diagnostics: []Diagnostic{
		d("missing", finding.Error, "", "label"),
		d("missing", finding.Error, "/a", "label"),
		d("missing", finding.Error, "/a", "other"),
		d("unknown-property", finding.Warning, "/a/lable", "lable"),
		d("unknown-property", finding.Warning, "/a/labell", "labell"), // label is taken
	}}
	unknownProperty.Revise(p)
	var got []string
	for _, d := range p.Diagnostics {
		got = append(got, fmt.Sprint(d.Rule, " ", d.Pointer, " ", d.Property, " ", d.Severity, " ", d.Suggestion.Text))
	}
	want := []string{
		"missing  label error ", "missing /a other error ",
		"unknown-property /a/lable lable error \"label\"", "unknown-property /a/labell labell warning ",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
}
