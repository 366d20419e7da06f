package verdict_test

// This file tests that streams and tapes give the same result.

import (
	"fmt"
	"strings"
	"testing"
)

// The parts of a payload are validated one by one. The result for one of them is not
// used for the next, although both begin at the first node of a tape.
func TestEachPartOfAStreamIsValidatedByItself(t *testing.T) {
	late := `{"allOf": [{"$ref": "#/$defs/%d"}, {"properties": {"a": {"type": "integer"}}}]}`
	for _, schema := range []string{
		strings.Replace(string(diamond(20, `{"allOf": [%[1]s, %[1]s]}`, `{"minProperties": 1}`)),
			`"$ref": "#/$defs/20"`, `"type": "array", "items": `+fmt.Sprintf(late, 20), 1),
		strings.Replace(string(diamond(20, `{"allOf": [%[1]s, %[1]s]}`, `{"minimum": 0}`)),
			`"$ref": "#/$defs/20"`, `"type": "array", "items": {"allOf": [{"$ref": "#/$defs/20"}, {"type": "object", "properties": {"a": {"type": "integer"}}}]}`, 1),
	} {
		s := compiled(t, schema)
		if valid, violations := outcome(t, s, []byte(`[{"a": 1}, {"a": 2}]`)); !valid {
			t.Errorf("not valid: %v", violations)
		}
		if valid, _ := outcome(t, s, []byte(`[{"a": 1}, {"a": "2"}]`)); valid {
			t.Error("valid, though the second item is not")
		}
	}
	numbers := strings.Replace(string(diamond(20, `{"allOf": [%[1]s, %[1]s]}`, `{"minimum": 0}`)),
		`"$ref": "#/$defs/20"`, `"type": "array", "items": {"allOf": [{"$ref": "#/$defs/20"}, {"multipleOf": 3}]}`, 1)
	if valid, _ := outcome(t, compiled(t, numbers), []byte(`[3, 6, 9, 10]`)); valid {
		t.Error("valid, though 10 is no multiple of 3")
	}
}
