package reflector

// This file derives the schema of merge patches (RFC 7396) from the schema of a type.

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// MergePatch returns the schema of merge patches for values of a reflected document. It accepts
// every patch with a valid result, and rejects faults that the patch alone shows: keywords that
// depend on the whole object are left out. Arrays are replaced as a whole, so the keywords below
// them remain; a type that also occurs elsewhere has two definitions. With defaults, null may remove
// a required property that has a default, and objects in arrays may lack it.
func MergePatch(document []byte, null NullStyle, defaults bool) ([]byte, error) {
	tree, err := parseTree(document)
	if err != nil {
		return nil, err
	}
	root, ok := tree.(object)
	if !ok {
		return document, nil
	}
	p := &patcher{root: root, null: null, defaults: defaults, names: make(map[string]string)}
	b := new(bytes.Buffer)
	writePlain(b, p.document(), "\n", "  ")
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// A patcher writes the schema of merge patches for a document.
type patcher struct {
	root     object
	null     NullStyle
	defaults bool              // the result gets the defaults of properties that it lacks
	names    map[string]string // of the definitions for patches, by the pointers of the schemas that they are for
	pending  []string          // pointers of definitions that are not written yet
	whole    string            // the name of a definition with the original root; "" if it is not needed
}

func (p *patcher) document() object {
	body := asObject(p.patch(p.root))
	var defs object
	for ; len(p.pending) > 0; p.pending = p.pending[1:] {
		pointer := p.pending[0]
		target, _ := find(p.root, pointer)
		defs = append(defs, member{p.names[pointer], p.patch(target)})
	}
	original, _ := p.root.get("$defs").(object)
	for _, d := range original {
		defs = append(defs, member{d.name, p.complete(d.value)})
	}
	if p.whole != "" {
		tree := asObject(p.complete(p.root.without("$schema").without("$id").without("$defs")))
		defs = append(defs, member{p.whole, tree})
	}
	if defs = inUse(body, defs); len(defs) > 0 {
		body = body.with("$defs", defs)
	}
	return ordered(body)
}

// patch returns the schema of merge patches for a schema. Values that are not objects are
// replaced, and satisfy the schema itself.
func (p *patcher) patch(tree any) any {
	s, ok := tree.(object)
	if !ok {
		return tree
	}
	var patched, beside object
	var mentioned []any // schemas that may apply, depending on what is not in the patch
	for _, m := range s {
		switch m.name {
		case "$anchor", "$dynamicAnchor", "$defs", "definitions", "default", "examples", "minProperties", "maxProperties", "required",
			"dependentRequired", "unevaluatedProperties", "not":
			continue
		case "if", "then", "else":
			mentioned = append(mentioned, p.patch(m.value))
			continue
		case "dependentSchemas":
			schemas, _ := m.value.(object)
			for _, d := range schemas {
				mentioned = append(mentioned, p.patch(d.value))
			}
			continue
		case "$ref", "$dynamicRef":
			m = p.reference(m)
		case "const", "enum":
			if slices.ContainsFunc(asList(m.value), isObject) {
				m = orObject(m)
			}
		case "properties":
			m.value = p.properties(s, asObject(m.value))
		case "patternProperties":
			m.value = p.entries(asObject(m.value))
		case "additionalProperties":
			if m.value != false {
				m.value = orNull(p.patch(m.value), p.null)
			}
		case "allOf", "anyOf", "oneOf":
			m.value = p.all(asList(m.value))
			if m.name == "oneOf" { // a patch may be one for several of them
				m.name = "anyOf"
			}
		default:
			m.value = mapSchemas(m, p.complete)
		}
		if patched.has(m.name) {
			beside = append(beside, m) // a second anyOf
			continue
		}
		patched = append(patched, m)
	}
	if len(mentioned) > 0 {
		beside = append(beside, member{"anyOf", append(mentioned, true)})
	}
	for _, m := range beside {
		patched = patched.with("allOf", append(asList(patched.get("allOf")), object{m}))
	}
	return ordered(patched)
}

func (p *patcher) all(schemas []any) []any {
	patched := make([]any, len(schemas))
	for i, s := range schemas {
		patched[i] = p.patch(s)
	}
	return patched
}

// properties returns the schemas of properties, with null for those that may be missing.
func (p *patcher) properties(s, properties object) object {
	required := asList(s.get("required"))
	var patched object
	for _, property := range properties {
		value := p.patch(property.value)
		if !slices.Contains(required, any(property.name)) || p.defaults && p.hasDefault(property.value) {
			value = orNull(value, p.null)
		}
		patched = append(patched, member{property.name, value})
	}
	for _, name := range required {
		if name, ok := name.(string); ok && !properties.has(name) {
			patched = append(patched, member{name, true}) // so that the property is defined
		}
	}
	return patched
}

// hasDefault reports whether the schema of a property, or the one that it refers to, has a default.
func (p *patcher) hasDefault(tree any) bool {
	s, _ := tree.(object)
	if s.has("default") {
		return true
	}
	pointer, ok := localPointer(member{"$ref", s.get("$ref")})
	if !ok {
		return false
	}
	target, _ := find(p.root, pointer)
	o, _ := target.(object)
	return o.has("default")
}

// entries returns schemas with null, which removes an entry.
func (p *patcher) entries(schemas object) object {
	patched := make(object, len(schemas))
	for i, s := range schemas {
		patched[i] = member{s.name, orNull(p.patch(s.value), p.null)}
	}
	return patched
}

// reference returns the reference to the definition for patches. A schema that is not part of
// the document, or is a resource of its own, applies only to values that are replaced.
func (p *patcher) reference(m member) member {
	pointer, ok := localPointer(m)
	if !ok {
		return orObject(p.completeReference(m))
	}
	if pointer == "" {
		return m // the root is the schema for patches
	}
	target, ok := find(p.root, pointer)
	if o, _ := target.(object); !ok || o.has("$id") {
		return orObject(p.completeReference(m))
	}
	name, ok := p.names[pointer]
	if !ok {
		name = p.unused(lastToken(pointer) + "Patch")
		p.names[pointer] = name
		p.pending = append(p.pending, pointer)
	}
	return member{m.name, fragment(pointerTo("$defs", name))}
}

// complete returns a schema with references to the original schemas.
func (p *patcher) complete(tree any) any {
	s, ok := tree.(object)
	if !ok || s.has("$id") {
		return tree
	}
	changed := make(object, len(s))
	for i, m := range s {
		switch m.name {
		case "$ref", "$dynamicRef":
			changed[i] = p.completeReference(m)
		case "required":
			changed[i] = member{m.name, p.withoutDefaults(s, asList(m.value))}
		default:
			changed[i] = member{m.name, mapSchemas(m, p.complete)}
		}
	}
	return changed
}

// withoutDefaults returns the required names of a schema whose properties have no default to apply.
func (p *patcher) withoutDefaults(s object, required []any) []any {
	if !p.defaults {
		return required
	}
	properties := asObject(s.get("properties"))
	left := []any{}
	for _, value := range required {
		if name, ok := value.(string); !ok || !p.hasDefault(properties.get(name)) {
			left = append(left, value)
		}
	}
	return left
}

func (p *patcher) completeReference(m member) member {
	ref, _ := m.value.(string)
	pointer, ok := localPointer(m)
	if strings.HasPrefix(pointer, "/$defs/") || !ok && !strings.HasPrefix(ref, "#") {
		return m
	}
	if p.whole == "" {
		p.whole = p.unused("Whole")
	}
	if !ok {
		return m // an anchor
	}
	return member{m.name, fragment(pointerTo("$defs", p.whole) + pointer)}
}

// unused returns a name for a definition.
func (p *patcher) unused(name string) string {
	defs, _ := p.root.get("$defs").(object)
	isUsed := func(name string) bool {
		for _, other := range p.names {
			if other == name {
				return true
			}
		}
		return defs.has(name) || name == p.whole
	}
	for isUsed(name) {
		name += "_"
	}
	return name
}

// orNull returns a schema that also accepts null.
func orNull(tree any, null NullStyle) any {
	s, ok := tree.(object)
	if !ok {
		if tree == true {
			return true
		}
		return object{{"type", "null"}}
	}
	isCombined := s.has("const") || s.has("not") || s.has("if") || s.has("$ref") || s.has("$dynamicRef") || s.has("allOf") ||
		s.has("anyOf") || s.has("oneOf")
	switch types := asList(s.get("type")); {
	case isCombined && isOrNull(s):
		return s
	case isCombined || null == NullInAnyOf && s.has("type") && !slices.Contains(types, any("null")):
		return object{{"anyOf", []any{s, object{{"type", "null"}}}}}
	case s.has("type") && !slices.Contains(types, any("null")):
		s = s.with("type", append(slices.Clone(types), "null"))
	}
	if values := asList(s.get("enum")); s.has("enum") && !slices.Contains(values, nil) {
		s = s.with("enum", append(slices.Clone(values), nil))
	}
	return s
}

// isOrNull reports whether a schema has only an anyOf with null, and annotations.
func isOrNull(s object) bool {
	for _, m := range s {
		switch m.name {
		case "anyOf", "title", "description", "deprecated", "readOnly", "writeOnly", "$comment":
		default:
			return false
		}
	}
	return slices.ContainsFunc(asList(s.get("anyOf")), func(alternative any) bool {
		o, _ := alternative.(object)
		return len(o) == 1 && o.get("type") == "null"
	})
}

// orObject returns a keyword that applies the given one only to values that are not objects.
func orObject(m member) member {
	return member{"anyOf", []any{object{{"type", "object"}}, object{m}}}
}

// inUse returns the definitions that the body or another one in use refers to. All are in use
// if there are references that are not pointers.
func inUse(body, defs object) object {
	used := make(map[string]bool)
	all := false
	var follow func(tree any)
	follow = func(tree any) {
		visitSchemas(tree, func(s object) bool {
			for _, keyword := range []string{"$ref", "$dynamicRef"} {
				if !s.has(keyword) {
					continue
				}
				pointer, ok := localPointer(member{keyword, s.get(keyword)})
				rest, isDefinition := strings.CutPrefix(pointer, "/$defs/")
				if all = all || !ok; !isDefinition {
					continue
				}
				name, _, _ := strings.Cut(rest, "/")
				if name = jsontape.UnescapeToken(name); !used[name] {
					used[name] = true
					follow(defs.get(name))
				}
			}
			return true
		})
	}
	follow(body)
	if all {
		return defs
	}
	return slices.DeleteFunc(defs, func(m member) bool { return !used[m.name] })
}

// localPointer returns the JSON Pointer of a reference within the document. ok is false
// if the reference is something else.
func localPointer(m member) (pointer string, ok bool) {
	ref, _ := m.value.(string)
	encoded, ok := strings.CutPrefix(ref, "#")
	if !ok || m.name != "$ref" {
		return "", false
	}
	pointer, err := url.PathUnescape(encoded)
	if err != nil || pointer != "" && pointer[0] != '/' {
		return "", false
	}
	return pointer, true
}

func lastToken(pointer string) string {
	return jsontape.UnescapeToken(pointer[strings.LastIndexByte(pointer, '/')+1:])
}

// asList returns a list, or a list of a single value; nil for nil.
func asList(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	}
	return []any{value}
}

func isObject(value any) bool {
	_, ok := value.(object)
	return ok
}
