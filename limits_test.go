package verdict_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// contentLimits are limits of what a payload contains, with payloads that just reach and just exceed
// them.
var contentLimits = []struct {
	name         string
	limits       verdict.Limits
	within, over string
	option       string
	pointer      string // to what exceeds it
}{
	{"string", verdict.Limits{Strings: 3}, `"abc"`, `"abcd"`, "Limits.Strings", ""},
	{"characters, not bytes", verdict.Limits{Strings: 3}, `"äöü"`, `"äöüß"`, "Limits.Strings", ""},
	{"characters, not escapes", verdict.Limits{Strings: 2}, `"\u00e4\ud83d\ude00"`, `"\u00e4\n\t"`, "Limits.Strings", ""},
	{"string below", verdict.Limits{Strings: 3}, `{"a": [1, "abc"]}`, `{"a": [1, "abcd"]}`, "Limits.Strings", "/a/1"},
	{"name", verdict.Limits{Strings: 3}, `{"abc": 1}`, `{"b": {"abcd": 1}}`, "Limits.Strings", "/b/abcd"},
	{"properties", verdict.Limits{Properties: 2}, `{"a": 1, "b": 2}`, `{"a": 1, "b": 2, "c": 3}`, "Limits.Properties", ""},
	{"properties below", verdict.Limits{Properties: 1}, `[{"a": 1}]`, `[{}, {"a": 1, "b": 2}]`, "Limits.Properties", "/1"},
	{"items", verdict.Limits{Items: 2}, `[1,2]`, `[1,2,3]`, "Limits.Items", ""},
	{"items below", verdict.Limits{Items: 1}, `{"a": [1]}`, `{"a": [1, 2]}`, "Limits.Items", "/a"},
	{"the first of many", verdict.Limits{Strings: 1, Items: 3}, `["a", "b", "c"]`, `["a", "bb", "cc"]`, "Limits.Strings", "/1"},
	{"no limit", verdict.Limits{Strings: -1, Properties: -1, Items: -1, Bytes: 60}, `[{"abc": 1, "d": "efghijklmnopqrst"}, 2, 3]`, strings.Repeat(" ", 60) + `1`,
		"Limits.Bytes", ""},
}

// contentSchemas accept any JSON, some as a stream and some only on a tape.
var contentSchemas = []string{`true`, `{"type": ["object", "array", "string", "number"]}`, `{"items": true, "additionalProperties": true}`, `{"anyOf": [false, true]}`}

func TestContentLimitsNameTheirOption(t *testing.T) {
	for _, tt := range contentLimits {
		for _, schema := range contentSchemas {
			t.Run(tt.name+" by "+schema, func(t *testing.T) {
				s := compiled(t, schema, verdict.WithLimits(tt.limits))
				if valid, violations := outcome(t, s, []byte(tt.within)); !valid {
					t.Errorf("%s: %v", tt.within, violations)
				}
				valid, violations := outcome(t, s, []byte(tt.over))
				if valid || len(violations) != 1 {
					t.Fatalf("%s: valid is %t: %v", tt.over, valid, violations)
				}
				v := violations[0]
				if v.Rule != verdict.RuleLimit || v.Pointer != tt.pointer || v.Params.Get("option") != tt.option || !strings.Contains(v.Message, "WithLimits sets ("+tt.option+")") {
					t.Errorf("%s: %+v", tt.over, v)
				}
			})
		}
	}
}

// Whether a payload is streamed depends on its size, and its result must not.
func TestContentLimitsDoNotDependOnTheSizeOfThePayload(t *testing.T) {
	s := compiled(t, `{"items": {"type": ["string", "object", "array"]}}`, verdict.WithLimits(verdict.Limits{Strings: 4, Properties: 2, Items: 3}))
	for _, space := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100} {
		for payload, want := range map[string]bool{
			`["abcd"]`: true, `["abcde"]`: false, `[[]]`: true, `[[1,2,3]]`: true, `[[1,2,3,4]]`: false,
			`[{"":1,"a":2}]`: true, `[{"":1,"a":2,"b":3}]`: false, `["a","b","c"]`: true, `["a","b","c","d"]`: false, `[1]`: false,
		} {
			padded := []byte(payload + strings.Repeat(" ", space))
			if valid, violations := outcome(t, s, padded); valid != want {
				t.Errorf("%q: valid is %t: %v", padded, valid, violations)
			}
		}
	}
}

// The shortest payload that exceeds a limit is found whatever the other limits are.
func TestContentLimitsDoNotDependOnEachOther(t *testing.T) {
	for n := range 9 * 9 * 9 {
		limits := verdict.Limits{Strings: n % 9, Properties: n / 9 % 9, Items: n / 81}
		s := compiled(t, `true`, verdict.WithLimits(limits))
		object := `{"":1`
		for k := range limits.Properties {
			object += fmt.Sprintf(`,"%c":1`, 'a'+k)
		}
		for payload, limit := range map[string]int{
			`"` + strings.Repeat("a", limits.Strings+1) + `"`: limits.Strings,
			object + `}`: limits.Properties,
			`[1` + strings.Repeat(",1", limits.Items) + `]`: limits.Items,
		} {
			if valid := s.Valid([]byte(payload)); valid != (limit == 0) {
				t.Fatalf("%+v: %s is valid: %t", limits, payload, valid)
			}
		}
	}
}

// A limit is reported once, however often an attacker exceeds it.
func TestOneViolationIsReportedOfContentLimits(t *testing.T) {
	s := compiled(t, `true`, verdict.WithLimits(verdict.Limits{Strings: 1}))
	payload := `["aa"` + strings.Repeat(`,"aa"`, 10_000) + `]`
	if _, violations := outcome(t, s, []byte(payload)); len(violations) != 1 {
		t.Errorf("%d violations", len(violations))
	}
}

func TestContentLimitsHoldForEveryFunction(t *testing.T) {
	limits := verdict.WithLimits(verdict.Limits{Items: 2})
	typed, err := verdict.For[[]int](limits)
	if err != nil {
		t.Fatal(err)
	}
	tooMany := []int{1, 2, 3}
	text := []byte(`[1,2,3]`)
	_, decoding := typed.Decode(text)
	_, appending := typed.Append(nil, tooMany)
	for name, err := range map[string]error{
		"Validate": typed.Validate(text), "ValidateValue": typed.ValidateValue(tooMany), "Decode": decoding,
		"DecodeInto": typed.DecodeInto(text, &tooMany), "Append": appending,
	} {
		var invalid *verdict.Error
		if !errors.As(err, &invalid) || invalid.Violations[0].Rule != verdict.RuleLimit {
			t.Errorf("%s: %v", name, err)
		}
	}
	if typed.Output(text, verdict.OutputBasic).Valid {
		t.Error("Output accepts it")
	}
}
