package verdict_test

// This file tests patches of Go values.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

// A patchedPart is an object that a patched value has in every position.
type patchedPart struct {
	A     int             `json:"a"`
	B     *string         `json:"b"`
	C     null.Or[int]    `json:"c,omitzero"`
	D     null.Or[string] `json:"d"`
	Parts []patchedPart   `json:"parts,omitempty"`
	Part  *patchedPart    `json:"part,omitempty"`
}

type patched struct {
	ID     string                 `json:"id" jsonschema:"minLength=2"`
	Part   patchedPart            `json:"part"`
	Named  map[string]patchedPart `json:"named,omitempty"`
	Counts map[string]int         `json:"counts"`
	When   time.Time              `json:"when,omitzero"`

	Version int    `json:"-"`
	secret  string // fields that JSON does not have
}

func newPatched() patched {
	return patched{ID: "ab", Part: patchedPart{A: 1, Parts: []patchedPart{{A: 2}}}, Counts: map[string]int{"x": 1}, Version: 7, secret: "s"}
}

// textOf returns the text of an error, "" if there is none.
func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestAMergePatchRequiresNothingAndRemovesWithNull(t *testing.T) {
	patches := verdict.MustFor[patched](verdict.WithPatch())
	for _, c := range []struct{ name, patch, want string }{
		{"nothing", `{}`, ``},
		{"one property", `{"id": "cd"}`, ``},
		{"an object in part", `{"part": {"a": 2}}`, ``},
		{"null for what may be null", `{"part": {"b": null, "d": null}}`, ``},
		{"null for what may be absent", `{"when": null, "named": null, "part": {"c": null, "parts": null, "part": null}}`, ``},
		{"null for what must have a value", `{"id": null}`, `1:8: null is not allowed, expected string; give a value or leave the property out [null]`},
		{"null for a value in an object", `{"part": {"a": null}}`, `1:16: null is not allowed, expected integer; give a value or leave the property out [null]`},
		{"null in an object in an object", `{"part": {"part": {"part": {"a": null}}}}`, `1:34: null is not allowed, expected integer; give a value or leave the property out [null]`},
		{"null for an object", `{"part": null}`, `1:10: null is not allowed, expected object; give a value or leave the property out [null]`},
		{"null for an entry", `{"named": {"k": null}, "counts": {"x": null}}`, ``},
		{"null in an entry", `{"named": {"k": {"a": null}}}`, `1:23: null is not allowed, expected integer; give a value or leave the property out [null]`},
		{"an array is replaced", `{"part": {"parts": [{"a": 1}]}}`,
			"1:21: missing required property \"b\"; add it [missing]\n1:21: missing required property \"d\"; add it [missing]"},
		{"and has the rules of the type", `{"part": {"parts": [{"a": 1, "b": null, "d": null, "part": {"a": 1}}]}}`,
			"1:60: missing required property \"b\"; add it [missing]\n1:60: missing required property \"d\"; add it [missing]"},
		{"other rules", `{"id": "x", "counts": {"x": "1"}}`, "1:8: expected at least 2 characters, got 1 [min-length]\n1:29: expected integer or null, got the string \"1\"; remove the quotes [type]"},
		{"no object", `[]`, `1:1: expected object, got an empty array [type]`},
		{"a duplicate name", `{"id": "ab", "id": "cd"}`, `1:14: duplicate property "id" (first defined at 1:2); remove one [duplicate-key]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := textOf(patches.Validate([]byte(c.patch))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			target := newPatched()
			if err := patches.ApplyMergePatch(&target, []byte(c.patch)); textOf(err) != c.want {
				t.Errorf("applied: %v", err)
			} else if err != nil && !reflect.DeepEqual(target, newPatched()) {
				t.Errorf("the target is changed: %+v", target)
			}
		})
	}
}

func TestAMergePatchChangesWhatItNames(t *testing.T) {
	patches := verdict.MustFor[patched](verdict.WithPatch())
	one := "1"
	for _, c := range []struct {
		patch string
		edit  func(*patched)
	}{
		{`{}`, func(*patched) {}},
		{`{"id": "cd", "part": {"b": "1"}}`, func(p *patched) { p.ID, p.Part.B = "cd", &one }},
		{`{"part": {"c": 5, "d": "x"}}`, func(p *patched) { p.Part.C, p.Part.D = null.Value(5), null.Value("x") }},
		{`{"part": {"parts": null}}`, func(p *patched) { p.Part.Parts = nil }},
		{`{"part": {"parts": []}}`, func(p *patched) { p.Part.Parts = nil }},
		{`{"counts": {"x": null, "y": 2}}`, func(p *patched) { p.Counts = map[string]int{"y": 2} }},
		{`{"named": {"k": {"a": 1, "b": null, "d": "x"}}}`, func(p *patched) {
			p.Named = map[string]patchedPart{"k": {A: 1, D: null.Value("x")}}
		}},
		{`{"part": {"d": null, "c": null}}`, func(p *patched) { p.Part.D = null.Null[string]() }}, // d must be present, c need not
		{`{"counts": null}`, func(p *patched) { p.Counts = nil }},
	} {
		got, want := newPatched(), newPatched()
		want.Part.D, want.Part.Parts[0].D = null.Null[string](), null.Null[string]() // as a missing one is encoded
		c.edit(&want)
		if err := patches.ApplyMergePatch(&got, []byte(c.patch)); err != nil {
			t.Errorf("%s: %v", c.patch, err)
			continue
		}
		if a, b := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); !sameJSON(t, got, want) || got.Version != 7 || got.secret != "s" {
			t.Errorf("%s: %s, want %s", c.patch, a, b)
		}
	}
}

// TestAPatchIsTheDifferenceOfTwoValues patches the zero value of every type of the table of
// fidelity to the full one, and back.
func TestAPatchIsTheDifferenceOfTwoValues(t *testing.T) {
	patched := 0
	for _, w := range fidelity() {
		t.Run(w.name, func(t *testing.T) {
			var texts [2]string
			var values [2]any
			for k, value := range []any{w.zero, w.full} {
				text, err := json.Marshal(value)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := w.decode(text); err != nil {
					t.Skip("a patch requires values that can be decoded; the other types are tested:", err)
				}
				if w.name == "omitzero: IsZero" {
					t.Skip("a value that its own IsZero calls zero is not written, so a patch cannot lead to it; the other types are tested")
				}
				texts[k] = string(text)
				values[k] = exactly(t, text)
			}
			for k := range texts {
				from, to := values[k], values[1-k]
				patch, err := json.Marshal(difference(from, to))
				if err != nil {
					t.Fatal(err)
				}
				got, err := w.patch([]byte(texts[k]), patch)
				if err != nil {
					t.Errorf("%s with %s: %v", texts[k], patch, err)
					continue
				}
				if !reflect.DeepEqual(withoutNulls(exactly(t, got)), withoutNulls(to)) {
					t.Errorf("%s with %s: %s, want %s", texts[k], patch, got, texts[1-k])
				}
				patched++
			}
		})
	}
	if patched < len(fidelity()) {
		t.Errorf("only %d patches were applied", patched)
	}
}

// exactly decodes a JSON value and keeps its numbers as written.
func exactly(t *testing.T, text []byte) (value any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// difference returns the merge patch that changes one value to another.
func difference(from, to any) any {
	before, isObject := from.(map[string]any)
	after, remains := to.(map[string]any)
	if !isObject || !remains {
		return to
	}
	patch := map[string]any{}
	for name, value := range after {
		if old, has := before[name]; !has {
			patch[name] = value
		} else if !reflect.DeepEqual(old, value) {
			patch[name] = difference(old, value)
		}
	}
	for name := range before {
		if _, remains := after[name]; !remains {
			patch[name] = nil
		}
	}
	return patch
}

// withoutNulls returns a value without the properties that are null: a merge patch cannot
// distinguish them from missing ones.
func withoutNulls(value any) any {
	switch value := value.(type) {
	case map[string]any:
		rest := map[string]any{}
		for name, v := range value {
			if v != nil {
				rest[name] = withoutNulls(v)
			}
		}
		return rest
	case []any:
		for k := range value {
			value[k] = withoutNulls(value[k])
		}
	}
	return value
}

func TestTheResultOfAPatchSatisfiesTheType(t *testing.T) {
	type Range struct {
		_    struct{}       `jsonschema:"minProperties=1"`
		From int            `json:"from,omitzero" jsonschema:"dependentRequired=to"`
		To   int            `json:"to,omitzero"`
		More map[string]int `json:"more,omitempty" jsonschema:"minProperties=2"`
	}
	patches := verdict.MustFor[Range](verdict.WithPatch())
	for _, c := range []struct{ patch, operations, want string }{
		{`{"to": null}`, `[{"op": "remove", "path": "/to"}]`, `1:1: missing property "to", required because "from" is present; add it [missing]`},
		{`{"to": null, "from": null}`, `[{"op": "remove", "path": "/to"}, {"op": "remove", "path": "/from"}]`, `1:1: expected at least 1 property, got 0 [min-properties]`},
		{`{"more": {"a": null}}`, `[{"op": "add", "path": "/more", "value": {}}]`, `1:25: expected at least 2 properties, got 0 [min-properties]`},
		{`{"more": {"a": 1}}`, `[{"op": "add", "path": "/more", "value": {"a": 1}}]`, `1:25: expected at least 2 properties, got 1 [min-properties]`},
		{`{"more": {"a": 1, "b": 2}}`, `[{"op": "add", "path": "/more", "value": {}}, {"op": "add", "path": "/more/a", "value": 1}, {"op": "add", "path": "/more/b", "value": 2}]`, ``},
	} {
		for name, apply := range map[string]func(*Range, []byte) error{
			c.patch: patches.ApplyMergePatch, c.operations: patches.ApplyJSONPatch,
		} {
			target := Range{From: 1, To: 2}
			if got := textOf(apply(&target, []byte(name))); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			} else if got != "" && (target.From != 1 || target.To != 2 || target.More != nil) {
				t.Errorf("%s: the target is changed: %+v", name, target)
			}
		}
	}
}

func TestAJSONPatchThatFailsNamesTheOperation(t *testing.T) {
	patches := verdict.MustFor[patched](verdict.WithPatch())
	for _, c := range []struct{ name, patch, want string }{
		{"a failing test", `[{"op":"replace","path":"/id","value":"cd"},{"op":"test","path":"/part/a","value":5}]`, `verdict: operation 1 of the patch (test "/part/a"): the value is not equal`},
		{"a pointer to nothing", `[{"op":"remove","path":"/part/x"}]`, `verdict: operation 0 of the patch (remove "/part/x"): there is no value at this pointer`},
		{"a from to nothing", `[{"op":"copy","from":"/part/x","path":"/part/y"}]`, `verdict: operation 0 of the patch (copy "/part/x"): there is no value at this pointer`},
		{"no array", `{}`, `1:1: expected array, got an object; put it in brackets [type]`},
		{"no JSON", `[`, `1:2: expected a value, but the payload ends here [syntax]`},
		{"an unknown operation", `[{"op":"spam","path":"/id"}]`, `1:8: "spam" is not one of "add", "remove", "replace", "move", "copy", "test" [enum]`},
		{"no path", `[{"op":"remove"}]`, `1:2: missing required property "path"; add it [missing]`},
		{"no value", `[{"op":"add","path":"/id"}]`, `1:2: missing required property "value"; add it (because "op" is "add") [missing]`},
		{"two operations in one", `[{"op":"add","path":"/id","value":1,"op":"remove"}]`, `1:37: duplicate property "op" (first defined at 1:3); remove one [duplicate-key]`},
		{"a result of another type", `[{"op":"replace","path":"/id","value":1}]`, `1:7: expected string, got the number 1 [type]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			target := newPatched()
			if got := textOf(patches.ApplyJSONPatch(&target, []byte(c.patch))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if !reflect.DeepEqual(target, newPatched()) {
				t.Errorf("the target is changed: %+v", target)
			}
		})
	}
}

func TestTheLimitsOfPatchesCanBeSet(t *testing.T) {
	large(t)
	type Document struct {
		Any json.RawMessage `json:"any"`
	}
	double := `{"op":"copy","from":"/any","path":"/any/-"},`
	for _, c := range []struct {
		limit, times int
		exceeds      string
	}{
		{0, 19, "Limits.PatchBytes"},
		{0, 15, ""}, // which reaches the test
		{10, 3, "Limits.PatchBytes"},
		{10, 1, ""},
		{-1, 19, ""},
	} {
		patches := verdict.MustFor[Document](verdict.WithPatch(), verdict.WithLimits(verdict.Limits{PatchBytes: c.limit}))
		target := Document{Any: json.RawMessage(`[0]`)}
		err := patches.ApplyJSONPatch(&target, []byte("["+strings.Repeat(double, c.times)+`{"op":"test","path":"","value":1}]`))
		var failed *verdict.PatchError
		if !errors.As(err, &failed) || failed.Limit != c.exceeds || (c.exceeds == "") != (failed.Op == "test") {
			t.Errorf("limit %d, %d times: %v", c.limit, c.times, err)
		}
	}
}

func TestPatchesRequireTheOption(t *testing.T) {
	var target patched
	for _, typed := range []*verdict.Typed[patched]{nil, {}, verdict.MustFor[patched]()} {
		for _, err := range []error{typed.ApplyMergePatch(&target, []byte(`{}`)), typed.ApplyJSONPatch(&target, []byte(`[]`))} {
			if err == nil || !strings.Contains(err.Error(), "WithPatch") {
				t.Errorf("error %v", err)
			}
		}
	}
	if _, err := verdict.Compile([]byte(`{}`), verdict.WithPatch()); err == nil || !strings.Contains(err.Error(), "WithPatch") {
		t.Errorf("Compile: %v", err)
	}
	if err := verdict.MustFor[patched](verdict.WithPatch()).ApplyMergePatch(nil, []byte(`{}`)); err == nil {
		t.Error("a nil target is patched")
	}
}

func TestUnionsArePatched(t *testing.T) {
	type drawing struct {
		Shape shape `json:"shape"`
	}
	patches := verdict.MustFor[drawing](shapes, verdict.WithPatch())
	for _, c := range []struct{ patch, want string }{
		{`{"shape": {"radius": 2}}`, `{"shape":{"kind":"circle","radius":2}}`},
		{`{"shape": {"kind": "square", "radius": null, "side": 3}}`, `{"shape":{"kind":"square","side":3}}`},
		{`{"shape": {"radius": "x"}}`, ``},
		{`{"shape": {"kind": "square"}}`, ``},
	} {
		target := drawing{circle{Kind: "circle", Radius: 1}}
		err := patches.ApplyMergePatch(&target, []byte(c.patch))
		text, _ := json.Marshal(target)
		if (err == nil) != (c.want != "") || err == nil && string(text) != c.want {
			t.Errorf("%s: %s, %v", c.patch, text, err)
		}
	}
}
