package summary_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/summary"
)

// collect returns the summary of records, one on each line.
func collect(schema *verdict.Schema, o summary.Options, records ...string) summary.Summary {
	c := summary.New(schema, o)
	for _, r := range records {
		c.Add([]byte(r), schema.Validate([]byte(r)))
	}
	return c.Summary()
}

// lines returns the properties and violations of a section, one on each line.
func lines(s summary.Section) []string {
	var all []string
	for _, p := range s.Properties {
		all = append(all, fmt.Sprintf("%s %d %d %d", p.Path, p.Missing, p.Null, p.Value))
	}
	for _, v := range s.Violations {
		all = append(all, fmt.Sprintf("%s %s %d/%d", v.Rule, v.Property, v.Count, v.Records))
	}
	return all
}

// Each line of want is PATH MISSING NULL VALUE, or RULE PATH VIOLATIONS/RECORDS.
func TestPropertiesAreCountedByTheirStateAndTheSchemaDeterminesTheirPaths(t *testing.T) {
	for name, c := range map[string]struct {
		schema  string
		options []verdict.Option
		records []string
		want    []string
	}{
		"missing is not null is not a value": {
			schema:  `{"required": ["a"], "properties": {"a": {"type": "string"}, "b": {"type": ["string", "null"]}}}`,
			records: []string{`{"a":"x","b":null}`, `{"a":null}`, `{}`, `{"b":""}`},
			want:    []string{"/a 2 1 1", "/b 2 1 1", "missing /a 2/2", "null /a 1/1"},
		},
		"items and undeclared names are *": {
			schema:  `{"properties": {"items": {"items": {"required": ["name"], "properties": {"name": {"type": "string"}}}}}}`,
			records: []string{`{"items":[{"name":"a"},{"name":1},null,{}],"x":1,"y":null}`},
			want:    []string{"/* 0 1 1", "/items 0 0 1", "/items/* 0 1 3", "/items/*/name 1 0 2", "missing /items/*/name 1/1", "type /items/*/name 1/1"},
		},
		"arrays of arrays": {
			schema:  `{"items": {"items": {"type": "integer"}}}`,
			records: []string{`[[1,2],[],["x",null]]`},
			want:    []string{"/* 0 0 3", "/*/* 0 1 3", "null /*/* 1/1", "type /*/* 1/1"},
		},
		"tuples, and items that they contain": {
			schema:  `{"prefixItems": [{"properties": {"a": true}}], "items": {"properties": {"b": true}}, "contains": {"properties": {"c": true}}}`,
			records: []string{`[{"a":1},{"b":2,"c":null}]`},
			want:    []string{"/* 0 0 2", "/*/a 1 0 1", "/*/b 1 0 1", "/*/c 1 1 0"},
		},
		"maps": {
			schema:  `{"patternProperties": {"^x": {"properties": {"a": true}}}, "additionalProperties": {"properties": {"b": true}}}`,
			records: []string{`{"x1":{"a":1},"other":{"b":null},"xnull":null}`},
			want:    []string{"/* 0 1 2", "/*/a 1 0 1", "/*/b 1 1 0"},
		},
		"a declared name also has the schemas of patterns": {
			schema:  `{"properties": {"x": {"properties": {"a": true}}}, "patternProperties": {"^x": {"properties": {"b": true}}}}`,
			records: []string{`{"x":{"a":1,"b":1}}`},
			want:    []string{"/x 0 0 1", "/x/a 0 0 1", "/x/b 0 0 1"},
		},
		"alternatives, conditions and references": {
			schema: `{"$ref": "#/$defs/base", "$defs": {"base": {"properties": {"kind": true}}},
				"oneOf": [{"properties": {"kind": {"const": "a"}, "a": true}}, {"properties": {"kind": {"const": "b"}, "b": true}}],
				"anyOf": [{"properties": {"c": true}}, true], "allOf": [{"properties": {"d": true}}],
				"if": {"properties": {"e": true}}, "then": {"properties": {"f": true}}, "else": {"properties": {"g": true}},
				"dependentSchemas": {"a": {"properties": {"h": true}}}, "dependentRequired": {"b": ["i"]},
				"not": {"required": ["never"], "properties": {"never": true}}}`,
			records: []string{`{"kind":"a","a":1}`},
			want:    []string{"/a 0 0 1", "/b 1 0 0", "/c 1 0 0", "/d 1 0 0", "/e 1 0 0", "/f 1 0 0", "/g 1 0 0", "/h 1 0 0", "/i 1 0 0", "/kind 0 0 1"},
		},
		"a schema within itself has paths twice": {
			schema:  `{"properties": {"v": true, "next": {"$ref": "#"}}, "required": ["v"], "additionalProperties": false}`,
			records: []string{`{"v":1,"next":{"v":1,"next":{"next":{}}}}`},
			want:    []string{"/next 0 0 1", "/next/next 0 0 1", "/next/v 0 0 1", "/v 0 0 1", "missing /next/next 2/1"},
		},
		"values that the schema says nothing about are not looked into": {
			schema:  `{"properties": {"free": {}, "object": {"type": "object"}}}`,
			records: []string{`{"free":{"a":{"b":null}},"object":{"c":[null]}}`},
			want:    []string{"/free 0 0 1", "/object 0 0 1"},
		},
		"names are escaped as in a JSON Pointer, and a * that is declared is ~2": {
			schema:  `{"properties": {"a/b": true, "~": true, "*": true, "": true, "a*": true, "ü\"": true}}`,
			records: []string{`{"a\u002fb":1,"~":null,"*":1,"":1,"a*":1,"\u00fc\"":1,"other":1}`},
			want:    []string{"/ 0 0 1", "/* 0 0 1", "/a* 0 0 1", "/a~1b 0 0 1", "/~0 0 1 0", "/~2 0 0 1", "/ü\" 0 0 1"},
		},
		"broken JSON has violations of the record, and no properties": {
			schema:  `{"properties": {"a": {"properties": {"b": true}}}}`,
			records: []string{`{"a":{"b":}`, `nonsense`, ``, `{"a":1} x`},
			want:    []string{"syntax  4/4"},
		},
		"text that is not UTF-8 is not JSON": {
			schema:  `{"properties": {"a": true}}`,
			records: []string{"{\"a\":\"\xff\"}", "\xef\xbb\xbf{\"a\":1}"},
			want:    []string{"encoding  2/2"},
		},
		"records that are not objects": {
			schema:  `{"type": "object", "properties": {"a": true}}`,
			records: []string{`[1]`, `null`, `"x"`, `7`, `[{"a":1}]`},
			want:    []string{"/* 0 0 2", "null  1/1", "type  4/4"},
		},
		"of a name that is there twice, the first counts": {
			schema:  `{"properties": {"a": true, "b": true}}`,
			records: []string{`{"a":1,"a":null,"\u0061":null}`},
			want:    []string{"/a 0 0 1", "/b 1 0 0", "duplicate-key /a 2/1"},
		},
		"a record beyond a limit is counted if it is JSON": {
			schema:  `{"properties": {"a": true}}`,
			options: []verdict.Option{verdict.WithLimits(verdict.Limits{Depth: 3, Strings: 5})},
			records: []string{`{"a":[[[[1]]]]}`, `{"a":"much too long"}`},
			want:    []string{"/a 0 0 2", "limit  1/1", "limit /a 1/1"},
		},
		"unknown properties": {
			schema:  `{"properties": {"a": {"properties": {"b": true}}}}`,
			options: []verdict.Option{verdict.WithStrict(true)},
			records: []string{`{"a":{"c":1,"d":1},"e":1}`},
			want:    []string{"/* 0 0 1", "/a 0 0 1", "/a/* 0 0 2", "/a/b 1 0 0", "unknown-property /* 1/1", "unknown-property /a/* 2/1"},
		},
		"a boolean schema": {
			schema:  `false`,
			records: []string{`{"a":1}`},
			want:    []string{"false-schema  1/1"},
		},
		"a large record, with strings beyond what is read at a time": {
			schema:  `{"properties": {"a": {"items": {"properties": {"s": true}}}}}`,
			records: []string{`{"a":[` + strings.Repeat(`{"s":"`+strings.Repeat("x", 5000)+`\n\""}, `, 100) + `{"t":[[[{}]]]}]}`},
			want:    []string{"/a 0 0 1", "/a/* 0 0 101", "/a/*/* 0 0 1", "/a/*/s 1 0 100"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			schema := verdict.MustCompile([]byte(c.schema), c.options...)
			got := collect(schema, summary.Options{}, c.records...)
			if diff := cmp.Diff(c.want, lines(got.Sections[0])); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The names that a hostile or very large schema declares are too many to count.
func TestTheNumberOfPathsIsBounded(t *testing.T) {
	properties := func(n int, schema string) string {
		var all []string
		for k := range n {
			all = append(all, fmt.Sprintf(`"p%d": %s`, k, schema))
		}
		return `{"properties": {` + strings.Join(all, ",") + `}`
	}
	patterns := func(n int) string {
		var all []string
		for k := range n {
			all = append(all, fmt.Sprintf(`"x%dy": {"properties": {"a": true}}`, k))
		}
		return strings.Join(all, ",")
	}
	var defs []string
	for k := range 12 {
		defs = append(defs, fmt.Sprintf(`"d%d": %s}`, k, properties(10, fmt.Sprintf(`{"$ref": "#/$defs/d%d"}`, (k+1)%12))))
	}
	for name, document := range map[string]string{
		"very many properties":      properties(12_000, "true") + `}`,
		"mutual recursion":          `{"$ref": "#/$defs/d0", "$defs": {` + strings.Join(defs, ",") + `}}`,
		"very many patterns":        `{"patternProperties": {` + patterns(500) + `}, ` + strings.TrimPrefix(properties(3000, "true"), "{") + `}`,
		"a schema of many branches": properties(9, `{"anyOf": [{"$ref": "#"}, {"items": {"$ref": "#"}}]}`) + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			schema := verdict.MustCompile([]byte(document))
			s := collect(schema, summary.Options{}, `{"p1":{"p1":{"p1":{"p1":{"p1":1}}}},"p11999":1}`)
			if n := len(s.Sections[0].Properties); n > 10_000 || n < 10 && name != "very many patterns" {
				t.Errorf("%d properties", n)
			}
		})
	}
}

const personSchema = `{"title": "A person", "required": ["name"], "properties": {"name": {"type": "string"}, "age": {"type": ["integer", "null"], "minimum": 0}, "tags": {"items": {"type": "string"}}}}`

// randomRecords returns records that are valid or invalid in all ways against the schema of a person.
func randomRecords(r *rand.Rand, n int) []string {
	values := []string{`"x"`, `null`, `1`, `-1`, `[1,"a",null]`, `{}`, `"\ud83d\ude00"`, "\"\xff\"", `}`, `[]`}
	records := make([]string, n)
	for k := range records {
		var members []string
		for _, name := range []string{"name", "age", "tags", "other"} {
			if r.IntN(3) > 0 {
				members = append(members, fmt.Sprintf("%q:%s", name, values[r.IntN(len(values))]))
			}
		}
		records[k] = `{` + strings.Join(members, ",") + `}`
	}
	return records
}

func marshal(t testing.TB, s summary.Summary) string {
	t.Helper()
	text, err := s.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// randomMerge merges the summaries in a random order and in random groups, and writes and reads some.
func randomMerge(t testing.TB, r *rand.Rand, all []summary.Summary) summary.Summary {
	all = slices.Clone(all)
	for len(all) > 1 {
		r.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		n := 1 + r.IntN(len(all))
		merged, err := summary.Merge(all[:n]...)
		if err != nil {
			t.Fatal(err)
		}
		if r.IntN(2) == 0 {
			if merged, err = summary.Parse([]byte(marshal(t, merged))); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all[n:], merged)
	}
	return all[0]
}

func TestMergedPartsHaveTheBytesOfTheWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	other := verdict.MustCompile([]byte(`{"items": {"type": "integer"}}`))
	schema := verdict.MustCompile([]byte(personSchema))
	for _, redact := range []bool{false, true} {
		if redact {
			schema = verdict.MustCompile([]byte(personSchema), verdict.WithRedaction())
		}
		for n := 1; n <= 64; n++ {
			if testing.Short() && n > 8 && n&(n-1) != 0 {
				continue
			}
			o := summary.Options{Seed: r.Uint64(), Samples: r.IntN(5)}
			records := randomRecords(r, r.IntN(300))
			second := collect(other, o, `[1]`, `["x"]`)
			whole, err := summary.Merge(collect(schema, o, records...), second)
			if err != nil {
				t.Fatal(err)
			}
			parts := []summary.Summary{second, {}}
			shards := make([][]string, n)
			for _, record := range records {
				k := r.IntN(n)
				shards[k] = append(shards[k], record)
			}
			for _, shard := range shards {
				parts = append(parts, collect(schema, o, shard...))
			}
			if diff := cmp.Diff(marshal(t, whole), marshal(t, randomMerge(t, r, parts))); diff != "" {
				t.Fatalf("%d shards (-whole +merged):\n%s", n, diff)
			}
		}
	}
}

func TestTheZeroSummaryIsNeutral(t *testing.T) {
	s := collect(verdict.MustCompile([]byte(personSchema)), summary.Options{Seed: 7, Samples: 2}, `{}`, `{"name":1}`)
	for _, all := range [][]summary.Summary{{{}, s}, {s, {}}, {{}, {}, s, {}}} {
		merged, err := summary.Merge(all...)
		if err != nil || marshal(t, merged) != marshal(t, s) {
			t.Errorf("got %s, %v", marshal(t, merged), err)
		}
	}
	if got := marshal(t, summary.Summary{}); got != `{"format":"verdict-summary","version":1,"seed":0,"samples":0,"sections":[]}` {
		t.Error(got)
	}
}

func TestTheJSONOfASummary(t *testing.T) {
	schema := verdict.MustCompile([]byte(personSchema))
	s := collect(schema, summary.Options{Seed: 1, Samples: 1}, `{"name":"<Ada>","age":null}`, `{"name":null}`, "{\"name\": 7}")
	want := `{"format":"verdict-summary","version":1,"seed":1,"samples":1,"sections":[` +
		`{"digest":"7d9b6a1e616c090dabb200a41cf69fdc335628692d414d02f9c67aa61c272ffd","name":"A person","records":3,"valid":1,"invalid":2,"violations":[` +
		`{"rule":"null","property":"/name","count":1,"records":1,"samples":[` +
		`{"hash":"b0afe0c56434babaa1b2c4a4cf5457f8","text":"{\"name\":null}","pointer":"/name","message":"null is not allowed, expected string; give a value"}]},` +
		`{"rule":"type","property":"/name","count":1,"records":1,"samples":[` +
		`{"hash":"54c6b0fcda5e9a890a9e13b4325e3a39","text":"{\"name\": 7}","pointer":"/name","message":"expected string, got the number 7; put it in quotes"}]}],"properties":[` +
		`{"path":"/age","missing":2,"null":1,"value":0},{"path":"/name","missing":0,"null":1,"value":2},{"path":"/tags","missing":3,"null":0,"value":0}]}]}`
	if diff := cmp.Diff(want, marshal(t, s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var read summary.Summary
	if err := json.Unmarshal([]byte(marshal(t, s)), &read); err != nil || marshal(t, read) != marshal(t, s) {
		t.Errorf("read %s, %v", marshal(t, read), err)
	}
	if err := verdict.MustCompile(summary.Schema()).Validate([]byte(marshal(t, s))); err != nil {
		t.Error(err)
	}
}

func TestSamplesAreTheDistinctRecordsWithTheSmallestHashes(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"type": "integer"}`))
	var records []string
	for k := range 100 {
		records = append(records, fmt.Sprintf(`"%d"`, k%50))
	}
	texts := func(seed uint64) (texts []string) {
		for _, s := range collect(schema, summary.Options{Seed: seed, Samples: 5}, records...).Sections[0].Violations[0].Samples {
			texts = append(texts, s.Text)
		}
		return texts
	}
	first := texts(1)
	if len(first) != 5 || len(slices.Compact(slices.Sorted(slices.Values(first)))) != 5 {
		t.Errorf("samples %q", first)
	}
	if slices.Equal(first, texts(2)) {
		t.Errorf("both seeds have the samples %q", first)
	}
}

func TestTheNumberOfSamplesIsBounded(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"type": "integer"}`))
	var records []string
	for k := range 2000 {
		records = append(records, fmt.Sprintf(`"%d"`, k))
	}
	for asked, want := range map[int]int{-1: 0, 0: 0, 1: 1, math.MaxInt: summary.MaxSamples} {
		s := collect(schema, summary.Options{Samples: asked}, records...)
		if got := len(s.Sections[0].Violations[0].Samples); got != want || s.Samples != want {
			t.Errorf("%d samples: got %d, and says %d", asked, got, s.Samples)
		}
	}
}

func TestSamplesOfLargeAndBinaryRecordsAreCut(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"type": "integer"}`))
	for name, record := range map[string]string{
		"large":          `"` + strings.Repeat("x", 5000) + `"`,
		"in a character": `"` + strings.Repeat("日", 5000) + `"`,
		"not UTF-8":      `"` + strings.Repeat("\xff", 5000) + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			sample := collect(schema, summary.Options{Samples: 1}, record).Sections[0].Violations[0].Samples[0]
			shown := sample.Text + string(sample.Base64)
			if sample.Size != int64(len(record)) || !strings.HasPrefix(record, shown) || len(shown) <= summary.MaxSampleBytes-4 || len(shown) > summary.MaxSampleBytes {
				t.Errorf("size %d, %d bytes shown", sample.Size, len(shown))
			}
		})
	}
}

func TestNoValueIsInARedactedSummary(t *testing.T) {
	schema := verdict.MustCompile([]byte(personSchema), verdict.WithRedaction())
	s := marshal(t, collect(schema, summary.Options{Samples: 3}, `{"name":7734}`, `{"name":"x","age":-7734}`, `{"name":"7734"`))
	if strings.Contains(s, "7734") || !strings.Contains(s, `"message":`) {
		t.Error(s)
	}
	// The same values give the same sample, so its hash is not that of the record.
	one, other := collect(schema, summary.Options{Samples: 1}, `{"name":1111}`), collect(schema, summary.Options{Samples: 1}, `{"name":2222}`)
	if marshal(t, one) != marshal(t, other) {
		t.Errorf("%s\n%s", marshal(t, one), marshal(t, other))
	}
}

func TestSummariesThatCannotBeMerged(t *testing.T) {
	schema := verdict.MustCompile([]byte(personSchema))
	a := collect(schema, summary.Options{Seed: 1, Samples: 2}, `{}`)
	huge := a
	huge.Sections = []summary.Section{a.Sections[0]}
	huge.Sections[0].Records = math.MaxInt64
	for want, b := range map[string]summary.Summary{
		"summary: seeds 1 and 2 cannot be merged; collect all summaries with one seed":                collect(schema, summary.Options{Seed: 2, Samples: 2}),
		"summary: 2 and 3 samples cannot be merged; collect all summaries with one number of samples": collect(schema, summary.Options{Seed: 1, Samples: 3}),
		"summary: the counts are too large to be merged: their sum exceeds 2^63":                      huge,
	} {
		if _, err := summary.Merge(a, b); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestParseRejectsOtherTexts(t *testing.T) {
	valid := marshal(t, collect(verdict.MustCompile([]byte(personSchema)), summary.Options{Samples: 1}, `{}`))
	replace := func(old, new string) string {
		if !strings.Contains(valid, old) {
			t.Fatalf("no %s in %s", old, valid)
		}
		return strings.Replace(valid, old, new, 1)
	}
	notOne := `not a summary: expected a JSON object with "format": "verdict-summary"`
	for name, c := range map[string]struct{ text, want string }{
		"nothing":                        {``, notOne},
		"an array":                       {`[]`, notOne},
		"another object":                 {`{"findings":[]}`, notOne},
		"a part":                         {valid[:len(valid)/2], notOne},
		"two":                            {valid + valid, notOne},
		"a later version":                {replace(`"version":1`, `"version":2`), "version 2 of the format is not supported, only up to 1; use a newer version of verdict"},
		"another property":               {replace(`"seed":0`, `"seed":0,"more":1`), `not a valid summary: 1:`},
		"a negative count":               {replace(`"count":1`, `"count":-1`), "not a valid summary: 1:"},
		"a count that is too large":      {replace(`"count":1`, `"count":9223372036854775808`), "not a valid summary: 1:"},
		"a fraction":                     {replace(`"count":1`, `"count":1.5`), "not a valid summary: 1:"},
		"another digest":                 {replace(`"digest":"`, `"digest":"x`), "not a valid summary: 1:"},
		"a property twice":               {replace(`"seed":0`, `"seed":0,"seed":0`), "not a valid summary: 1:"},
		"properties of too many objects": {replace(`"missing":1,"null":0`, `"missing":9223372036854775807,"null":1`), "the counts are too large"},
		"too many violations":            {replace(`"violations":[`, `"violations":[{"rule":"type","property":"","count":9223372036854775807,"records":1,"samples":[]},`), "the counts are too large"},
		"records that are lost":          {replace(`"records":1`, `"records":2`), "not a valid summary: 0 valid and 1 invalid records are not 2 records"},
		"a sample in bad base64":         {replace(`"text":"{}"`, `"base64":"x"`), "not a valid summary: 1:"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := summary.Parse([]byte(c.text)); err == nil || !strings.HasPrefix(err.Error(), "summary: "+c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestErrorsOfOtherTypesAreInvalidRecordsWithoutViolations(t *testing.T) {
	var uncompiled verdict.Schema
	s := collect(&uncompiled, summary.Options{Samples: 1}, `{}`)
	if at := s.Sections[0]; at.Invalid != 1 || len(at.Violations)+len(at.Properties) != 0 {
		t.Errorf("got %+v", at)
	}
	if _, err := summary.Parse([]byte(marshal(t, s))); err != nil {
		t.Error(err)
	}
}

func TestTheDigestIsThatOfAllDocuments(t *testing.T) {
	root, other, unused := `{"$ref": "https://example.com/b"}`, `{"title": "B"}`, `{"title": "C"}`
	hash := func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
	both := []string{hash(root), hash(other)}
	slices.Sort(both)
	for name, c := range map[string]struct {
		schema       *verdict.Schema
		digest, name string
	}{
		"one document":          {verdict.MustCompile([]byte(other)), hash(other), "B"},
		"one that is not named": {verdict.MustCompile([]byte(`{"$id": "https://example.com/x"}`)), hash(`{"$id": "https://example.com/x"}`), "https://example.com/x"},
		"a document that refers to another": {
			verdict.MustCompile([]byte(root), verdict.WithResource("https://example.com/b", []byte(other)), verdict.WithResource("https://example.com/c", []byte(unused))),
			hash(strings.Join(both, "\n") + "\n"), "B",
		},
	} {
		if s := summary.New(c.schema, summary.Options{}).Summary().Sections[0]; s.Digest != c.digest || s.Name != c.name {
			t.Errorf("%s: got %s %q, want %s %q", name, s.Digest, s.Name, c.digest, c.name)
		}
	}
}
