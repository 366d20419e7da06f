package verdict_test

// This file tests results that were once wrong.

import (
	"testing"

	"github.com/verdict-lint/verdict"
)

func TestVerdictsThatWereOnceWrong(t *testing.T) {
	for _, test := range []struct {
		name, schema, payload string
		want                  bool
	}{
		{
			name:   "every item fits both branches of oneOf that ask for nothing",
			schema: `{"items": {"oneOf": [{}, {}]}}`, payload: `[""]`,
		},
		{
			name:   "no item fits both branches of oneOf",
			schema: `{"items": {"oneOf": [{}, {}]}}`, payload: `[]`, want: true,
		},
		{
			name:   "a pattern that only allOf asks for",
			schema: `{"properties": {"a": {"allOf": [{"pattern": "[0-9]"}]}}}`, payload: `{"a": ""}`,
		},
		{
			name:   "a pattern that only allOf asks for is met",
			schema: `{"properties": {"a": {"allOf": [{"pattern": "[0-9]"}]}}}`, payload: `{"a": "4"}`, want: true,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, strict := range []bool{false, true} {
				s := verdict.MustCompile([]byte(test.schema), verdict.WithStrict(strict))
				if valid, _ := outcome(t, s, []byte(test.payload)); valid != test.want {
					t.Errorf("strict is %t: %s is valid against %s: %t, want %t", strict, test.payload, test.schema, valid, test.want)
				}
			}
		})
	}
}
