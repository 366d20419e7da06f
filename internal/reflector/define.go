package reflector

// This file determines which types have a definition, its name, and how it is
// referred to.

import (
	"cmp"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/tags"
)

// A definition is a schema that is referred to: of a struct, of a type that contains itself, or
// of a type with a schema of its own.
type definition struct {
	of    reflect.Type
	inner string // the name of a definition within the schema of of, if it is one
	token string // a placeholder in $ref until every name is known

	null   bool
	types  tags.Types
	needed bool

	schema *jsonschema.Schema
	tree   object // instead of schema, if it was provided
}

// tokenScheme is the prefix of tokens. No reference of a user begins with it.
const tokenScheme = "verdict-definition:"

func (d *definition) reference() shape {
	return shape{schema: &jsonschema.Schema{Ref: d.token}, null: d.null, types: d.types}
}

// define adds d to the definitions.
func (w *walk) define(d *definition) {
	w.addToken(d)
	w.definitions = append(w.definitions, d)
	if d.inner == "" {
		w.defined[d.of] = d
	}
}

func (w *walk) addToken(d *definition) {
	if d.token == "" {
		w.tokens++
		d.token = fmt.Sprintf("%s%d", tokenScheme, w.tokens)
	}
}

// adopt makes a definition of a schema that is provided for t. Its own definitions
// become definitions of the document, and references are adjusted, because `#` is the
// whole document. A schema with an $id is a resource of its own and stays whole.
func (w *walk) adopt(t reflect.Type, tree object) *definition {
	d := &definition{of: t}
	kind, _ := tree.get("type").(string)
	d.types = typesOf(kind)
	w.define(d)
	if dialect, ok := tree.get("$schema").(string); ok && strings.TrimSuffix(dialect, "#") != jsonschema.Version {
		w.within(t, "", func() { w.fail("the schema that replaces it is of %s, not of %s", dialect, jsonschema.Version) })
	}
	tree = tree.without("$schema")
	if tree.has("$id") {
		d.tree = tree
		return d
	}
	inner := make(map[string]*definition)
	for _, keyword := range []string{"$defs", "definitions"} {
		nested, _ := tree.get(keyword).(object)
		for _, m := range nested {
			one := &definition{of: t, inner: m.name, tree: asObject(m.value)}
			w.define(one)
			inner[pointerTo(keyword, m.name)] = one
		}
		tree = tree.without(keyword)
	}
	for _, one := range inner {
		one.tree = asObject(relocate(one.tree, d, inner))
	}
	d.tree = asObject(relocate(tree, d, inner))
	return d
}

// relocate rewrites the references within a schema that moved.
func relocate(tree any, whole *definition, inner map[string]*definition) any {
	return eachSchema(tree, func(s object) object {
		ref, _ := s.get("$ref").(string)
		encoded, local := strings.CutPrefix(ref, "#")
		pointer, err := url.PathUnescape(encoded)
		if !local || err != nil || pointer != "" && pointer[0] != '/' {
			return s
		}
		to, rest := whole.token, pointer
		for head, d := range inner {
			if pointer == head || strings.HasPrefix(pointer, head+"/") {
				to, rest = d.token, strings.TrimPrefix(pointer, head)
			}
		}
		return s.with("$ref", to+rest)
	})
}

// asObject returns a schema as an object, also if it is a boolean.
func asObject(tree any) object {
	switch tree := tree.(type) {
	case object:
		return tree
	case bool:
		if !tree {
			return object{{"not", object{}}}
		}
	}
	return object{}
}

// names assigns every definition a unique name: that of its type; if that is not
// enough, with the packages of its type arguments; then with its own package; then
// with whole import paths. Types of two functions that still have the same name are numbered
// in the order of their structure, so that no name depends on the order in
// which the types were visited.
func names(definitions []*definition) map[*definition]string {
	named := make(map[*definition]string, len(definitions))
	taken := make(map[string]bool)
	pending := definitions
	for _, candidate := range []func(*definition) string{shortName, argumentName, packageName, pathName} {
		count := make(map[string]int)
		for _, d := range pending {
			count[candidate(d)]++
		}
		var rest []*definition
		for _, d := range pending {
			name := candidate(d)
			if count[name] > 1 || taken[name] {
				rest = append(rest, d)
				continue
			}
			named[d] = name
		}
		for _, d := range pending {
			if name, ok := named[d]; ok {
				taken[name] = true
			}
		}
		pending = rest
	}
	slices.SortStableFunc(pending, func(a, b *definition) int { return cmp.Compare(signature(a), signature(b)) })
	for _, d := range pending {
		name := pathName(d)
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s_%d", pathName(d), n)
		}
		named[d] = name
		taken[name] = true
	}
	return named
}

var (
	importPath = lazyregexp.New(`[^\[\],*{} ;]*/`)
	qualifier  = lazyregexp.New(`[\pL_][\pL\pN_\-]*\.`)
	unnameable = lazyregexp.New(`[^\pL\pN_.\-]+`)
	localMark  = lazyregexp.New(`·[0-9]+`)
)

// typeName is the name of the type, whose type arguments are written with their
// whole import paths.
func typeName(d *definition) string {
	switch {
	case d.inner != "":
		return d.inner
	case d.of.Name() != "":
		return localMark().ReplaceAllString(d.of.Name(), "")
	}
	return d.of.String()
}

// nameable converts a type's name to the name of a definition.
func nameable(name string) string {
	name = strings.Trim(unnameable().ReplaceAllString(name, "_"), "_")
	if name == "" {
		return "Type"
	}
	return name
}

// shortName is the name of the type without any package.
func shortName(d *definition) string {
	name := importPath().ReplaceAllString(typeName(d), "")
	return nameable(qualifier().ReplaceAllString(name, ""))
}

// argumentName is the name with the packages of type arguments.
func argumentName(d *definition) string {
	return nameable(importPath().ReplaceAllString(typeName(d), ""))
}

func packageName(d *definition) string {
	path := d.of.PkgPath()
	return withPackage(path[strings.LastIndexByte(path, '/')+1:], argumentName(d))
}

func pathName(d *definition) string {
	return withPackage(unnameable().ReplaceAllString(d.of.PkgPath(), "_"), nameable(typeName(d)))
}

func withPackage(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// signature returns the structure of a type as text.
func signature(d *definition) string {
	if d.of.Kind() != reflect.Struct {
		return d.of.Kind().String()
	}
	var b strings.Builder
	for i := range d.of.NumField() {
		f := d.of.Field(i)
		fmt.Fprintln(&b, f.Name, f.Type, f.Tag)
	}
	return b.String()
}
