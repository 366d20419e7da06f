package verdict_test

// This file tests Walk and Lookup.

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/verdict-lint/verdict"
)

func TestWalkVisitsEachSchemaOnce(t *testing.T) {
	other := verdict.WithResource("https://example.com/other", []byte(`{"items": {"$ref": "s"}, "$defs": {"x": {}}}`))
	s := compiled(t, `{"$id": "https://example.com/s", "properties": {"a/b": {"$ref": "other"}, "t": true, "n": {"enum": [{"items": {}}]}},
		"additionalProperties": false, "allOf": [{"$ref": "#/$defs/unused"}, {"if": {}, "then": {"not": {}}}],
		"$defs": {"unused": {"x-none": {"items": {}}}, "lost": {"$ref": "https://example.com/nowhere"}, "self": {"$ref": "#"}}}`, other)
	var got []string
	for schema := range s.Walk() {
		line := schema.Location
		for _, r := range schema.References {
			line += " " + r.Keyword + " " + r.Location
		}
		got = append(got, line)
	}
	want := []string{
		"https://example.com/s#",
		"https://example.com/s#/properties/a~1b $ref https://example.com/other#",
		"https://example.com/s#/properties/t",
		"https://example.com/s#/properties/n",
		"https://example.com/s#/allOf/0 $ref https://example.com/s#/$defs/unused",
		"https://example.com/s#/allOf/1",
		"https://example.com/s#/allOf/1/if",
		"https://example.com/s#/allOf/1/then",
		"https://example.com/s#/allOf/1/then/not",
		"https://example.com/s#/$defs/unused",
		"https://example.com/s#/$defs/lost",
		"https://example.com/s#/$defs/self $ref https://example.com/s#",
		"https://example.com/other#",
		"https://example.com/other#/items $ref https://example.com/s#",
		"https://example.com/other#/$defs/x",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestWalkFollowsReferencesOfEachDraft(t *testing.T) {
	for draft, uri := range everyDraft {
		s := compiled(t, fmt.Sprintf(`{"$schema": %q, "items": {"$ref": "#/definitions/a", "not": {}},
			"definitions": {"a": {"$recursiveRef": "#"}, "b": {"$dynamicRef": "#/definitions/a"}}}`, uri))
		var got []string
		for schema := range s.Walk() {
			if schema.Draft != draft {
				t.Errorf("%s has the draft %d, not %d", schema.Location, schema.Draft, draft)
			}
			for _, r := range schema.References {
				got = append(got, r.Keyword)
			}
			if schema.Pointer == "/items/not" && draft <= verdict.Draft7 {
				t.Errorf("draft %d: what is next to a $ref is visited", draft)
			}
		}
		want := []string{"$ref"}
		switch draft {
		case verdict.Draft2019:
			want = []string{"$ref", "$recursiveRef"}
		case verdict.Draft2020:
			want = []string{"$ref", "$dynamicRef"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("draft %d: %q", draft, got)
		}
	}
}

func TestWalkLoadsNothing(t *testing.T) {
	loads := 0
	s := compiled(t, `{"$defs": {"a": {"$ref": "https://example.com/a"}}}`, verdict.WithLoader(func(string) ([]byte, error) {
		loads++
		return []byte(`{}`), nil
	}))
	for range s.Walk() {
	}
	if loads != 0 {
		t.Errorf("%d documents are loaded", loads)
	}
}

func TestLookupFindsTheSchemasOfALocation(t *testing.T) {
	const schema = `{
		"properties": {"a": {"$ref": "#/$defs/named"}, "list": {"prefixItems": [{"title": "first"}], "items": {"title": "others"}},
			"": {"title": "empty"}, "x/y~": {"title": "escaped"}, "some": {"anyOf": [{"properties": {"in": {}}}, {"title": "b"}]},
			"one": {"oneOf": [{"title": "only"}]}},
		"patternProperties": {"^a": {"title": "pattern"}},
		"additionalProperties": {"items": true},
		"allOf": [{"properties": {"a": {"minLength": 1}}}],
		"not": {"properties": {"a": {"title": "not"}}},
		"if": {"properties": {"a": {"const": 1}}}, "then": {"properties": {"b": {}}}, "else": {"properties": {"b": {}}},
		"dependentSchemas": {"a": {"properties": {"b": {}}}},
		"$defs": {"named": {"type": "string"}}}`
	s := compiled(t, schema)
	for pointer, want := range map[string]string{
		"":         "# ?#/dependentSchemas/a #/allOf/0 ?#/if ?#/then ?#/else",
		"/a":       "#/properties/a #/$defs/named #/patternProperties/%5Ea #/allOf/0/properties/a ?#/if/properties/a",
		"/ab":      "#/patternProperties/%5Ea",
		"/b":       "#/additionalProperties ?#/dependentSchemas/a/properties/b ?#/then/properties/b ?#/else/properties/b",
		"/b/0":     "#/additionalProperties/items",
		"/list":    "#/properties/list",
		"/list/0":  "#/properties/list/prefixItems/0",
		"/list/1":  "#/properties/list/items",
		"/list/-":  "#/properties/list/items",
		"/list/-1": "", "/list/x": "", "/list/0/x": "",
		"/":        "#/properties/",
		"/x~1y~0":  "#/properties/x~1y~0",
		"/some":    "#/properties/some ?#/properties/some/anyOf/0 ?#/properties/some/anyOf/1",
		"/some/in": "?#/properties/some/anyOf/0/properties/in",
		"/one":     "#/properties/one #/properties/one/oneOf/0",
		"a":        "",
	} {
		var got []string
		for _, schema := range s.Lookup(pointer) {
			mark := ""
			if schema.Conditional {
				mark = "?"
			}
			got = append(got, mark+strings.TrimPrefix(schema.Location, "verdict:///schema.json"))
		}
		if line := strings.Join(got, " "); line != want {
			t.Errorf("%q:\ngot  %s\nwant %s", pointer, line, want)
		}
	}
}

func TestLookupOfAlternativesThatAlsoApplyUnconditionally(t *testing.T) {
	s := compiled(t, `{"anyOf": [{"$ref": "#/$defs/a"}, {}], "allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"allOf": [{"properties": {"x": {}}}]}}}`)
	for pointer, location := range map[string]string{"": "#/$defs/a", "/x": "#/$defs/a/allOf/0/properties/x"} {
		found := s.Lookup(pointer)
		k := slices.IndexFunc(found, func(schema verdict.Subschema) bool { return strings.HasSuffix(schema.Location, location) })
		if k < 0 || found[k].Conditional {
			t.Errorf("%q: %+v", pointer, found)
		}
	}
}

func TestLookupOfRecursiveSchemasEnds(t *testing.T) {
	tree := compiled(t, `{"$id": "https://example.com/tree", "$dynamicAnchor": "node", "properties": {"children": {"items": {"$dynamicRef": "#node"}}}}`)
	if found := tree.Lookup("/children/0/children/7/children"); len(found) != 1 || found[0].Pointer != "/properties/children" {
		t.Errorf("got %+v", found)
	}
	loop := compiled(t, `{"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"anyOf": [{"$ref": "#"}, {}]}}}`)
	if found := loop.Lookup(""); len(found) != 5 {
		t.Errorf("got %+v", found)
	}
	deep := strings.Repeat("/children/0", 10_000)
	if found := tree.Lookup(deep); len(found) != 2 {
		t.Errorf("got %+v", found)
	}
}

func TestASubschemaShowsItsKeywords(t *testing.T) {
	s := compiled(t, `{"properties": {"a": {"title": "Ä", "enum": [1, 2]}, "b": false}}`)
	a := s.Lookup("/a")[0]
	title, ok := a.Keyword("title")
	if !ok || title.String() != "Ä" || a.Pointer != "/properties/a" || string(a.Value.Raw()) != `{"title": "Ä", "enum": [1, 2]}` {
		t.Errorf("got %+v", a)
	}
	if _, ok := a.Keyword("type"); ok {
		t.Error("a keyword that is not there")
	}
	b := s.Lookup("/b")[0]
	if _, ok := b.Keyword("title"); ok || b.Value.Kind() != verdict.KindBoolean || b.Value.Bool() {
		t.Errorf("got %+v", b)
	}
}

func TestWalkAndLookupAreSafeForConcurrentUse(t *testing.T) {
	s := compiled(t, `{"$ref": "https://json-schema.org/draft/2020-12/schema"}`)
	var group sync.WaitGroup
	counts := make([]int, 8)
	for k := range counts {
		group.Go(func() {
			for range s.Walk() {
				counts[k]++
			}
			counts[k] += len(s.Lookup("/properties/x"))
			s.Valid([]byte(`{}`))
		})
	}
	group.Wait()
	if slices.Min(counts) != slices.Max(counts) || counts[0] < 100 {
		t.Errorf("got %v", counts)
	}
}

func TestASchemaThatIsNotCompiledHasNoSubschemas(t *testing.T) {
	var none *verdict.Typed[int]
	for range none.Walk() {
		t.Error("a schema")
	}
	for range (&verdict.Schema{}).Walk() {
		t.Error("a schema")
	}
	if none.Lookup("") != nil {
		t.Error("a schema")
	}
}
