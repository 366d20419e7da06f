package evaluate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// Conditions on the values of properties are decided while an object is read, and need no tape.
func TestConditionsOnValuesAreReadInOneGo(t *testing.T) {
	for _, c := range []struct {
		name, schema      string
		accepted, refused []string
	}{
		{"a discriminator", `{"oneOf":[
				{"properties":{"type":{"const":"a"},"size":{"type":"integer"}},"required":["type"],"additionalProperties":false},
				{"properties":{"type":{"enum":["b","c"]},"list":{"type":"array","items":{"type":"string"}}},"required":["type","list"]}]}`,
			[]string{`{"type":"a","size":1}`, `{"size":1,"type":"a"}`, `{"type":"c","list":["x"]}`, `{"list":["x"],"type":"b","size":"x"}`},
			[]string{`{"type":"a","size":"x"}`, `{"type":"d"}`, `{"type":"b"}`, `{"list":[1],"type":"b"}`, `{"type":"a","list":["x"]}`, `{"type":"a","other":1}`, `{}`}},
		{"alternatives that both hold", `{"oneOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"a":{"minLength":2}}}]}`,
			[]string{`{"a":"x"}`, `{"a":1}`, `{"a":[]}`}, []string{`{"a":"xy"}`, `{}`}},
		{"if", `{"if":{"properties":{"kind":{"properties":{"a":{"const":"b"}}}}},"then":{"properties":{"v":{"items":{"type":"string"}}}},"else":{"required":["w"]}}`,
			[]string{`{"v":["x"],"kind":{"c":1,"a":"b"}}`, `{"kind":{"a":"c"},"w":1}`, `{"v":["x"]}`},
			[]string{`{"kind":{"a":"b"},"v":[1]}`, `{"kind":{"a":"c"},"v":["x"]}`}},
		{"not", `{"not":{"properties":{"a":{"type":"object","required":["b"]}},"required":["a"]}}`,
			[]string{`{"a":{}}`, `{"a":1}`, `{"c":[]}`}, []string{`{"a":{"b":1}}`}},
		{"two schemas of one property", `{"allOf":[{"properties":{"a":{"items":{"type":"string"}}}},{"properties":{"a":{"minItems":1}},"additionalProperties":{"maxLength":1}}]}`,
			[]string{`{"a":["x"],"b":"x"}`}, []string{`{"a":[]}`, `{"a":[1]}`, `{"b":"xy"}`}},
		{"dependentSchemas", `{"dependentSchemas":{"a":{"properties":{"b":{"type":"string"}}}},"properties":{"c":{"type":"string"}}}`,
			[]string{`{"b":1}`, `{"a":1,"b":"x"}`, `{"a":1}`}, []string{`{"a":1,"b":1}`, `{"b":1,"a":1}`}},
		{"names that a pattern matches in a closed object", `{"patternProperties":{"b":{}},"additionalProperties":false,"anyOf":[
				{"properties":{"ab":{"const":5}},"required":["ab"]},{"properties":{"ab":{}},"additionalProperties":false}]}`,
			[]string{`{"ab":1}`, `{"ab":5,"b":1}`}, []string{`{"ab":1,"b":1}`, `{"b":1,"ab":1}`, `{"b":1}`}},
		{"names that a pattern matches, beside others of the same schema", `{"$defs":{"s":{"type":"string"}},"patternProperties":{"b":{}},
				"additionalProperties":{"$ref":"#/properties/v/$defs/s"},"anyOf":[{"required":["z"]},{"additionalProperties":{"$ref":"#/properties/v/$defs/s"}}]}`,
			[]string{`{"c":"x"}`, `{"b":1,"z":"x"}`, `{"b":"x"}`}, []string{`{"b":1}`, `{"c":1}`}},
		{"the number of properties", `{"anyOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"a":{"type":"integer"}}}],"maxProperties":1}`,
			[]string{`{"a":1}`, `{"a":"x"}`, `{"b":1}`}, []string{`{"a":1,"b":1}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := lowered(t, `{"properties":{"v":`+c.schema+`}}`)
			e := new(Evaluator)
			for range 2 { // the second time with predictions
				for _, payload := range c.accepted {
					if !e.Accepts(p, new(jsontape.Tape), []byte(`{"v":`+payload+`}`), 0) || e.doc != nil {
						t.Errorf("%s is not accepted, or needs a tape", payload)
					}
				}
				for _, payload := range c.refused {
					if e.Accepts(p, new(jsontape.Tape), []byte(`{"v":`+payload+`}`), 0) {
						t.Errorf("%s is accepted", payload)
					}
				}
			}
		})
	}
}

// What a stream cannot tell does not count as a condition that does not hold.
func TestWhatAStreamCannotTellIsNotAFailure(t *testing.T) {
	p := lowered(t, `{"properties":{"v":{"if":{"properties":{"a":{"properties":{"b":{"type":"string"}},"patternProperties":{"^b":{"minLength":2}}}}},"then":{"required":["c"]}}}}`)
	for _, payload := range []string{
		`{"v":{"a":{"b":"xy"}}}`,              // two schemas apply to b
		`{"v":{"a":{"\u0062":"xy"}}}`,         // a name with an escape
		`{"v":{"a":{"d":1,"e":1,"b":"xyz"}}}`, // names that are not listed
	} {
		if new(Evaluator).Accepts(p, new(jsontape.Tape), []byte(payload), 0) {
			t.Errorf("%s is accepted", payload)
		}
	}
}

// Names and marks share a set of 64 bits. With more of both, duplicates and required names are still found.
func TestNamesAndMarksShareASet(t *testing.T) {
	for _, names := range []int{30, 61, 62, 63, 64, 100} {
		var properties []string
		for k := range names {
			properties = append(properties, fmt.Sprintf(`"n%d":{"type":"integer"}`, k))
		}
		p := lowered(t, `{"allOf":[{"properties":{`+strings.Join(properties, ",")+`},"required":["n3"]},
			{"oneOf":[{"properties":{"n1":{"const":1}},"required":["n1"]},{"properties":{"n1":{"const":2}},"required":["n1"]},{"properties":{"n1":{"minimum":3}}}]}]}`)
		last := fmt.Sprintf(`"n%d":1`, names-1)
		for payload, want := range map[string]bool{
			`{"n1":1,"n3":1,` + last + `}`: true, `{"n3":1}`: true, `{"n1":2,"n3":1,"x":1}`: true, `{"n1":9,"n3":1}`: true,
			`{"n1":0,"n3":1}`: false, `{"n1":1,` + last + `}`: false, `{"n1":1,"n3":1,` + last + `,` + last + `}`: false,
		} {
			if got := new(Evaluator).Accepts(p, new(jsontape.Tape), []byte(payload), 0); got != want {
				t.Errorf("with %d names, %s is accepted: %t", names, payload, got)
			}
		}
	}
}

// A value that nested conditions would read again and again is not streamed further than its allowance of
// bytes allows.
func TestNestedConditionsAreReadABoundedNumberOfTimes(t *testing.T) {
	const depth = 40
	var defs strings.Builder
	for k := range depth {
		fmt.Fprintf(&defs, `"%d":{"oneOf":[{"properties":{"a":{"$ref":"#/$defs/%d"},"b":{"const":1}},"required":["b"]},{"properties":{"a":{"allOf":[{"$ref":"#/$defs/%[2]d"}],"maxProperties":4},"b":{"const":2}},"required":["b"]}]},`, k, k+1)
	}
	p := lowered(t, fmt.Sprintf(`{"$ref":"#/$defs/0","$defs":{%s"%d":{"type":"integer"}}}`, defs.String(), depth))
	payload := []byte(strings.Repeat(`{"a":`, depth) + `1` + strings.Repeat(`,"b":1}`, depth))
	e := new(Evaluator)
	if e.Accepts(p, new(jsontape.Tape), payload, 0) || e.again > 0 {
		t.Errorf("with the discriminator at the end, it is accepted, or %d bytes may still be read again", e.again)
	}
	payload = []byte(strings.Repeat(`{"b":1,"a":`, depth) + `1` + strings.Repeat(`}`, depth))
	if !e.Accepts(p, new(jsontape.Tape), payload, 0) {
		t.Errorf("with the discriminator at the beginning, it is not accepted")
	}
}
