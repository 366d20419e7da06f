package verdict_test

// This file tests the session payload field by field: which of missing, null, a wrong type and
// a value is valid, in the documented form and in the wire form.

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/fixtures"
	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/null"
	"github.com/verdict-lint/verdict/schema"
)

// compiled is MustCompile for a test.
func compiled(t testing.TB, document string, opts ...verdict.Option) *verdict.Schema {
	t.Helper()
	s, err := verdict.Compile([]byte(document), opts...)
	if err != nil {
		t.Fatalf("%.200s: %v", document, err)
	}
	return s
}

// The two forms of the session payload, by the name of their schema.
const (
	documentedForm = "connect-session"
	wireForm       = "connect-session-wire"
)

// sessionSchema compiles one of the two forms.
func sessionSchema(t testing.TB, form string, opts ...verdict.Option) *verdict.Schema {
	t.Helper()
	document, ok := schema.Document(form)
	if !ok {
		t.Fatalf("no schema %s", form)
	}
	return compiled(t, string(document), opts...)
}

// A sessionField is a property of the session in one form, with the rule that each state of
// it violates; ok is none.
type sessionField struct {
	name, value, wrongType string
	missing, null          verdict.Rule
}

const ok = verdict.Rule("")

// fieldsOf returns the properties of a form.
func fieldsOf(form string) []sessionField {
	var fields []sessionField
	for _, f := range fixtures.Fields() {
		name, value, nullable := f.In(form == wireForm)
		field := sessionField{name: name, value: value, wrongType: f.WrongType, missing: ok, null: verdict.RuleNull}
		if f.Required {
			field.missing = verdict.RuleMissing
		}
		if nullable {
			field.null = ok
		}
		fields = append(fields, field)
	}
	return fields
}

// session returns a payload of all fields, one per line. Changes replace values; an empty
// one removes the field.
func session(form string, changes map[string]string) string {
	var members []string
	for _, f := range fieldsOf(form) {
		value := f.value
		if change, ok := changes[f.name]; ok {
			value = change
		}
		if value != "" {
			members = append(members, fmt.Sprintf("  %q: %s", f.name, value))
		}
	}
	return "{\n" + strings.Join(members, ",\n") + "\n}\n"
}

func TestMissingNullWrongTypeAndValueOfEachField(t *testing.T) {
	for _, form := range []string{documentedForm, wireForm} {
		s := sessionSchema(t, form)
		for _, f := range fieldsOf(form) {
			states := []struct {
				state string
				value string
				rule  verdict.Rule
			}{
				{"missing", "", f.missing},
				{"null", "null", f.null},
				{"wrong type", f.wrongType, verdict.RuleType},
				{"value", f.value, ok},
			}
			for _, state := range states {
				t.Run(form+"/"+f.name+"/"+state.state, func(t *testing.T) {
					payload := session(form, map[string]string{f.name: state.value})
					_, violations := outcome(t, s, []byte(payload))
					checkFieldViolation(t, violations, payload, f.name, state.value, state.rule)
				})
			}
		}
	}
}

// checkFieldViolation checks the violations of a payload with one property
// changed to exactly one of the rule, at the property, or to none.
func checkFieldViolation(t *testing.T, violations []verdict.Violation, payload, name, value string, rule verdict.Rule) {
	t.Helper()
	if rule == "" {
		if len(violations) != 0 {
			t.Errorf("violations: %v", violations)
		}
		return
	}
	if len(violations) != 1 || violations[0].Rule != rule {
		t.Fatalf("want one violation of %s, got: %v", rule, violations)
	}
	v := violations[0]
	if rule == verdict.RuleMissing {
		if v.Pointer != "" || v.Property != name {
			t.Errorf("pointer %q, property %q; want the root and %q", v.Pointer, v.Property, name)
		}
		return
	}
	if v.Pointer != "/"+name {
		t.Errorf("pointer %q, want %q", v.Pointer, "/"+name)
	}
	at := strings.Index(payload, fmt.Sprintf("%q: ", name)) + len(name) + len(`"": `)
	if v.Offset != at || v.End != at+len(value) {
		t.Errorf("range [%d, %d), want [%d, %d)", v.Offset, v.End, at, at+len(value))
	}
	if v.Got != value {
		t.Errorf("got %q, want %q", v.Got, value)
	}
}

// A value of any other type than the field's violates only the rule "type", also if the field
// is an enum.
func TestEveryOtherTypeIsOneViolationOfType(t *testing.T) {
	kinds := map[string]string{
		"string": `"text"`, "number": `1`, "boolean": `true`, "array": `[]`, "object": `{}`,
	}
	for _, form := range []string{documentedForm, wireForm} {
		s := sessionSchema(t, form)
		for _, f := range fieldsOf(form) {
			for kind, value := range kinds {
				if kind == kindOf(f.value) {
					continue
				}
				payload := session(form, map[string]string{f.name: value})
				_, violations := outcome(t, s, []byte(payload))
				checkFieldViolation(t, violations, payload, f.name, value, verdict.RuleType)
			}
		}
	}
}

// kindOf returns the type of a JSON value.
func kindOf(value string) string {
	switch value[0] {
	case '"':
		return "string"
	case '[':
		return "array"
	case '{':
		return "object"
	case 't', 'f':
		return "boolean"
	}
	return "number"
}

func TestAllFaultsOfAPayloadAreFoundInItsOrder(t *testing.T) {
	payload := `{
  "id": "7",
  "organizationId": null,
  "categories": ["hris", "HRIS", 3, null],
  "provider": 1,
  "createdAt": "yesterday",
  "type": "production"
}`
	_, violations := outcome(t, sessionSchema(t, documentedForm), []byte(payload))
	want := []string{
		"1:1 missing projectId",
		"1:1 missing originOwnerId",
		"1:1 missing originOwnerName",
		"2:9 type /id",
		"3:21 null /organizationId",
		"4:26 enum /categories/1",
		"4:34 type /categories/2",
		"4:37 null /categories/3",
		"5:15 type /provider",
		"6:16 format /createdAt",
		"7:11 enum /type",
	}
	var got []string
	for _, v := range violations {
		where := v.Pointer
		if v.Rule == verdict.RuleMissing {
			where = v.Property
		}
		got = append(got, fmt.Sprintf("%d:%d %s %s", v.Line, v.Column, v.Rule, where))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestValuesOfTheEnums(t *testing.T) {
	both := []string{"ats", "hris", "crm", "iam", "marketing", "lms", "documents", "ticketing", "screening", "messaging", "accounting"}
	neither := []string{"", "ATS", "Hris", " hris", "hris ", "hrsi", "hris_legacy", "StackOne", "scheduling", "null"}
	tests := []struct {
		form, property string
		good, bad      []string
	}{
		{documentedForm, "categories", append([]string{"hrisLegacy", "stackOne"}, both...), append([]string{"hris-legacy", "stackone"}, neither...)},
		{wireForm, "categories", append([]string{"hris-legacy", "stackone"}, both...), append([]string{"hrisLegacy", "stackOne"}, neither...)},
		{documentedForm, "type", []string{"PRODUCTION", "TEST"}, []string{"production", "test", "Test", "PROD", "", "null"}},
		{wireForm, "type", []string{"production", "test"}, []string{"PRODUCTION", "TEST", "Test", "prod", "", "null"}},
	}
	for _, tt := range tests {
		s := sessionSchema(t, tt.form)
		check := func(value string, rule verdict.Rule) {
			t.Helper()
			name, written := tt.property, fmt.Sprintf("%q", value)
			if name == "categories" {
				written = "[" + written + "]"
			}
			_, violations := outcome(t, s, []byte(session(tt.form, map[string]string{name: written})))
			if rule == "" && len(violations) == 0 {
				return
			}
			if len(violations) != 1 || violations[0].Rule != rule {
				t.Errorf("%s: %s %q: want %q, got %v", tt.form, name, value, rule, violations)
			}
		}
		for _, value := range tt.good {
			check(value, "")
		}
		for _, value := range tt.bad {
			check(value, verdict.RuleEnum)
		}
	}
}

// The message for an enum has the value, the allowed values, and the one that may be meant.
func TestAnEnumSuggestsTheNearestValue(t *testing.T) {
	tests := []struct{ value, meant string }{
		{"HRIS", "hris"}, {"hirs", "hris"}, {"hris-legacy", "hrisLegacy"}, {"stackone", "stackOne"}, {"acounting", "accounting"}, {"ticketting", "ticketing"},
		{"weather", ""}, {"", ""},
	}
	s := sessionSchema(t, documentedForm)
	for _, tt := range tests {
		_, violations := outcome(t, s, []byte(session(documentedForm, map[string]string{"categories": fmt.Sprintf("[%q]", tt.value)})))
		if len(violations) != 1 {
			t.Fatalf("%q: %v", tt.value, violations)
		}
		message := violations[0].Message
		if !strings.Contains(message, fmt.Sprintf("%q", tt.value)) || !strings.Contains(message, `"accounting"`) && !strings.Contains(violations[0].Expected, `"accounting"`) {
			t.Errorf("%q: does not show the value and what is allowed: %s", tt.value, message)
		}
		if suggestion := fmt.Sprintf("did you mean %q?", tt.meant); tt.meant != "" && !strings.Contains(message, suggestion) {
			t.Errorf("%q: does not say %s: %s", tt.value, suggestion, message)
		}
		if tt.meant == "" && strings.Contains(message, "did you mean") {
			t.Errorf("%q: suggests: %s", tt.value, message)
		}
	}
}

// RFC 3339, section 5.6: the offset is required, T and Z may be lower-case, a
// leap second is the last of a day in UTC.
func TestDateTimes(t *testing.T) {
	tests := []struct {
		value string
		want  bool
	}{
		{"2025-01-01T00:00:00Z", true},
		{"2025-01-01T00:00:00+01:00", true},
		{"2025-01-01T23:59:59.999999999-23:59", true},
		{"2025-01-01t00:00:00z", true},
		{"2024-02-29T00:00:00Z", true},
		{"1998-12-31T23:59:60Z", true},
		{"1998-12-31T15:59:60.123-08:00", true},
		{"0000-01-01T00:00:00Z", true},

		{"2025-01-01T00:00:00", false},
		{"2025-01-01 00:00:00Z", false},
		{"2025-01-01", false},
		{"2025-01-32T00:00:00Z", false},
		{"2025-02-29T00:00:00Z", false},
		{"2025-13-01T00:00:00Z", false},
		{"2025-00-01T00:00:00Z", false},
		{"2025-01-00T00:00:00Z", false},
		{"2025-01-01T24:00:00Z", false},
		{"2025-01-01T00:60:00Z", false},
		{"2025-01-01T12:00:60Z", false},
		{"1998-12-31T23:59:61Z", false},
		{"2025-01-01T00:00:00+24:00", false},
		{"2025-01-01T00:00:00+0100", false},
		{"2025-01-01T00:00:00+01", false},
		{"2025-01-01T00:00:00.Z", false},
		{"2025-1-1T00:00:00Z", false},
		{"25-01-01T00:00:00Z", false},
		{"2025-01-01T00:00:00Z ", false},
		{"২025-01-01T00:00:00Z", false},
		{"", false},
	}
	s := sessionSchema(t, documentedForm)
	for _, tt := range tests {
		valid, violations := outcome(t, s, []byte(session(documentedForm, map[string]string{"createdAt": fmt.Sprintf("%q", tt.value)})))
		if valid != tt.want {
			t.Errorf("%q: valid is %t: %v", tt.value, valid, violations)
		}
		if !valid && (len(violations) != 1 || !errors.Is(violations[0], verdict.ErrFormat)) {
			t.Errorf("%q: want one violation of format: %v", tt.value, violations)
		}
	}
}

func TestUnknownPropertiesAreRejectedOnlyWhenStrict(t *testing.T) {
	payload := []byte(strings.Replace(session(documentedForm, nil), "{", `{ "integrationId": 5,`, 1))
	if valid, violations := outcome(t, sessionSchema(t, documentedForm), payload); !valid {
		t.Errorf("not valid: %v", violations)
	}
	_, violations := outcome(t, sessionSchema(t, documentedForm, verdict.WithStrict(true)), payload)
	if len(violations) != 1 || violations[0].Rule != verdict.RuleUnknownProperty || violations[0].Property != "integrationId" {
		t.Errorf("strict: %v", violations)
	}
}

// Metadata may be anything, with and without strictness.
func TestMetadataHoldsAnything(t *testing.T) {
	for _, strict := range []bool{false, true} {
		s := sessionSchema(t, documentedForm, verdict.WithStrict(strict))
		for _, value := range []string{`{}`, `{"": null}`, `{"id": null, "deep": {"er": [{}, [], [1e1000000000, -0.0]]}, "schlüssel": "wert 🔑"}`} {
			if valid, violations := outcome(t, s, []byte(session(documentedForm, map[string]string{"metadata": value}))); !valid {
				t.Errorf("strict %t: %s: %v", strict, value, violations)
			}
		}
	}
}

func TestAnyNumberIsAnID(t *testing.T) {
	s := sessionSchema(t, documentedForm)
	for _, value := range []string{"0", "-1", "1.5", "1e400", "-1e-400", "9007199254740993", "1e1000000000"} {
		if valid, violations := outcome(t, s, []byte(session(documentedForm, map[string]string{"id": value}))); !valid {
			t.Errorf("%s: %v", value, violations)
		}
	}
}

func TestValidDoesNotAllocate(t *testing.T) {
	if race.Enabled {
		t.Skip("under the race detector, sync.Pool drops items at random; go test without -race runs this")
	}
	payloads := map[string]string{
		"valid":         session(documentedForm, nil),
		"escaped":       strings.ReplaceAll(session(documentedForm, nil), "a", `\u0061`),
		"wrong type":    session(documentedForm, map[string]string{"label": "5"}),
		"missing":       session(documentedForm, map[string]string{"createdAt": ""}),
		"bad date-time": session(documentedForm, map[string]string{"createdAt": `"now"`}),
		"not JSON":      `{"id": 1,}`,
	}
	s := sessionSchema(t, documentedForm)
	for name, payload := range payloads {
		data := []byte(payload)
		s.Valid(data) // fills pools and caches
		if n := allocationsPerRun(1000, func() { s.Valid(data) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
		if s.Validate(data) != nil {
			continue
		}
		if n := allocationsPerRun(1000, func() { _ = s.Validate(data) }); n != 0 {
			t.Errorf("%s: Validate: %v allocations", name, n)
		}
	}
}

func TestASchemaServesManyGoroutines(t *testing.T) {
	s, fields := sessionSchema(t, documentedForm), fieldsOf(documentedForm)
	var wg sync.WaitGroup
	for i := range 16 {
		field := fields[i%len(fields)]
		payload := []byte(session(documentedForm, map[string]string{field.name: field.wrongType}))
		good := []byte(session(documentedForm, map[string]string{"originOwnerName": fmt.Sprintf("%q", strings.Repeat("x", i*1000))}))
		want := s.Validate(payload).Error()
		wg.Go(func() {
			for range 200 {
				if !s.Valid(good) || s.Validate(good) != nil {
					t.Errorf("%s: a good payload is rejected", field.name)
				}
				if got := s.Validate(payload); s.Valid(payload) || got == nil || got.Error() != want {
					t.Errorf("%s: got %v, want %s", field.name, got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestThePayloadIsNotModified(t *testing.T) {
	payload := session(documentedForm, map[string]string{"label": `"\u00e9"`, "id": `"x"`})
	data := []byte(payload)
	err := sessionSchema(t, documentedForm).Validate(data)
	if string(data) != payload {
		t.Error("the payload was changed")
	}
	before := err.Error()
	clear(data)
	if err.Error() != before {
		t.Error("the error changes with the payload's bytes")
	}
}

func TestValidateValueIsWhatEncodingJSONWouldWrite(t *testing.T) {
	s := sessionSchema(t, documentedForm)
	full := schema.ConnectSession{
		ID: 1, OrganizationID: 2, ProjectID: "p",
		Categories: []schema.Category{schema.Category("").Values()[0]},
		Provider:   null.Null[string](),
		CreatedAt:  time.Date(2025, 1, 1, 0, 0, 0, 0, time.FixedZone("", 3600)),
		Metadata:   null.Value(schema.Metadata{"plan": []byte(`"pro"`)}),
	}
	if err := s.ValidateValue(full); err != nil {
		t.Errorf("a session: %v", err)
	}
	if err := s.ValidateValue(&full); err != nil {
		t.Errorf("a pointer to a session: %v", err)
	}
	full.Categories = []schema.Category{"weather"}
	if err := s.ValidateValue(full); !errors.Is(err, verdict.ErrEnum) {
		t.Errorf("a session of a category that is none: %v", err)
	}
	if err := s.ValidateValue(map[string]any{"id": nil}); !errors.Is(err, verdict.ErrNull) || !errors.Is(err, verdict.ErrMissing) {
		t.Errorf("a map: %v", err)
	}
	if err := s.ValidateValue(nil); !errors.Is(err, verdict.ErrNull) && !errors.Is(err, verdict.ErrType) {
		t.Errorf("nil: %v", err)
	}
	var all *verdict.Error
	if err := s.ValidateValue(func() {}); err == nil || errors.As(err, &all) {
		t.Errorf("what cannot be encoded is no violation, but an error: %v", err)
	}
}
