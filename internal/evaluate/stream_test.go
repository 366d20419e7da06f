package evaluate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// lowered is the program of a schema.
func lowered(t testing.TB, schema string) *program.Program {
	t.Helper()
	return loweredWith(t, schema, program.Options{Formats: true})
}

func loweredWith(t testing.TB, schema string, options program.Options) *program.Program {
	t.Helper()
	registry, root := registered(t, "https://example.com/schema", schema)
	p, err := program.Lower(registry, root, options)
	if err != nil {
		t.Fatalf("%s: %v", schema, err)
	}
	return p
}

// registered returns a registry with one schema, and the schema in it.
func registered(t testing.TB, uri, schema string) (*resource.Registry, *resource.Resource) {
	t.Helper()
	registry := &resource.Registry{Default: resource.Draft2020}
	root, err := registry.Add(uri, []byte(schema))
	if err != nil {
		t.Fatalf("%s: %v", schema, err)
	}
	return registry, root
}

// byTape validates with a tape instead of a stream.
func byTape(p *program.Program, payload []byte, depth int) bool {
	var doc jsontape.Tape
	return doc.Parse(payload, jsontape.Limits{Depth: depth}) && new(Evaluator).Valid(p, &doc)
}

// A stream may give up, but must not accept what is invalid with a tape.
func FuzzStreamAgreesWithTape(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed, []byte{})
		f.Add(seed, []byte{byte(seed), byte(seed >> 1), byte(7 * seed)})
	}
	var evaluator Evaluator // which is used again and again, as pooled ones are
	var scratch jsontape.Tape
	f.Fuzz(func(t *testing.T, seed uint64, noise []byte) {
		g := &generator{rand.New(rand.NewPCG(seed, 1))}
		schema := g.container(0)
		p := loweredWith(t, schema.text, program.Options{Formats: true, Strict: g.IntN(2) == 0})
		if !p.Streams() {
			return // an array that must be empty
		}
		for range 4 {
			payload := distort([]byte(g.space()+schema.instance()+g.space()), noise)
			depth := g.IntN(8)
			if evaluator.Accepts(p, &scratch, payload, depth) && !byTape(p, payload, depth) {
				t.Fatalf("accepted in one go, refused by tape, to a depth of %d:\n%s\n%s", depth, schema.text, payload)
			}
			scratch.Release()
			evaluator.Release()
		}
	})
}

// A stream accepts valid payloads as programs write them; otherwise it could pass the test above by
// always giving up.
func TestOrdinaryPayloadsAreAcceptedInOneGo(t *testing.T) {
	accepted, valid, n := 0, 0, rounds.Of(1000)
	for seed := range uint64(n) {
		g := &generator{rand.New(rand.NewPCG(seed, 2))}
		schema := g.container(0)
		p := lowered(t, schema.text)
		payload := []byte(schema.instance())
		if !byTape(p, payload, 0) {
			continue
		}
		valid++
		if new(Evaluator).Accepts(p, new(jsontape.Tape), payload, 0) {
			accepted++
		}
	}
	if valid < n/20 || accepted*3 < valid*2 {
		t.Errorf("of %d payloads %d are valid, and %d of those are accepted in one go", n, valid, accepted)
	}
}

// The ends of strings are marked for a chunk of the text at a time. The offset at which a chunk ends
// does not change the result.
func TestWhereAStretchOfMarksEndsChangesNothing(t *testing.T) {
	const chunk = 4096 // of internal/jsontape
	var evaluator Evaluator
	var scratch jsontape.Tape
	accepted, refused := 0, 0
	n := rounds.Of(300)
	for seed := range uint64(n) {
		g := &generator{rand.New(rand.NewPCG(seed, 3))}
		schema := g.container(0)
		p := lowered(t, schema.text)
		payload := schema.instance()
		if g.IntN(3) == 0 {
			payload = string(distort([]byte(payload), []byte{byte(g.IntN(256)), byte(g.IntN(256)), byte(g.IntN(256))}))
		}
		accepts := func(text string) bool {
			defer scratch.Release()
			defer evaluator.Release()
			return p.Streams() && evaluator.Accepts(p, &scratch, []byte(text), 0)
		}
		want, wantByTape := accepts(payload), byTape(p, []byte(payload), 0)
		if want {
			accepted++
		} else {
			refused++
		}
		for at := 0; at < len(payload)+80; at += 1 + len(payload)/16 {
			text := strings.Repeat(" ", chunk-at%chunk) + payload
			if got := accepts(text); got != want {
				t.Fatalf("accepted in one go: %t, and with %d bytes before a chunk ends: %t\n%s\n%s", want, at, got, schema.text, payload)
			}
			if got := byTape(p, []byte(text), 0); got != wantByTape {
				t.Fatalf("valid: %t, and with %d bytes before a chunk ends: %t\n%s\n%s", wantByTape, at, got, schema.text, payload)
			}
		}
	}
	if accepted < n/20 || refused < n/20 {
		t.Errorf("%d payloads are accepted, %d are not", accepted, refused)
	}
}

// The linter rejects unknown properties, which does not require a tape.
func TestObjectsThatRefuseOthersAreReadInOneGo(t *testing.T) {
	const listed = `"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"}}`
	for _, c := range []struct {
		name, schema string
		strict       bool
	}{
		{"strict", `{` + listed + `}`, true},
		{"additionalProperties", `{` + listed + `,"additionalProperties":false}`, false},
		{"unevaluatedProperties", `{` + listed + `,"unevaluatedProperties":false}`, false},
		{"a name that is required only", `{` + listed + `,"required":["a","c"],"additionalProperties":false}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := loweredWith(t, c.schema, program.Options{Formats: true, Strict: c.strict})
			accepts := func(payload string) bool {
				return p.Streams() && new(Evaluator).Accepts(p, new(jsontape.Tape), []byte(payload), 0)
			}
			needs := strings.Contains(c.schema, "required")
			if got := accepts(`{"b":"x","a":1}`); got == needs {
				t.Errorf("what has listed properties alone is accepted: %t", got)
			}
			for _, refused := range []string{`{"a":1,"b":"x","c":1}`, `{"c":1}`, `{"a":1,"a":1}`} {
				if accepts(refused) {
					t.Errorf("%s is accepted", refused)
				}
			}
		})
	}
}

// Values in a long array do not exceed the budget after which results are cached.
func TestALongArrayKeepsNoAnswers(t *testing.T) {
	p := lowered(t, `{"type":"array","items":{"type":"integer","minimum":0}}`)
	payload := []byte("[" + strings.Repeat("17,", 100_000) + "17]")
	var e Evaluator
	var doc jsontape.Tape
	if !e.Accepts(p, &doc, payload, 0) {
		t.Fatal("it is not accepted in one go")
	}
	if allocated := testing.AllocsPerRun(20, func() { e.Accepts(p, &doc, payload, 0) }); allocated > 0 && !race.Enabled {
		t.Errorf("%v allocations", allocated)
	}
}

// distort changes a payload at offsets determined by the noise.
func distort(payload, noise []byte) []byte {
	for ; len(noise) >= 3 && len(payload) > 0; noise = noise[3:] {
		at := (int(noise[1])<<8 | int(noise[2])) % len(payload)
		switch noise[0] % 4 {
		case 0:
			payload[at] = noise[2]
		case 1:
			payload = append(payload[:at], payload[at+1:]...)
		case 2:
			payload = append(payload, payload[at:min(at+16, len(payload))]...)
		case 3:
			payload[at], payload[len(payload)-1] = payload[len(payload)-1], payload[at]
		}
	}
	return payload
}

// Maps, whose names no schema lists, are streamed as well, and their properties are counted.
func TestMapsAreReadInOneGo(t *testing.T) {
	p := lowered(t, `{"additionalProperties":{"type":"integer"},"minProperties":1,"maxProperties":3}`)
	for payload, want := range map[string]bool{
		`{"a":1}`: true, `{"a":1,"b":2,"Zürich":3}`: true, `{}`: false, `{"a":"x"}`: false, `{"a":1,"b":2,"c":3,"d":4}`: false,
		`{"a":1,"a":1}`: false, `{"a name of many bytes":1,"a name of many bytes":1}`: false,
	} {
		if got := p.Streams() && new(Evaluator).Accepts(p, new(jsontape.Tape), []byte(payload), 0); got != want {
			t.Errorf("%s is accepted: %t", payload, got)
		}
	}
}

// Names that match a pattern are streamed if only one schema applies to the value.
func TestPatternsAreReadInOneGo(t *testing.T) {
	p := lowered(t, `{
		"properties": {"kind": {"type": "string"}, "@note": true, "x-size": {"minimum": 1}, "plain": {}},
		"patternProperties": {"^@": {"type": "string"}, "^x-": {"type": "integer"}, "^p": true},
		"required": ["x-count"], "additionalProperties": false
	}`)
	for payload, want := range map[string]bool{
		`{"kind":"a","x-count":1}`:                                 true,
		`{"kind":"a","x-count":1,"@é":"b","plain":[],"pure":null}`: true,
		`{"@note":"a","x-count":1}`:                                true,
		`{"@note":1,"x-count":1}`:                                  false,
		`{"x-count":"1"}`:                                          false,
		`{"x-count":1,"other":1}`:                                  false,
		`{"x-count":1,"@x":1}`:                                     false,
		`{"x-count":1,"@x":"1","@x":"1"}`:                          false,
		`{"x-count":1,"x-size":2}`:                                 false, // two schemas apply to the value
	} {
		if got := p.Streams() && new(Evaluator).Accepts(p, new(jsontape.Tape), []byte(payload), 0); got != want {
			t.Errorf("%s is accepted: %t", payload, got)
		}
	}
}

// Most values of combined schemas are read in one go, because the kind of a value decides which of the
// schemas matter.
func TestCombinedSchemasAreReadInOneGo(t *testing.T) {
	accepted, valid, n := 0, 0, rounds.Of(3000)
	var e Evaluator
	var scratch jsontape.Tape
	for seed := range uint64(n) {
		g := &generator{rand.New(rand.NewPCG(seed, 9))}
		schema := g.combined(1)
		text := `{"properties":{"v":` + schema.text + `}}`
		p := lowered(t, text)
		for range 3 {
			payload := []byte(`{"v":` + schema.instance() + `}`)
			ok := e.Accepts(p, &scratch, payload, 0)
			if byTape(p, payload, 0) {
				if valid++; ok {
					accepted++
				}
			} else if ok {
				t.Fatalf("accepted in one go, and by tape not valid:\n%s\n%s", text, payload)
			}
		}
	}
	if valid < n/3 || accepted*10 < valid*8 {
		t.Errorf("of %d valid payloads, %d are accepted in one go", valid, accepted)
	}
}

// What decides whether a value is valid is known from its kind in these schemas, so a string, an array or
// an object needs no tape.
func TestKindsDecideWhichSchemasMatter(t *testing.T) {
	for _, c := range []struct{ schema, payload string }{
		{`{"anyOf":[{"type":"string","minLength":1},{"type":"array","items":{"type":"string"}}]}`, `["a"]`},
		{`{"oneOf":[{"type":"boolean"},{"type":"object","properties":{"a":{"type":"integer"}}}]}`, `{"a":1}`},
		{`{"oneOf":[{"type":"boolean"},{"type":"object","properties":{"a":{"type":"integer"}}}]}`, `true`},
		{`{"allOf":[{"type":["object","null"]},{"properties":{"a":{"type":"integer"}}}]}`, `{"a":1}`},
		{`{"$ref":"#/properties/v/$defs/a","default":{},"$defs":{"a":{"properties":{"a":{"type":"integer"}}}}}`, `{"a":1}`},
		{`{"allOf":[{"properties":{"a":{"type":"integer"}}},{"properties":{"b":{"type":"string"}},"required":["b"]}]}`, `{"a":1,"b":"x"}`},
		{`{"if":{"type":"array"},"then":{"items":{"type":"string"}},"else":{"properties":{"a":{"type":"integer"}}}}`, `{"a":1}`},
		{`{"not":{"type":"null"},"items":{"type":"string"}}`, `["a"]`},
		{`{"anyOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"a":{"type":"integer"}}}]}`, `{"a":1}`},
		{`{"anyOf":[{"enum":["a","b"]},{"pattern":"^x-"}]}`, `"x-1"`},
		{`{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"items":false}`, `["a",1]`},
		{`{"type":"array","items":{"type":"string"},"uniqueItems":true}`, `["a","b"]`},
		{`{"type":"array","items":{"type":"string"},"uniqueItems":true}`, `["ä","b"]`},
		{`{"propertyNames":{"type":"string"},"additionalProperties":{"type":"integer"}}`, `{"a":1}`},
		{`{"minItems":1}`, `[{}]`},
		{`{"oneOf":[{"required":["a"]},{"required":["b"],"not":{"required":["c"]}}],"properties":{"a":{"type":"integer"}}}`, `{"a":1}`},
		{`{"if":{"required":["a"]},"then":{"required":["b"]},"dependentRequired":{"b":["c"]}}`, `{"a":1,"b":2,"c":3}`},
		{`{"oneOf":[{"required":["a"]},{"required":["b"]}],"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false,"properties":{"a":{"minLength":1}}}`, `{"a":"x","x-1":1}`},
	} {
		p := lowered(t, `{"properties":{"v":`+c.schema+`}}`)
		e, doc := new(Evaluator), new(jsontape.Tape)
		if !e.Accepts(p, doc, []byte(`{"v":`+c.payload+`}`), 0) || e.doc != nil {
			t.Errorf("%s: %s needs a tape", c.schema, c.payload)
		}
	}
}

// Objects are streamed if the schema lists more names than there are bits in the set of names: names
// without a bit are compared with each other, and a pattern may apply to them.
func TestManyNamesAreReadInOneGo(t *testing.T) {
	var properties []string
	for k := range 100 {
		properties = append(properties, fmt.Sprintf(`"n%d":{"type":"integer"}`, k))
	}
	p := lowered(t, `{"properties":{`+strings.Join(properties, ",")+`},"required":["n3"],"additionalProperties":false,
		"patternProperties":{"^n98$":true,"^n97$":{"minimum":5},"^x-":{"type":"string"}}}`)
	e := new(Evaluator)
	for range 2 { // the second time with predictions
		for payload, want := range map[string]bool{
			`{"n3":1,"n70":2,"n99":3}`: true, `{"n70":2,"n71":2,"n3":1}`: true, `{"n70":1}`: false, `{"n3":1,"n70":"x"}`: false,
			`{"n3":1,"n70":1,"n70":1}`: false, `{"n3":1,"n3":1}`: false, `{"n3":1,"n100":1}`: false,
			`{"n3":1,"n98":2,"x-1":""}`: true, `{"n3":1,"n98":"x"}`: false, `{"n3":1,"x-1":1}`: false, `{"n3":1,"n97":1}`: false,
			`{"n3":1,"n97":7}`: false, // two schemas apply to the value
		} {
			if got := e.Accepts(p, new(jsontape.Tape), []byte(payload), 0); got != want {
				t.Errorf("%s is accepted: %t", payload, got)
			}
		}
	}
}

// Schemas of one object are merged, and what one of them refuses is not accepted because of another.
func TestMergedSchemasAllCount(t *testing.T) {
	for _, c := range []struct {
		schema            string
		accepted, refused []string
	}{
		{`{"allOf":[{"properties":{"a":{"type":"integer"}},"additionalProperties":false},{"properties":{"b":{"type":"integer"}},"minProperties":1}]}`,
			[]string{`{"a":1}`}, []string{`{"b":1}`, `{"a":"x"}`, `{}`}},
		{`{"allOf":[{"patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false},{"properties":{"x1":{},"y":{}},"required":["x1"]}]}`,
			[]string{`{"x1":1}`, `{"x1":1,"x2":2}`}, []string{`{"x1":"1"}`, `{"x1":1,"y":1}`, `{"x1":1,"x2":"2"}`, `{"x1":1,"z":1}`, `{"x2":1}`}},
		{`{"allOf":[{"additionalProperties":{"type":"integer"}},{"properties":{"a":{"type":["string","integer"]}}}]}`,
			[]string{`{"a":1}`, `{"b":1}`}, []string{`{"a":"x"}`, `{"b":"x"}`}},
		{`{"oneOf":[{"required":["a"]},{"required":["b"]}],"dependentRequired":{"a":["c"]}}`,
			[]string{`{"b":1}`, `{"a":1,"c":1}`}, []string{`{}`, `{"a":1}`, `{"a":1,"b":1,"c":1}`}},
	} {
		p := lowered(t, c.schema)
		for _, payload := range c.accepted {
			if !new(Evaluator).Accepts(p, new(jsontape.Tape), []byte(payload), 0) {
				t.Errorf("%s does not accept %s", c.schema, payload)
			}
		}
		for _, payload := range c.refused {
			if new(Evaluator).Accepts(p, new(jsontape.Tape), []byte(payload), 0) {
				t.Errorf("%s accepts %s", c.schema, payload)
			}
		}
	}
}

// A value that nested combinations would read again and again is not streamed further than its allowance
// of bytes allows.
func TestNestedAlternativesAreReadABoundedNumberOfTimes(t *testing.T) {
	const depth = 40
	var defs strings.Builder
	for k := range depth {
		fmt.Fprintf(&defs, `"%d":{"anyOf":[{"properties":{"a":{"$ref":"#/$defs/%d"}},"maxProperties":3},{"properties":{"a":{"$ref":"#/$defs/%[2]d"}},"maxProperties":4}]},`, k, k+1)
	}
	p := lowered(t, fmt.Sprintf(`{"$ref":"#/$defs/0","$defs":{%s"%d":{"type":"integer"}}}`, defs.String(), depth))
	for inner, want := range map[string]bool{`1`: true, `"x"`: false} {
		payload := []byte(strings.Repeat(`{"a":`, depth) + inner + strings.Repeat(`}`, depth))
		e := new(Evaluator)
		if got := e.Accepts(p, new(jsontape.Tape), payload, 0); got != want {
			t.Errorf("with %s inside, it is accepted: %t", inner, got)
		}
		if !want && e.again > 0 {
			t.Errorf("with %s inside, %d bytes may still be read again", inner, e.again)
		}
	}
}

// A name with escapes is the name without them.
func TestNamesWithEscapesAreAcceptedInOneGo(t *testing.T) {
	for schema, c := range map[string]struct{ accepted, refused []string }{
		`{"properties":{"ab":{"type":"integer"},"\"":{"type":"string"}},"required":["ab"],"additionalProperties":false}`: {
			[]string{`{"\u0061b":1}`, `{"a\u0062" : 1,"\"":""}`},
			[]string{`{"\u0061b":""}`, `{"\"":""}`, `{"ab":1,"\u0061b":1}`, `{"ab":1,"\u0022":1}`, `{"ab":1,"\/":1}`},
		},
		`{"patternProperties":{"^a/b$":{"type":"integer"}}}`: {
			[]string{`{"a\/b":1}`, `{"a\\b":""}`},
			[]string{`{"a\/b":""}`, `{"a/b":1,"a\/b":1}`, `{"\ud800":1,"\udfff":1}`},
		},
		`{"additionalProperties":{"type":"integer"}}`: {
			[]string{`{"\u0061":1,"a more than sixteen \"b\"":2}`, `{"\ud83d\ude00":1}`},
			[]string{`{"\u0061":""}`, `{"a":1,"\u0061":1}`, `{"😀":1,"\ud83d\ude00":1}`, `{"\u00":1}`, `{"\`},
		},
		`{"properties":{"a":{"type":"integer"}},"maxProperties":2}`: {
			[]string{`{"a":1,"\"":{"\"":1}}`},
			[]string{`{"a":1,"\"":1,"b":2}`, `{"a":1,"\"":{"\"":1,"\u0022":2}}`, `{"\"":1,"\u0022":1}`},
		},
	} {
		p := lowered(t, schema)
		for range 3 {
			for _, payload := range c.accepted {
				if !accepts(new(Evaluator), p, payload) || !byTape(p, []byte(payload), 0) {
					t.Errorf("%s is not accepted for %s", payload, schema)
				}
			}
			for _, payload := range c.refused {
				if accepts(new(Evaluator), p, payload) || byTape(p, []byte(payload), 0) {
					t.Errorf("%s is accepted for %s", payload, schema)
				}
			}
		}
	}
}
