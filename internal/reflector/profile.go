package reflector

// This file reduces a schema to the subset of JSON Schema that a provider of language models accepts
// for structured outputs.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// A Profile is the subset that a provider accepts.
type Profile struct {
	Name string

	// keywords are those that are supported, in addition to what every profile supports.
	keywords []string
	// formats are the supported values of format; nil for all.
	formats []string
	// complete is set if every property must be required; one that is optional in the schema
	// becomes nullable instead.
	complete bool
	// closed is set if additionalProperties must be false.
	closed bool
	// typed is set if a schema must state which type a value has.
	typed bool
	// refAlone is set if $ref must be the only keyword.
	refAlone bool
	// recursive is set if a schema may refer to itself.
	recursive bool
}

// The profiles are what the providers document.
var (
	// https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
	OpenAI = &Profile{
		Name: "OpenAI",
		keywords: []string{
			"const", "pattern", "format", "multipleOf", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum",
			"minItems", "maxItems",
		},
		formats:   []string{"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"},
		complete:  true,
		closed:    true,
		typed:     true,
		refAlone:  true,
		recursive: true,
	}
	// https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations
	Anthropic = &Profile{
		Name:     "Anthropic",
		keywords: []string{"const", "pattern", "format", "default", "minItems", "allOf"},
		formats:  []string{"date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"},
		closed:   true,
	}
	// https://ai.google.dev/api/generate-content#FIELDS.response_json_schema
	Gemini = &Profile{
		Name: "Gemini",
		keywords: []string{
			"$id", "$anchor", "format", "minimum", "maximum", "prefixItems", "minItems", "maxItems",
		},
		refAlone:  true,
		recursive: true,
	}
)

// common are the keywords that every profile supports.
var common = []string{
	"$ref", "$defs", "title", "description", "type", "enum", "items", "properties", "required", "additionalProperties", "anyOf",
}

// A Removed is a keyword that a profile does not support.
type Removed struct {
	Pointer string // to the keyword in the original document (RFC 6901)
	Keyword string
}

// Restrict returns the document reduced to what the profile supports. A oneOf becomes an
// anyOf, and a const an enum if need be. Keywords that are removed are listed in the order of
// the document, except for $schema. It is an error if the remaining schema would not have the
// same properties: if there are maps or patternProperties and objects must be closed, or if
// the root is not an object.
func (p *Profile) Restrict(document []byte) ([]byte, []Removed, error) {
	tree, err := parseTree(document)
	if err != nil {
		return nil, nil, fmt.Errorf("not valid JSON: %w", err)
	}
	root, ok := tree.(object)
	if !ok || root.get("type") != "object" {
		return nil, nil, fmt.Errorf("profile %s: the root of the schema must have the type object", p.Name)
	}
	r := &restriction{profile: p}
	root = r.schema(root, "")
	if err := errors.Join(r.problems...); err != nil {
		return nil, nil, err
	}
	if !p.recursive && isRecursive(root) {
		return nil, nil, fmt.Errorf("profile %s: recursive schemas are not supported", p.Name)
	}
	var b bytes.Buffer
	writePlain(&b, ordered(root), "\n", "  ")
	b.WriteByte('\n')
	return b.Bytes(), r.removed, nil
}

// A restriction is one run of Restrict.
type restriction struct {
	profile  *Profile
	removed  []Removed
	problems []error
}

func (r *restriction) remove(pointer, keyword string) {
	r.removed = append(r.removed, Removed{Pointer: pointer + pointerTo(keyword), Keyword: keyword})
}

func (r *restriction) reject(pointer, reason string) {
	r.problems = append(r.problems, fmt.Errorf("profile %s: %q: %s", r.profile.Name, pointer, reason))
}

func (r *restriction) schema(tree any, pointer string) object {
	s, ok := tree.(object)
	if !ok && tree == false {
		r.reject(pointer, "the schema false is not supported")
	}
	if r.profile.typed && !s.has("type") && !s.has("$ref") && !s.has("anyOf") && !s.has("oneOf") && !s.has("enum") && !s.has("const") {
		r.reject(pointer, "a schema must have a type")
	}
	alone := r.profile.refAlone && s.has("$ref")
	var kept object
	for _, m := range s {
		switch {
		case m.name == "$schema":
		case alone && m.name != "$ref" && m.name != "$defs":
			r.remove(pointer, m.name)
		default:
			if m, ok := r.keyword(s, m, pointer); ok && !kept.has(m.name) {
				kept = append(kept, m)
			}
		}
	}
	if s.get("type") == "object" || s.has("properties") {
		kept = r.object(kept, pointer)
	}
	return ordered(kept)
}

// keyword returns what remains of a keyword of schema s; ok is false if it is nothing.
func (r *restriction) keyword(s object, m member, pointer string) (kept member, ok bool) {
	supported := func(name string) bool {
		return slices.Contains(common, name) || slices.Contains(r.profile.keywords, name)
	}
	at := pointer + pointerTo(m.name)
	switch m.name {
	case "definitions":
		m.name = "$defs"
		fallthrough
	case "properties", "$defs":
		return member{m.name, r.schemas(asObject(m.value), at)}, true
	case "anyOf", "oneOf", "allOf", "prefixItems":
		// Without some of the keywords, two alternatives of oneOf may match. (Gemini
		// interprets oneOf as anyOf.)
		if m.name == "oneOf" && !s.has("anyOf") {
			r.remove(pointer, m.name)
			m.name = "anyOf"
		}
		if supported(m.name) && (m.name != "allOf" || !slices.ContainsFunc(asList(m.value), hasReference)) {
			return member{m.name, r.list(asList(m.value), at)}, true
		}
	case "items":
		if m.value != false { // next to prefixItems
			return member{m.name, r.schema(m.value, at)}, true
		}
	case "additionalProperties":
		if kept, ok := r.additional(m, at); ok {
			return kept, true
		}
	case "patternProperties":
		if r.profile.closed {
			r.reject(at, "objects with any names are not supported")
		}
	case "const":
		if supported(m.name) {
			return m, true
		}
		if !s.has("enum") && isStringOrNumber(m.value) {
			return member{"enum", []any{m.value}}, true
		}
	case "minItems":
		if r.profile == Anthropic && plainText(m.value) != "0" && plainText(m.value) != "1" {
			break
		}
		return m, true
	case "format":
		if name, _ := m.value.(string); r.profile.formats == nil || slices.Contains(r.profile.formats, name) {
			return m, true
		}
	default:
		if supported(m.name) {
			return m, true
		}
	}
	r.remove(pointer, m.name)
	return m, false
}

// additional returns what remains of additionalProperties; ok is false if it is nothing.
func (r *restriction) additional(m member, pointer string) (kept member, ok bool) {
	switch {
	case m.value == false || m.value == true && !r.profile.closed:
		return m, true
	case !r.profile.closed:
		return member{m.name, r.schema(m.value, pointer)}, true
	case m.value != true:
		r.reject(pointer, "objects with any names are not supported")
	}
	return m, false
}

func hasReference(tree any) bool { return asObject(tree).has("$ref") }

func isStringOrNumber(value any) bool {
	switch value.(type) {
	case string, json.Number:
		return true
	}
	return false
}

func (r *restriction) schemas(schemas object, pointer string) object {
	restricted := make(object, len(schemas))
	for i, m := range schemas {
		restricted[i] = member{m.name, r.schema(m.value, pointer+pointerTo(m.name))}
	}
	return restricted
}

func (r *restriction) list(schemas []any, pointer string) []any {
	restricted := make([]any, len(schemas))
	for i, s := range schemas {
		restricted[i] = r.schema(s, pointer+"/"+strconv.Itoa(i))
	}
	return restricted
}

// object completes the schema of an object.
func (r *restriction) object(s object, pointer string) object {
	if r.profile.complete {
		properties := asObject(s.get("properties"))
		s = s.with("properties", nullable(s, properties))
		required := make([]any, len(properties))
		for i, property := range properties {
			required[i] = property.name
		}
		for _, name := range asList(s.get("required")) {
			if name, ok := name.(string); ok && !properties.has(name) {
				r.reject(pointer, fmt.Sprintf("the required property %q has no schema", name))
			}
		}
		s = s.with("required", required)
	}
	if r.profile.closed {
		s = s.with("additionalProperties", false)
	}
	return s
}

// nullable returns the properties with null for those that s does not require.
func nullable(s, properties object) object {
	required := asList(s.get("required"))
	changed := make(object, len(properties))
	for i, m := range properties {
		if !slices.Contains(required, any(m.name)) {
			m.value = orNull(m.value, NullInType)
		}
		changed[i] = m
	}
	return changed
}

// Nullable returns the document with null allowed for every optional property, which is what
// values of a profile with required properties only have in place of missing ones. For other
// profiles it returns the document.
func (p *Profile) Nullable(document []byte) ([]byte, error) {
	if !p.complete {
		return document, nil
	}
	tree, err := parseTree(document)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	writePlain(&b, eachSchema(tree, func(s object) object {
		if properties, ok := s.get("properties").(object); ok {
			return s.with("properties", nullable(s, properties))
		}
		return s
	}), "\n", "  ")
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// isRecursive reports whether a schema in the document refers, directly or not, to one that it
// is in.
func isRecursive(root object) bool {
	const open, done = 1, 2
	state := make(map[string]int)
	var follow func(tree any) bool
	follow = func(tree any) bool {
		found := false
		visitSchemas(tree, func(s object) bool {
			if pointer, ok := localPointer(member{"$ref", s.get("$ref")}); ok && !found {
				switch state[pointer] {
				case open:
					found = true
				case done:
				default:
					state[pointer] = open
					target, _ := find(root, pointer)
					found = follow(target)
					state[pointer] = done
				}
			}
			return !found
		})
		return found
	}
	state[""] = open
	return follow(root)
}
