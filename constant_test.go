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

// Of an object or array that differs from the nearest constants in one value, that value is reported.
func TestAConstantIsComparedValueByValue(t *testing.T) {
	const object = `{"properties": {"of": {"const": {"mode": "fast", "levels": [1, {"x": 2}], "more": {}}}}}`
	const arrays = `{"enum": [["request", "response"], ["request"], ["response"]]}`
	const pairs = `{"enum": [{"name": "x", "v": 1}, {"name": "y", "v": 2}]}`
	checkExplanations(t, []explanation{
		{"a value deep within", object, `{"of": {"mode": "fast", "levels": [1, {"x": 3}], "more": {}}}`, []string{`const /of/levels/1/x: expected 2, got 3`}},
		{"in another order", object, `{"of": {"more": {}, "levels": [1, {"x": 2}], "mode": "fats"}}`, []string{`const /of/mode: expected "fast", got "fats"`}},
		{"an object that has a property more", object, `{"of": {"mode": "fast", "levels": [1, {"x": 2}], "more": {"a": 1}}}`, []string{`const /of/more: expected {}, got {"a": 1}`}},
		{"two values", `{"const": {"a": 1, "b": 2}}`, `{"a": 2, "b": 1}`, []string{`const : expected {"a": 1, "b": 2}, got {"a": 2, "b": 1}`}},
		{"an array that has an item more", `{"const": [1, 2]}`, `[1, 2, 3]`, []string{`const : expected [1, 2], got [1, 2, 3]`}},
		{"the nearest of several", arrays, `["request", "rseponse"]`, []string{`enum /1: expected "response", got "rseponse"`}},
		{"several in the same value", arrays, `["x"]`, []string{`enum /0: "x" is not one of "request", "response"`}},
		{"several in different values", pairs, `{"name": "y", "v": 1}`, []string{`enum : {"name": "y", "v": 1} is not one of {"name": "x", "v": 1}, {"name": "y", "v": 2}`}},
		{"none", arrays, `[]`, []string{`enum : [] is not one of ["request", "response"], ["request"], ["response"]`}},
	})
}
