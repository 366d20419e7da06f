package verdict_test

// This file tests what messages say about properties that an object has too many.

import "testing"

// Of the properties that are too many, those are named that the schema does not list, if they are enough.
func TestSurplusPropertiesAreNamed(t *testing.T) {
	const listed = `{"properties": {"a": {}, "b": {}}, "maxProperties": 2}`
	checkExplanations(t, []explanation{
		{"one that is not listed", listed, `{"a": 1, "x": 1, "b": 1}`, []string{`max-properties : expected at most 2 properties, got 3; remove "x"`}},
		{"one of those that are not listed", listed, `{"a": 1, "x": 1, "y": 1}`, []string{`max-properties : expected at most 2 properties, got 3; remove 1 of "x", "y"`}},
		{"more than are not listed", `{"properties": {"a": {}, "b": {}}, "maxProperties": 1}`, `{"a": 1, "x": 1, "b": 1}`,
			[]string{`max-properties : expected at most 1 property, got 3; remove 2 of "a", "x", "b"`}},
		{"none is listed", `{"maxProperties": 0}`, `{"a": 1}`, []string{`max-properties : expected at most 0 properties, got 1; remove "a"`}},
	})
}
