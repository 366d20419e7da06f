package verdict_test

// This file tests each option and its default.

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
)

func TestMustCompilePanicsWithCompilesError(t *testing.T) {
	document := []byte(`{"type": "strnig"}`)
	_, want := verdict.Compile(document)
	defer func() {
		got, ok := recover().(error)
		if !ok || got.Error() != want.Error() {
			t.Errorf("panics with %v, want %v", got, want)
		}
	}()
	verdict.MustCompile(document)
}

func TestWithDraftIsForDocumentsThatDoNotSay(t *testing.T) {
	// Draft 4 has exclusiveMinimum as a boolean; draft 6 has it as a number.
	const four, six = `{"minimum": 1, "exclusiveMinimum": true}`, `{"exclusiveMinimum": 1}`
	for _, d := range []verdict.Draft{verdict.Draft6, verdict.Draft7, verdict.Draft2019, verdict.Draft2020} {
		if compiled(t, six, verdict.WithDraft(d)).Valid([]byte(`1`)) {
			t.Errorf("draft %d: 1 is above 1", d)
		}
		if _, err := verdict.Compile([]byte(four), verdict.WithDraft(d)); err == nil {
			t.Errorf("draft %d: a boolean exclusiveMinimum compiles", d)
		}
	}
	if compiled(t, four, verdict.WithDraft(verdict.Draft4)).Valid([]byte(`1`)) {
		t.Error("draft 4: 1 is above 1")
	}
	if _, err := verdict.Compile([]byte(four)); err == nil {
		t.Error("the default is not 2020-12")
	}
	said := `{"$schema": "http://json-schema.org/draft-04/schema#", ` + four[1:]
	if compiled(t, said, verdict.WithDraft(verdict.Draft2020)).Valid([]byte(`1`)) {
		t.Error("$schema does not decide")
	}
	if _, err := verdict.Compile([]byte(`{}`), verdict.WithDraft(verdict.Draft(99))); err == nil {
		t.Error("there is no draft 99")
	}
}

func TestWithWorkersTheOutcomeIsTheSame(t *testing.T) {
	const schema = `{"items": {"properties": {"id": {"type": "integer"}, "tags": {"items": {"type": "string"}}}}}`
	payload := []byte("[" + strings.Repeat(`{"id": 1, "tags": ["a", "b"]}, `, 40_000) + `{"id": 2}]`)
	for _, c := range []struct {
		name string
		at   int // which byte is wrong
	}{{"valid", -1}, {"at the beginning", 8}, {"in the middle", len(payload) / 2}, {"at the end", len(payload) - 3}, {"no end", len(payload) - 1}} {
		t.Run(c.name, func(t *testing.T) {
			payload := bytes.Clone(payload)
			if c.at >= 0 {
				payload[c.at] = '!'
			}
			want := compiled(t, schema).Validate(payload)
			shared := compiled(t, schema, verdict.WithWorkers(4))
			if diff := cmp.Diff(fmt.Sprint(want), fmt.Sprint(shared.Validate(payload))); diff != "" {
				t.Error(diff)
			}
			if shared.Valid(payload) != (want == nil) || (want == nil) != (c.at < 0) {
				t.Error("Valid says otherwise")
			}
		})
	}
}

func TestWithBaseURIIsWhatReferencesAreRelativeTo(t *testing.T) {
	resource := verdict.WithResource("https://a.example/dir/other", []byte(`{"type": "string"}`))
	s := compiled(t, `{"$ref": "other"}`, resource, verdict.WithBaseURI("https://a.example/dir/main"))
	_, violations := outcome(t, s, []byte(`1`))
	if len(violations) != 1 || violations[0].SchemaLocation != "https://a.example/dir/other#/type" {
		t.Errorf("violations: %+v", violations)
	}
	s = compiled(t, `{"type": "string"}`, verdict.WithBaseURI("https://a.example/dir/main"))
	if _, violations := outcome(t, s, []byte(`1`)); len(violations) != 1 || violations[0].SchemaLocation != "https://a.example/dir/main#/type" {
		t.Errorf("violations: %+v", violations)
	}
	s = compiled(t, `{"$id": "https://b.example/own", "type": "string"}`, verdict.WithBaseURI("https://a.example/dir/main"))
	if _, violations := outcome(t, s, []byte(`1`)); len(violations) != 1 || violations[0].SchemaLocation != "https://b.example/own#/type" {
		t.Errorf("$id does not come before the base: %+v", violations)
	}
	s = compiled(t, `{"$id": "own", "type": "string"}`, verdict.WithBaseURI("https://a.example/dir/main"))
	if _, violations := outcome(t, s, []byte(`1`)); len(violations) != 1 || violations[0].SchemaLocation != "https://a.example/dir/own#/type" {
		t.Errorf("$id is not relative to the base: %+v", violations)
	}
	for _, uri := range []string{"relative", "http://[::1", "https://a.example/#fragment"} {
		if _, err := verdict.Compile([]byte(`{}`), verdict.WithBaseURI(uri)); err == nil {
			t.Errorf("%s is taken for a base", uri)
		}
	}
}

func TestResourcesComeFromWhatTheCallerProvides(t *testing.T) {
	const uri = "https://a.example/schemas/string.json"
	document := []byte(`{"$ref": "` + uri + `"}`)
	text := []byte(`{"type": "string"}`)
	files := fstest.MapFS{"string.json": {Data: text}, "deep/string.json": {Data: text}}
	load := func(asked string) ([]byte, error) {
		if asked != uri {
			return nil, fmt.Errorf("asked for %s", asked)
		}
		return text, nil
	}
	for name, opts := range map[string][]verdict.Option{
		"WithResource":        {verdict.WithResource(uri, text)},
		"WithResource #":      {verdict.WithResource(uri+"#", text)},
		"WithFS":              {verdict.WithFS("https://a.example/schemas/", files)},
		"WithFS, no slash":    {verdict.WithFS("https://a.example/schemas", files)},
		"WithFS, two of them": {verdict.WithFS("https://b.example/", files), verdict.WithFS("https://a.example/schemas/", files)},
		"WithFS, then loader": {verdict.WithFS("https://a.example/schemas/", fstest.MapFS{}), verdict.WithLoader(load)},
		"WithLoader":          {verdict.WithLoader(load)},
	} {
		s, err := verdict.Compile(document, opts...)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !s.Valid([]byte(`"a"`)) || s.Valid([]byte(`1`)) {
			t.Errorf("%s: wrong verdict", name)
		}
	}
}

func TestWithFSTakesOtherURIsThanURLs(t *testing.T) {
	files := fstest.MapFS{"a.json": {Data: []byte(`{"type": "string"}`)}}
	compiled(t, `{"$ref": "urn:example:a.json"}`, verdict.WithFS("urn:example:", files))
	if _, err := verdict.Compile([]byte(`{"$ref": "https://a.example/schemasa.json"}`), verdict.WithFS("https://a.example/schemas", files)); err == nil {
		t.Error("a URI that only begins like the base is looked up")
	}
	if _, err := verdict.Compile([]byte(`{}`), verdict.WithFS("https://a.example/", nil)); err == nil || !strings.Contains(err.Error(), "WithFS") {
		t.Errorf("nil for files: %v", err)
	}
}

func TestWithFSStaysInItsDirectory(t *testing.T) {
	var asked []string
	files := fsFunc(func(name string) (fs.File, error) {
		asked = append(asked, name)
		return nil, fs.ErrNotExist
	})
	for _, ref := range []string{
		"https://a.example/s/../../etc/passwd", "https://a.example/s/%2e%2e/x", "https://a.example/s/..%2fx",
		"https://a.example/s//x", "https://a.example/s/", "https://a.example/start/x", "https://a.example/s/a%00b",
	} {
		if _, err := verdict.Compile([]byte(fmt.Sprintf(`{"$ref": %q}`, ref)), verdict.WithFS("https://a.example/s/", files)); err == nil {
			t.Errorf("%s compiles", ref)
		}
	}
	for _, name := range asked {
		if !fs.ValidPath(name) {
			t.Errorf("asked for %q", name)
		}
	}
}

// fsFunc is a file system of one function.
type fsFunc func(name string) (fs.File, error)

func (f fsFunc) Open(name string) (fs.File, error) { return f(name) }

// A fault of a document that was loaded names that document.
func TestAFaultOfAResourceNamesIt(t *testing.T) {
	const uri = "https://a.example/broken"
	_, err := verdict.Compile([]byte(`{"$ref": "`+uri+`"}`), verdict.WithResource(uri, []byte("{\n  \"type\": \"strnig\"\n}")))
	if err == nil {
		t.Fatal("compiles")
	}
	if !strings.Contains(err.Error(), uri) || !strings.Contains(err.Error(), "2:11") {
		t.Errorf("does not say %s and 2:11: %v", uri, err)
	}
}

// If a schema refers to no other document, no loader is called.
func TestNothingIsLoadedThatIsNotNeeded(t *testing.T) {
	never := verdict.WithLoader(func(uri string) ([]byte, error) {
		t.Errorf("asked for %s", uri)
		return nil, errors.New("never")
	})
	for _, draft := range []string{
		"http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-06/schema#", "http://json-schema.org/draft-07/schema#",
		"https://json-schema.org/draft/2019-09/schema", "https://json-schema.org/draft/2020-12/schema",
	} {
		s := compiled(t, fmt.Sprintf(`{"$schema": %q, "properties": {"schema": {"$ref": %q}}}`, draft, draft), never)
		if !s.Valid([]byte(`{"schema": {"type": "string"}}`)) || s.Valid([]byte(`{"schema": {"type": "strnig"}}`)) {
			t.Errorf("%s: wrong verdict", draft)
		}
	}
	compiled(t, `{"$id": "https://a.example/a", "$ref": "b", "$defs": {"b": {"$id": "b"}}}`, never)
}

func TestWithFormatsOffMakesThemAnnotations(t *testing.T) {
	for _, draft := range []verdict.Draft{verdict.Draft4, verdict.Draft6, verdict.Draft7, verdict.Draft2019, verdict.Draft2020} {
		on := compiled(t, `{"format": "ipv4"}`, verdict.WithDraft(draft))
		off := compiled(t, `{"format": "ipv4"}`, verdict.WithDraft(draft), verdict.WithFormats(false))
		_, violations := outcome(t, on, []byte(`"300.0.0.1"`))
		if len(violations) != 1 || !errors.Is(violations[0], verdict.ErrFormat) {
			t.Errorf("draft %d: on: %v", draft, violations)
		}
		if valid, violations := outcome(t, off, []byte(`"300.0.0.1"`)); !valid {
			t.Errorf("draft %d: off: %v", draft, violations)
		}
	}
}

func TestWithStrictRejectsWhatNoKeywordProvidesFor(t *testing.T) {
	tests := []struct {
		name, schema, payload string
		unknown               string // the properties that are, in order
	}{
		{"listed", `{"properties": {"a": true}}`, `{"a": 1, "b": 2}`, "b"},
		{"within", `{"properties": {"a": {"properties": {"b": true}}}}`, `{"a": {"b": 1, "c": 2}}`, "c"},
		{"in items", `{"items": {"properties": {"a": true}}}`, `[{"a": 1}, {"b": 1}]`, "b"},
		{"through $ref", `{"$ref": "#/$defs/x", "$defs": {"x": {"properties": {"a": true}}}}`, `{"b": 1}`, "b"},
		{"across allOf", `{"allOf": [{"properties": {"a": true}}, {"properties": {"b": true}}]}`, `{"a": 1, "b": 1, "c": 1}`, "c"},
		{"next to allOf", `{"properties": {"a": true}, "allOf": [{"properties": {"b": true}}]}`, `{"a": 1, "b": 1, "c": 1}`, "c"},
		{"of a branch", `{"anyOf": [{"properties": {"a": {"type": "null"}}}, {"properties": {"b": true}}]}`, `{"a": 1, "b": 1, "c": 1}`, "c"},
		{"pattern", `{"properties": {"a": true}, "patternProperties": {"^x-": true}}`, `{"x-b": 1, "b": 1}`, "b"},
		{"additionalProperties said", `{"properties": {"a": true}, "additionalProperties": {"type": "integer"}}`, `{"b": 1}`, ""},
		{"unevaluatedProperties said", `{"properties": {"a": true}, "unevaluatedProperties": true}`, `{"b": 1}`, ""},
		{"nothing listed", `{"type": "object"}`, `{"b": 1}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if valid, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload)); !valid {
				t.Errorf("not strict: %v", violations)
			}
			_, violations := outcome(t, compiled(t, tt.schema, verdict.WithStrict(true)), []byte(tt.payload))
			var unknown []string
			for _, v := range violations {
				if v.Rule != verdict.RuleUnknownProperty {
					t.Errorf("%v", v)
				}
				unknown = append(unknown, v.Property)
			}
			if got := strings.Join(unknown, " "); got != tt.unknown {
				t.Errorf("unknown are %q, want %q", got, tt.unknown)
			}
		})
	}
}

func TestWithMaxViolations(t *testing.T) {
	payload := []byte("[" + strings.Repeat("1, ", 149) + "1]")
	tests := []struct {
		name      string
		opts      []verdict.Option
		want      int
		truncated bool
	}{
		{"100 by default", nil, 100, true},
		{"one", []verdict.Option{verdict.WithMaxViolations(1)}, 1, true},
		{"as many as there are", []verdict.Option{verdict.WithMaxViolations(150)}, 150, false},
		{"one fewer", []verdict.Option{verdict.WithMaxViolations(149)}, 149, true},
		{"all", []verdict.Option{verdict.WithMaxViolations(0)}, 150, false},
		{"all, said otherwise", []verdict.Option{verdict.WithMaxViolations(-1)}, 150, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := compiled(t, `{"items": {"type": "string"}}`, tt.opts...)
			var all *verdict.Error
			if err := s.Validate(payload); !errors.As(err, &all) {
				t.Fatal(err)
			}
			if len(all.Violations) != tt.want || all.Truncated != tt.truncated {
				t.Errorf("%d violations, truncated %t; want %d, %t", len(all.Violations), all.Truncated, tt.want, tt.truncated)
			}
			for i, v := range all.Violations {
				if want := fmt.Sprintf("/%d", i); v.Pointer != want {
					t.Fatalf("violation %d is at %s: not the first ones are kept", i, v.Pointer)
				}
			}
		})
	}
}

func TestOptionsAreTheCallersToReuse(t *testing.T) {
	opts := []verdict.Option{
		verdict.WithResource("https://a.example/x", []byte(`{"type": "string"}`)),
		verdict.WithMaxViolations(1),
	}
	a := compiled(t, `{"$ref": "https://a.example/x"}`, opts...)
	b := compiled(t, `{"not": {"$ref": "https://a.example/x"}}`, opts...)
	if !a.Valid([]byte(`"a"`)) || b.Valid([]byte(`"a"`)) {
		t.Error("wrong verdict")
	}
}

func TestANilOptionSetsNothing(t *testing.T) {
	s, err := verdict.Compile([]byte(`{"type": "string"}`), nil, verdict.WithStrict(true), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Valid([]byte(`"a"`)) {
		t.Error(`"a" is rejected`)
	}
	if _, err := verdict.For[string](nil); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoSchemaIsNamed(t *testing.T) {
	for document, want := range map[string]string{`null`: "null", `-1`: "a number", `"{}"`: "a string", `[{}]`: "an array"} {
		_, err := verdict.Compile([]byte(document))
		if err == nil || !strings.HasSuffix(err.Error(), "a schema is an object or a boolean, not "+want) {
			t.Errorf("%s: %v", document, err)
		}
	}
}

// A chain of $schema that does not end in a draft is an error.
func TestMetaschemasThatLeadNowhereAreRejected(t *testing.T) {
	document := func(uri string) []byte { return []byte(fmt.Sprintf(`{"$schema": %q}`, uri)) }
	count := 0
	for name, option := range map[string]verdict.Option{
		"to itself": verdict.WithResource("https://a.example/0", document("https://a.example/0")),
		"on and on": verdict.WithLoader(func(string) ([]byte, error) {
			count++
			return document(fmt.Sprintf("https://a.example/%d", count)), nil
		}),
		"in a ring": verdict.WithLoader(func(uri string) ([]byte, error) {
			next := map[string]string{"https://a.example/0": "https://a.example/1", "https://a.example/1": "https://a.example/0"}
			return document(next[uri]), nil
		}),
	} {
		if _, err := verdict.Compile(document("https://a.example/0"), option); err == nil {
			t.Errorf("%s: compiles", name)
		} else if !locatedError.MatchString(err.Error()) {
			t.Errorf("%s: no line and column in: %v", name, err)
		}
	}
}

func TestConstInDraft4IsAnOption(t *testing.T) {
	const d4 = `"$schema": "http://json-schema.org/draft-04/schema#"`
	document := []byte(`{` + d4 + `, "properties": {"a": {"const": 1}}, "additionalProperties": {"$ref": "#/definitions/b", "const": 1}, "definitions": {"b": {}}}`)
	tests := []struct {
		payload    string
		by, beyond bool // valid by the specification, and with the option
	}{
		{`{"a": 1}`, true, true},
		{`{"a": 2}`, true, false},
		{`{"b": 2}`, true, true}, // next to $ref
	}
	for _, tt := range tests {
		if got := verdict.MustCompile(document).Valid([]byte(tt.payload)); got != tt.by {
			t.Errorf("%s: %t by the specification", tt.payload, got)
		}
		if got := verdict.MustCompile(document, verdict.WithConstInDraft4(true)).Valid([]byte(tt.payload)); got != tt.beyond {
			t.Errorf("%s: %t with the option", tt.payload, got)
		}
	}
}
