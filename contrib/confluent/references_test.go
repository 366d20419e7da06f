package confluent_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/verdict-lint/verdict/contrib/confluent"
)

func TestReferencesAreRelativeToTheSchemaThatHasThem(t *testing.T) {
	for _, test := range []struct {
		name, root, item, kind string // schemas that refer to the next one, by its name
		itemName, kindName     string
	}{
		{"names", `{"$ref": "item.json"}`, `{"$ref": "kind.json"}`, `{"type": "integer"}`, "item.json", "kind.json"},
		{"URIs", `{"$ref": "https://e.com/item"}`, `{"$ref": "https://e.com/kind"}`, `{"type": "integer"}`, "https://e.com/item", "https://e.com/kind"},
		{"with $id", `{"$id": "https://e.com/x/root", "$ref": "item"}`, `{"$id": "https://f.com/y/item", "$ref": "../kind"}`, `{"type": "integer"}`, "item", "../kind"},
		{"the $id is not the name", `{"$ref": "urn:e:item"}`, `{"$id": "urn:e:item", "$ref": "urn:e:kind"}`, `{"$id": "urn:e:kind", "type": "integer"}`, "some.json", "other.json"},
		{"with a fragment", `{"$ref": "item.json#/$defs/a"}`, `{"$defs": {"a": {"$ref": "kind.json"}}}`, `{"type": "integer"}`, "item.json#", "kind.json"},
		{"draft 4", `{"$schema": "http://json-schema.org/draft-04/schema#", "id": "https://e.com/x/root", "allOf": [{"$ref": "item"}]}`,
			`{"$schema": "http://json-schema.org/draft-04/schema#", "allOf": [{"$ref": "kind"}]}`, `{"$schema": "http://json-schema.org/draft-04/schema#", "type": "integer"}`, "item", "kind"},
	} {
		s := serve(t)
		s.SeedSchema("kind", 1, 1, schema(test.kind))
		s.SeedSchema("kind", 2, 2, schema(`false`))
		s.SeedSchema("item", 1, 3, schema(test.item, reference(test.kindName, "kind", 1)))
		s.SeedSchema("root", 1, 4, schema(test.root, reference(test.itemName, "item", 1)))
		r, _ := open(t, s.URL())
		if err := r.Refresh(t.Context()); err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if s := r.Get("root"); !s.Valid([]byte(`1`)) || s.Valid([]byte(`"x"`)) {
			t.Errorf("%s: the reference is not to version 1", test.name)
		}
	}
}

// Two schemas may give one name to different versions.
func TestReferencesBelongToOneSchema(t *testing.T) {
	s := serve(t)
	s.SeedSchema("kind", 1, 1, schema(`{"type": "integer"}`))
	s.SeedSchema("kind", 2, 2, schema(`{"type": "string"}`))
	s.SeedSchema("a", 1, 3, schema(`{"$ref": "kind.json"}`, reference("kind.json", "kind", 1)))
	s.SeedSchema("a", 2, 4, schema(`{"$ref": "kind.json"}`, reference("kind.json", "kind", 2)))
	s.SeedSchema("b", 1, 5, schema(`{"$ref": "kind.json"}`, reference("kind.json", "kind", 1), reference("kind.json", "kind", 2)))
	r, _ := open(t, s.URL())
	if err := r.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), `two versions of the reference "kind.json"`) {
		t.Errorf("the error is %v", err)
	}
	first, _ := r.Snapshot().Lookup("a", "1")
	if !first.Schema.Valid([]byte(`1`)) || !r.Get("a").Valid([]byte(`"x"`)) {
		t.Error("the versions refer to the same document")
	}
}

func TestReferencesInACycleEnd(t *testing.T) {
	r, _ := open(t, serveAnything(t, map[string]sr.Schema{
		"a": schema(`{"properties": {"b": {"$ref": "x:///b"}}}`, reference("x:///b", "b", 1)),
		"b": schema(`{"properties": {"a": {"$ref": "x:///a"}}, "type": "object"}`, reference("x:///a", "a", 1)),
	}))
	refresh(t, r)
	if r.Get("a").Valid([]byte(`{"b": {"a": {"b": 1}}}`)) || !r.Get("a").Valid([]byte(`{"b": {"a": {"b": {}}}}`)) {
		t.Error("the cycle is not followed")
	}
}

func TestReferencesAreLimited(t *testing.T) {
	subjects := make(map[string]sr.Schema)
	for i := range 220 {
		next := fmt.Sprint("x:///", i+1)
		subjects[fmt.Sprint(i)] = schema(`{"$ref": "`+next+`"}`, reference(next, fmt.Sprint(i+1), 1))
	}
	subjects["220"] = schema(`{}`)
	r, source := open(t, serveAnything(t, subjects))
	source.Subjects = []string{"19", "20"}
	if err := r.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "more documents than the limit of 200; increase MaxReferences if that is intended") {
		t.Errorf("the error is %.300v", err)
	}
	if r.Get("19") != nil || r.Get("20") == nil {
		t.Error("the limit does not apply to each schema")
	}
}

// tangle returns n schemas, each of which refers to all, and one that refers to them. Only the number of
// paths exceeds a limit.
func tangle(n int) map[string]sr.Schema {
	var all []sr.SchemaReference
	for i := range n {
		all = append(all, reference(fmt.Sprint("x:///", i), fmt.Sprint(i), 1))
	}
	subjects := map[string]sr.Schema{"root": schema(`{}`, all...)}
	for i := range n {
		subjects[fmt.Sprint(i)] = schema(`{}`, all...)
	}
	return subjects
}

func TestWorkThatReferencesMultiplyIsLimited(t *testing.T) {
	common := map[string]sr.Schema{"common": schema(`{"type": "string"}`)}
	var all []sr.SchemaReference
	for i := range 150 {
		name := fmt.Sprint(i)
		common[name] = schema(`{"$ref": "x:///common"}`, reference("x:///common", "common", 1))
		all = append(all, reference("x:///"+name, name, 1))
	}
	common["root"] = schema(`{"$ref": "x:///149"}`, all...)
	aliases := map[string]sr.Schema{"kind": schema(`{}`)}
	all = nil
	for range 100_000 {
		all = append(all, reference("x:///kind", "kind", 1))
	}
	aliases["root"] = schema(`{}`, all...)
	large := schema(`{"title": "` + strings.Repeat("x", 1000) + `"}`)
	for name, test := range map[string]struct {
		subjects          map[string]sr.Schema
		references, bytes int    // the settings
		want              string // in the error, "" for none
		maxRequests       int
	}{
		"200 with 200 each":        {subjects: tangle(200), want: "2000 times, which is 10 times MaxReferences", maxRequests: 210},
		"one, 100,000 times":       {subjects: aliases, want: "2000 times, which is 10 times MaxReferences", maxRequests: 10},
		"200 with 200 are allowed": {subjects: tangle(200), references: 10_000, maxRequests: 210},
		"all have one in common":   {subjects: common, maxRequests: 160},
		"one too many":             {subjects: tangle(3), references: 2, want: "limit of 2; increase MaxReferences if that is intended", maxRequests: 10},
		"as many as the limit":     {subjects: tangle(3), references: 3, maxRequests: 10},
		"bytes": {
			subjects: map[string]sr.Schema{"root": schema(`{}`, reference("a", "a", 1), reference("b", "b", 1)), "a": large, "b": large},
			bytes:    2000, want: "limit of 2000; increase MaxReferenceBytes if that is intended", maxRequests: 10,
		},
		"a default of bytes": {
			subjects: map[string]sr.Schema{"root": schema(`{}`, reference("a", "a", 1)), "a": schema(`{"title": "` + strings.Repeat("x", 16<<20) + `"}`)},
			want:     "limit of 16777216; increase MaxReferenceBytes if that is intended", maxRequests: 10,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int64
			source, err := confluent.New(sr.URLs(serveAnything(t, test.subjects)), sr.HTTPClient(&http.Client{Transport: counting{&requests}}))
			if err != nil {
				t.Fatal(err)
			}
			source.Subjects, source.MaxReferences, source.MaxReferenceBytes = []string{"root"}, test.references, test.bytes
			documents, err := source.Load(t.Context())
			if test.want == "" && (err != nil || len(documents) != 1 || documents[0].Err != nil) {
				t.Errorf("the error is %v", err)
			}
			if test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("the error is %v, want %q", err, test.want)
			}
			if n := requests.Load(); n > int64(test.maxRequests) {
				t.Errorf("%d requests, more than %d", n, test.maxRequests)
			}
		})
	}
}

// counting counts requests.
type counting struct{ n *atomic.Int64 }

func (c counting) RoundTrip(r *http.Request) (*http.Response, error) {
	c.n.Add(1)
	return http.DefaultTransport.RoundTrip(r)
}

func TestReferencesOfAllSchemasAreLimited(t *testing.T) {
	subjects := map[string]sr.Schema{"large": schema(`{"title": "` + strings.Repeat("x", 15<<20) + `"}`)}
	for i := range 70 {
		subjects[fmt.Sprint(i)] = schema(`{}`, reference("large", "large", 1))
	}
	_, source := open(t, serveAnything(t, subjects))
	documents, err := source.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	var limited error
	for _, d := range documents {
		total += len(d.References) * (15 << 20)
		if d.Err != nil {
			limited = d.Err
		}
	}
	if total > 1<<30 || limited == nil || !strings.Contains(limited.Error(), "1073741824 bytes; name some schemas by Subjects, or decrease MaxVersions") {
		t.Errorf("%d bytes, the error is %v", total, limited)
	}
}
