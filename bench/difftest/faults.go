package difftest

// This file lists the known faults of the references. A difference that a fault explains is not a
// finding; therefore each predicate is as narrow as possible.

import "github.com/verdict-lint/verdict"

// A Fault is a deviation of a reference from the specification.
type Fault struct {
	Reference string
	Name      string
	Reason    string // what it does, what it should do, and the section of the specification
	Meets     func(c Case, value any) bool
}

// Faults returns the list.
func Faults() []Fault {
	return []Fault{
		{V5, "dynamic scope", "a $dynamicRef finds anchors of resources that evaluation never entered (Core 2020-12, section 8.2.3.2)",
			func(c Case, _ any) bool { return has(c.Schema, "$dynamicRef") && count(c.Schema, "$dynamicAnchor") > 1 }},
		{V6, "recursion through propertyNames", "takes a $recursiveRef or $dynamicRef below propertyNames for an endless loop, though it is another instance",
			func(c Case, _ any) bool {
				return below(c.Schema, "propertyNames", "$recursiveRef") || below(c.Schema, "propertyNames", "$dynamicRef")
			}},
	}
}

// has reports whether a keyword is anywhere in the schema.
func has(schema any, keyword string) bool { return count(schema, keyword) > 0 }

// below reports whether one keyword is anywhere below another.
func below(schema any, outer, inner string) bool {
	found := false
	visit(schema, func(object map[string]any) {
		if sub, ok := object[outer]; ok && has(sub, inner) {
			found = true
		}
	})
	return found
}

// count returns how often a name occurs in the schema.
func count(schema any, name string) int {
	n := 0
	visit(schema, func(object map[string]any) {
		if _, ok := object[name]; ok {
			n++
		}
	})
	return n
}

// visit calls f for every object in v.
func visit(v any, f func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		f(v)
		for _, name := range sortedNames(v) {
			visit(v[name], f)
		}
	case []any:
		for _, item := range v {
			visit(item, f)
		}
	}
}

// before reports whether a draft is older than another.
func before(d, than verdict.Draft) bool { return d < than }
