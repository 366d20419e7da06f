package verdict_test

// This file tests what messages say about values that are none of a few constants.

import "testing"

// A constant that only lacks quotes, or has too many, is said to; and of alternatives that require the same constant,
// that one is expected.
func TestTheQuotesOfAConstantAreNamed(t *testing.T) {
	checkExplanations(t, []explanation{
		{"too many", `{"properties": {"on": {"const": true}}}`, `{"on": "true"}`, []string{`const /on: expected true, got "true"; remove the quotes`}},
		{"none", `{"properties": {"node": {"const": "16"}}}`, `{"node": 16}`, []string{`const /node: expected "16", got 16; put it in quotes`}},
		{"of one that differs", `{"properties": {"node": {"const": "16"}}}`, `{"node": 17}`, []string{`const /node: expected "16", got 17`}},
		{"of an item that contains expects", `{"contains": {"const": 1}}`, `["1"]`,
			[]string{`contains : no item matches "contains"; at least 1 is required; nearest is /0: expected 1, got "1"; remove the quotes`}},
		{"that alternatives share", `{"oneOf": [
			{"properties": {"kind": {"const": 1}, "v": {"type": "string"}}}, {"properties": {"kind": {"const": 1}, "v": {"type": "integer"}}}]}`, `{"kind": "1", "v": "x"}`,
			[]string{`const /kind: expected 1, got "1"; remove the quotes`}},
	})
}
