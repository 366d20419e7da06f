package rules

import (
	"fmt"
	"maps"
	"slices"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// requiredUndefined reports a required property that no schema for the same object defines,
// though they define others: it is misspelt, or was renamed or removed in one place only. A schema
// without properties may intentionally require a name that is unlike all others.
var requiredUndefined = Rule{
	Name:            "required-undefined",
	Severity:        finding.Warning,
	CheckSchemaFile: checkRequiredUndefined,
}

// An objectGroup is a set of schemas that may apply to the same object.
type objectGroup struct {
	names    map[string]bool // that they define
	patterns []*subschema    // that have patternProperties
	open     bool            // other names may be defined too
}

func checkRequiredUndefined(f *SchemaFile) {
	groupOf := f.objectGroups()
	for _, s := range f.schemas {
		required, ok := s.value("required", jsontape.Array)
		g := groupOf(s)
		if !ok || g.open || len(g.names) == 0 || f.forbidsOthers(s) || s.isNegated() {
			continue
		}
		for item := range items(f.tape, required) {
			if f.tape.Nodes[item].Kind() != jsontape.String {
				continue
			}
			name := f.tape.String(item)
			matches := func(s *subschema) bool { return f.matchesPattern(s, name) }
			if g.names[name] || slices.ContainsFunc(g.patterns, matches) {
				continue
			}
			near, isNear := nearest.Of(name, slices.Sorted(maps.Keys(g.names)))
			_, here := s.any("properties")
			switch {
			case isNear:
				f.report(item, fmt.Sprintf("property %q is required, but not defined; did you mean %q?", name, near), nil)
			case here:
				f.report(item, fmt.Sprintf("property %q is required, but not defined; define it in \"properties\"", name), nil)
			}
		}
	}
}

// forbidsOthers reports whether a schema forbids what it does not define, so that requiring it
// is a contradiction.
func (f *SchemaFile) forbidsOthers(s *subschema) bool {
	_, ok := s.value("additionalProperties", jsontape.False)
	return ok
}

// isNegated reports whether a schema is in a "not" for the same value, so that what it requires must be
// absent.
func (s *subschema) isNegated() bool {
	for ; s != nil; s = s.parent {
		if s.within == "not" {
			return true
		}
		if !slices.Contains(inPlace, s.within) {
			return false
		}
	}
	return false
}

// objectGroups joins the schemas of a file that may apply to the same object: through in-place
// applicators and references.
func (f *SchemaFile) objectGroups() (of func(s *subschema) *objectGroup) {
	joined := make(map[*subschema]*subschema)
	var find func(s *subschema) *subschema
	find = func(s *subschema) *subschema {
		if joined[s] == nil || joined[s] == s {
			return s
		}
		joined[s] = find(joined[s])
		return joined[s]
	}
	open := make(map[*subschema]bool)
	for _, s := range f.schemas {
		if s.parent != nil && (slices.Contains(inPlace, s.within) || s.within == "not") {
			joined[find(s)] = find(s.parent)
		}
	}
	for _, r := range f.refs {
		target := f.at[r.target.Node]
		if r.err != nil || r.target.Resource.Document != f.Root.Document || target == nil {
			open[r.from] = true
			continue
		}
		joined[find(r.from)] = find(target)
	}
	groups := make(map[*subschema]*objectGroup)
	for _, s := range f.schemas {
		root := find(s)
		g := groups[root]
		if g == nil {
			g = &objectGroup{names: make(map[string]bool)}
			groups[root] = g
		}
		g.open = g.open || open[s]
		f.define(g, s)
	}
	return func(s *subschema) *objectGroup { return groups[find(s)] }
}

// define adds what a schema defines to its group.
func (f *SchemaFile) define(g *objectGroup, s *subschema) {
	if properties, ok := s.any("properties"); ok {
		for key := range members(f.tape, properties) {
			g.names[f.tape.String(key)] = true
		}
	}
	if _, ok := s.any("patternProperties"); ok {
		g.patterns = append(g.patterns, s)
	}
	for _, keyword := range []string{"additionalProperties", "unevaluatedProperties", "propertyNames"} {
		if _, ok := s.value(keyword, jsontape.Object); ok {
			g.open = true
		}
	}
}
