package verdict_test

// This file tests that the schema locations of a violation lead to its keyword.

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// A schemaIndex holds schema resources by absolute URI, without fragment.
type schemaIndex map[string]any

// indexRemotes indexes every document of the suite's remotes/.
func indexRemotes(t *testing.T, suite string) schemaIndex {
	t.Helper()
	index := make(schemaIndex)
	fsys := os.DirFS(filepath.Join(suite, "remotes"))
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".json" {
			return err
		}
		document, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		return index.add(remotesURI+name, document)
	})
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// add indexes a document under its URI, and each resource embedded in it under
// the URI that its $id gives.
func (x schemaIndex) add(uri string, document []byte) error {
	base, err := url.Parse(uri)
	if err != nil {
		return err
	}
	var root any
	if err := json.Unmarshal(document, &root); err != nil {
		return err
	}
	x[uri] = root
	x.addResources(base, root)
	return nil
}

func (x schemaIndex) addResources(base *url.URL, v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			x.addResources(base, item)
		}
	case map[string]any:
		for _, keyword := range []string{"$id", "id"} { // "id" in draft 4
			id, _ := v[keyword].(string)
			uri, err := url.Parse(id)
			if id == "" || err != nil || strings.HasPrefix(id, "#") {
				continue
			}
			base = base.ResolveReference(uri)
			x[strings.TrimSuffix(base.String(), "#")] = v
		}
		for _, child := range v {
			x.addResources(base, child)
		}
	}
}

// with returns the index with an additional document.
func (x schemaIndex) with(uri string, document []byte) schemaIndex {
	all := maps.Clone(x)
	if err := all.add(uri, document); err != nil {
		return x
	}
	return all
}

// check fails if a location of v cannot be resolved, or if the two locations
// do not end at the same keyword.
func (x schemaIndex) check(document []byte, v verdict.Violation) error {
	if v.KeywordLocation == "" && v.Rule != verdict.RuleFalseSchema {
		return fmt.Errorf("no keyword location")
	}
	if err := x.checkAbsolute(v.SchemaLocation); err != nil {
		return err
	}
	_, fragment, _ := strings.Cut(v.SchemaLocation, "#")
	pointer, err := url.PathUnescape(fragment)
	if err != nil {
		return err
	}
	before, after := splitAtReference(v.KeywordLocation, v.Rule == verdict.RuleFalseSchema)
	// Of a resource embedded on the way, the schema location shows only the end.
	if !strings.HasSuffix(pointer, after) && !strings.HasSuffix(after, pointer) {
		return fmt.Errorf("keyword location %q and schema location %q end differently", v.KeywordLocation, v.SchemaLocation)
	}
	var root any
	if err := json.Unmarshal(document, &root); err != nil {
		return err
	}
	if _, ok := follow(root, before); !ok {
		return fmt.Errorf("keyword location %q cannot be resolved", v.KeywordLocation)
	}
	return nil
}

// checkAbsolute follows a schema location through the index. Of a metaschema it
// is only known where it is kept.
func (x schemaIndex) checkAbsolute(location string) error {
	uri, fragment, _ := strings.Cut(location, "#")
	if strings.HasPrefix(uri, "http://json-schema.org/") || strings.HasPrefix(uri, "https://json-schema.org/draft/") {
		return nil
	}
	root, ok := x[uri]
	if !ok {
		return fmt.Errorf("schema location %q names no known resource", location)
	}
	pointer, err := url.PathUnescape(fragment)
	if err != nil {
		return err
	}
	if _, ok := follow(root, pointer); !ok {
		return fmt.Errorf("schema location %q cannot be resolved", location)
	}
	return nil
}

// splitAtReference cuts a keyword location at its references: before is what
// leads from the root to the first, after what follows the last. If it leads to
// a schema instead of a keyword, it may also end with a reference.
func splitAtReference(location string, toSchema bool) (before, after string) {
	tokens := strings.Split(location, "/")
	first, last := len(tokens), 0
	for i, token := range tokens {
		if i == len(tokens)-1 && !toSchema {
			break
		}
		switch token {
		case "$ref", "$dynamicRef", "$recursiveRef":
			first, last = min(first, i+1), i+1
		}
	}
	before = strings.Join(tokens[:first], "/")
	after = strings.Join(tokens[last:], "/")
	if last > 0 && last < len(tokens) {
		after = "/" + after
	}
	return before, after
}

// follow resolves a JSON Pointer in a decoded document.
func follow(v any, pointer string) (any, bool) {
	if pointer == "" {
		return v, true
	}
	for _, token := range strings.Split(pointer, "/")[1:] {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		switch parent := v.(type) {
		case map[string]any:
			child, ok := parent[token]
			if !ok {
				return nil, false
			}
			v = child
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(parent) {
				return nil, false
			}
			v = parent[i]
		default:
			return nil, false
		}
	}
	return v, true
}
