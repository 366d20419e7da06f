package evaluate

import (
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// Strings, numbers and arrays are validated without a tape, also if schemas for them are combined.
func TestCombinedSchemasOfScalarsAndArraysNeedNoTape(t *testing.T) {
	for _, c := range []struct {
		schema   string
		payload  string
		accepted bool
	}{
		{`{"enum":[1,2.5,"a"]}`, `1`, true},
		{`{"enum":[1,2.5,"a"]}`, `10e-1`, true},
		{`{"enum":[1,2.5,"a"]}`, `3`, false},
		{`{"type":"integer","minimum":2}`, `2.0`, true},
		{`{"type":"integer","minimum":2}`, `2.5`, false},
		{`{"type":"integer","minimum":2}`, `1`, false},
		{`{"multipleOf":0.1,"exclusiveMaximum":1e400}`, `123456789012345678901234567890.1`, true},
		{`{"anyOf":[{"type":"integer"},{"maximum":1}]}`, `0.5`, true},
		{`{"anyOf":[{"type":"integer"},{"maximum":1}]}`, `1.5`, false},
		{`{"allOf":[{"minimum":1},{"maximum":2}]}`, `1.5`, true},
		{`{"allOf":[{"minimum":1},{"maximum":2}]}`, `3`, false},
		{`{"oneOf":[{"minimum":1},{"maximum":2}]}`, `3`, true},
		{`{"oneOf":[{"minimum":1},{"maximum":2}]}`, `1`, false},
		{`{"oneOf":[{"minimum":1},{"minimum":2}]}`, `0`, false},
		{`{"oneOf":[{"minimum":1},true]}`, `0`, true},
		{`{"oneOf":[{"minimum":1},true]}`, `1`, false},

		{`{"oneOf":[{"const":"a"},{"enum":["b","c"]}]}`, `"c"`, true},
		{`{"oneOf":[{"const":"a"},{"enum":["b","c"]}]}`, `"d"`, false},
		{`{"oneOf":[{"const":"a"},{"enum":["b","a"]}]}`, `"b"`, true},
		{`{"oneOf":[{"const":"a"},{"enum":["b","a"]}]}`, `"a"`, false},
		{`{"oneOf":[{"const":"a"},{"enum":["a","b"]}]}`, `"a"`, false},
		{`{"oneOf":[{"const":"a"},{"enum":["a","b"]}]}`, `"b"`, true},
		{`{"oneOf":[{"enum":["b","a"]},{"const":"a"}]}`, `"a"`, false},
		{`{"oneOf":[{"const":"a"},{"const":"a"}]}`, `"a"`, false},
		{`{"oneOf":[{"const":"a"},{"enum":["b","c"]},{"enum":["c","d"]}]}`, `"c"`, false},
		{`{"oneOf":[{"const":"a"},{"enum":["b","c"]},{"enum":["c","d"]}]}`, `"d"`, true},
		{`{"anyOf":[{"const":"a"},{"enum":["b","a"]}]}`, `"a"`, true},
		{`{"oneOf":[{"const":"a"},{"minLength":2}]}`, `"a"`, true},
		{`{"oneOf":[{"const":"ab"},{"minLength":2}]}`, `"ab"`, false},

		{`{"oneOf":[{"items":{"type":"string"}},{"minItems":2}]}`, `["a"]`, true},
		{`{"oneOf":[{"items":{"type":"string"}},{"minItems":2}]}`, `["a","b"]`, false},
		{`{"oneOf":[{"items":{"type":"string"}},{"minItems":2}]}`, `[1]`, false},
		{`{"oneOf":[{"items":{"type":"string"}},{"minItems":2}]}`, `[1,2]`, true},
		{`{"prefixItems":[true,true],"items":false,"maxItems":2}`, `[1,2]`, true},
		{`{"prefixItems":[true,true],"items":false,"maxItems":2}`, `[1,2,3]`, false},
		{`{"prefixItems":[true,true],"items":false,"maxItems":1}`, `[1,2]`, false},
	} {
		e, text := new(Evaluator), []byte(`{"v":`+c.payload+`}`)
		p := lowered(t, `{"properties":{"v":`+c.schema+`}}`)
		if got := e.Accepts(p, new(jsontape.Tape), text, 0); got != c.accepted || got != byTape(p, text, 0) || e.doc != nil {
			t.Errorf("%s accepts %s: %t, with a tape: %t", c.schema, c.payload, got, e.doc != nil)
		}
	}
}

// A payload that no schema constrains is only checked for its syntax, which needs no tape.
func TestSchemasWithoutConstraintsAreStreamed(t *testing.T) {
	for schema, payload := range map[string]string{`{}`: `{"a":[1,{"b":"c"}]}`, `{"type":["object","null"]}`: `{"a":1}`, `{"type":"array"}`: `[{}]`, `{"minLength":1}`: `[1]`} {
		p, e := lowered(t, schema), new(Evaluator)
		if !p.Streams() || !e.Accepts(p, new(jsontape.Tape), []byte(payload), 0) || e.doc != nil {
			t.Errorf("%s does not accept %s in one go", schema, payload)
		}
		if e.Accepts(p, new(jsontape.Tape), []byte(`{"a":1,"a":1}`), 0) {
			t.Errorf("%s accepts a duplicate name", schema)
		}
	}
	if lowered(t, `{"type":"string"}`).Streams() {
		t.Error("a schema for strings is streamed, although most payloads are arrays or objects")
	}
}

// In draft 4, a number with a fraction of zero is no integer, so a schema can accept only some kinds of numbers.
func TestAnIntegerOfDraft4HasNoFraction(t *testing.T) {
	p := lowered(t, `{"$schema":"http://json-schema.org/draft-04/schema#","properties":{"v":{"oneOf":[{"type":"integer"},{"minimum":2}]}}}`)
	for payload, accepted := range map[string]bool{`{"v":1}`: true, `{"v":2.0}`: true, `{"v":2.5}`: true, `{"v":1.5}`: false, `{"v":1.0}`: false, `{"v":3}`: false} {
		if got := new(Evaluator).Accepts(p, new(jsontape.Tape), []byte(payload), 0); got != accepted || got != byTape(p, []byte(payload), 0) {
			t.Errorf("%s is accepted: %t", payload, got)
		}
	}
}
