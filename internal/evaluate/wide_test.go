package evaluate

import (
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// An object with many properties has the failures of all schemas for it, however many were applied before, also if one
// of its properties is such an object, too.
func TestWideObjectsHaveAllFailures(t *testing.T) {
	const schema = `{"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}, {"$ref": "#/$defs/c"}, {"$ref": "#/$defs/d"}],
		"properties": {"in": {"allOf": [{"properties": {"p1": {"type": "integer"}}}, {"properties": {"p2": {"type": "integer"}}}, {"properties": {"p3": {"type": "null"}}}]}},
		"$defs": {
			"a": {"properties": {"p1": {"type": "integer"}, "p\u0032": {"type": "string"}}},
			"b": {"required": ["p3", "gone"], "properties": {"p4": {"minimum": 9}}},
			"c": {"properties": {"in": {"allOf": [{"required": ["p5"]}, {"required": ["missing"]}, {"properties": {"p6": {"type": "null"}}}]}, "p7": {"type": "null"}}},
			"d": {"dependentRequired": {"p8": ["p9", "lost"]}, "maxProperties": 50}}}`
	many := repeated(70, `"p#": 1, `)
	p := loweredWith(t, schema, program.Options{})
	var doc jsontape.Tape
	var e Evaluator
	if !doc.Parse([]byte(`{`+many+`"in": {`+many+`"z": 1}}`), jsontape.Limits{}) {
		t.Fatal("the document has a syntax error")
	}
	failures, _ := e.Failures(p, &doc, 100)
	var got []string
	for k := range failures {
		got = append(got, string(failures[k].AppendPointer(nil, &doc))+" "+failures[k].Keyword+" "+failures[k].Name)
	}
	const want = "/in/p3 type |/p2 type |/p4 minimum | required gone|/in required missing|/in/p6 type |/p7 type | maxProperties | dependentRequired lost"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
	if e.Valid(p, &doc) {
		t.Error("the document is valid")
	}
}
