package rules

import (
	"fmt"
	"slices"

	"github.com/verdict-lint/verdict/internal/equal"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// ambiguousOneOf reports a oneOf with an alternative that accepts all that another accepts,
// so that whatever matches the other matches two
// (https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.3).
var ambiguousOneOf = Rule{
	Name:            "ambiguous-one-of",
	Severity:        finding.Warning,
	CheckSchemaFile: checkAmbiguousOneOf,
}

func checkAmbiguousOneOf(f *SchemaFile) {
	for _, s := range f.schemas {
		list, ok := s.value("oneOf", jsontape.Array)
		if !ok || f.tape.Count(list) > maxAlternatives {
			continue
		}
		var all []alternative
		for item := range items(f.tape, list) {
			all = append(all, f.alternative(s.place.At(item)))
		}
		for i, a := range all {
			if other, ok := swallowed(all, i); ok {
				f.report(a.node, fmt.Sprintf("oneOf[%d] accepts every value that oneOf[%d] accepts, so no value matches only oneOf[%d]; use \"anyOf\"", i, other, other), nil)
			}
		}
	}
}

// maxAlternatives bounds how many alternatives are compared with one another.
const maxAlternatives = 1000

// swallowed returns the first alternative all of whose values the one at i accepts too. Of two equal
// alternatives, the later one is reported.
func swallowed(all []alternative, i int) (other int, ok bool) {
	for j := range all {
		if i != j && all[i].contains(&all[j]) && (j < i || !all[j].contains(&all[i])) {
			return j, true
		}
	}
	return 0, false
}

// An alternative has the evident properties of an alternative: its constraints by keyword, and the types
// that it accepts.
type alternative struct {
	node    uint32 // in the oneOf
	known   bool   // constraints are all there are
	never   bool
	where   resource.Place
	asserts map[string]uint32
	types   []string // that values may have; nil if unknown
}

// maxReferences is the maximum number of consecutive references that are followed.
const maxReferences = 8

func (f *SchemaFile) alternative(place resource.Place) alternative {
	a := alternative{node: place.Node, asserts: make(map[string]uint32)}
	for range maxReferences {
		tape := place.Tape()
		a.where = place
		switch tape.Nodes[place.Node].Kind() {
		case jsontape.Object:
		case jsontape.True:
			a.known = true
			return a
		default:
			a.never = true
			return a
		}
		clear(a.asserts)
		reference := uint32(0)
		for key := range members(tape, place.Node) {
			name := tape.String(key)
			since, _, ok := program.Drafts(name)
			draft := place.Resource.Dialect.Draft
			if ok && (since <= draft || name == "const") || name == "nullable" && draft == resource.OpenAPI30 { // const is reported in draft 4
				a.asserts[name] = key + 1
			}
			if name == "$ref" {
				reference = key + 1
			}
		}
		if reference == 0 || len(a.asserts) > 1 && place.Resource.Dialect.Draft >= resource.Draft2019 {
			break
		}
		target, err := f.Registry.Resolve(place.Resource, tape.String(reference))
		if err != nil {
			return a
		}
		place = target
	}
	a.known = a.asserts["$ref"] == 0 && a.asserts["$dynamicRef"] == 0 && a.asserts["$recursiveRef"] == 0
	a.types = typesOf(a.where.Tape(), a.asserts)
	return a
}

// typesOf returns the types that values of a schema may have: those of type, or of the values
// of enum or const.
func typesOf(tape *jsontape.Tape, asserts map[string]uint32) []string {
	var types []string
	if node, ok := asserts["type"]; ok {
		if nullable := asserts["nullable"]; nullable != 0 && tape.Nodes[nullable].Kind() == jsontape.True {
			types = append(types, "null")
		}
		if tape.Nodes[node].Kind() == jsontape.String {
			return append(types, tape.String(node))
		}
		for item := range items(tape, node) {
			types = append(types, tape.String(item))
		}
		return types
	}
	if node, ok := asserts["const"]; ok {
		return []string{typeOf(tape, node)}
	}
	if node, ok := asserts["enum"]; ok {
		for item := range items(tape, node) {
			if name := typeOf(tape, item); !slices.Contains(types, name) {
				types = append(types, name)
			}
		}
	}
	return types
}

func typeOf(tape *jsontape.Tape, node uint32) string {
	for _, name := range []string{"null", "boolean", "string", "array", "object", "integer"} {
		if isOfType(tape, node, []string{name}) {
			return name
		}
	}
	return "number"
}

// contains reports whether an alternative evidently accepts all that another one accepts.
func (a *alternative) contains(b *alternative) bool {
	switch {
	case !a.known || a.never || b.never:
		return false
	case len(a.asserts) == 0:
		return true
	case len(a.asserts) == 1 && a.asserts["type"] != 0:
		accepts := func(name string) bool {
			return slices.Contains(a.types, name) || name == "integer" && slices.Contains(a.types, "number")
		}
		return len(b.types) > 0 && !slices.ContainsFunc(b.types, func(name string) bool { return !accepts(name) })
	}
	return b.known && a.equals(b)
}

// equals reports whether two alternatives have the same constraints.
func (a *alternative) equals(b *alternative) bool {
	if a.where.Resource != b.where.Resource || len(a.asserts) != len(b.asserts) {
		return false
	}
	for name, value := range a.asserts {
		other, ok := b.asserts[name]
		if !ok || !equal.Values(a.where.Tape(), value, other) {
			return false
		}
	}
	return true
}
