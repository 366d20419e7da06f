package difftest

// This file lists the known faults of the references. A difference that a fault explains is not a
// finding; therefore each predicate is as narrow as possible.

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
)

// A Fault is a deviation of a reference from the specification.
type Fault struct {
	Reference string
	Name      string
	Reason    string // what it does, what it should do, and the section of the specification
	Meets     func(c Case, value any) bool
}

// Faults returns the list.
func Faults() []Fault {
	const draft4Integers = "takes 1.0 for an integer in draft 4, where an integer is a number without a fraction or exponent part (draft-04 Core, section 3.5)"
	return []Fault{
		{V5, "integers of draft 4", draft4Integers, meetsDraft4Integer},
		{V6, "integers of draft 4", draft4Integers, meetsDraft4Integer},
		{V5, "dynamic scope", "a $dynamicRef finds anchors of resources that evaluation never entered (Core 2020-12, section 8.2.3.2)",
			func(c Case, _ any) bool { return has(c.Schema, "$dynamicRef") && count(c.Schema, "$dynamicAnchor") > 1 }},
		{V6, "const next to $ref", "asserts const next to a $ref, which is ignored up to draft 7 (draft-07 Core, section 8.3)",
			func(c Case, _ any) bool {
				return before(c.Draft, verdict.Draft2019) && together(c.Schema, "$ref", "const")
			}},
		{V6, "recursion through propertyNames", "takes a $recursiveRef or $dynamicRef below propertyNames for an endless loop, though it is another instance",
			func(c Case, _ any) bool {
				return below(c.Schema, "propertyNames", "$recursiveRef") || below(c.Schema, "propertyNames", "$dynamicRef")
			}},
	}
}

func meetsDraft4Integer(c Case, value any) bool {
	return c.Draft == verdict.Draft4 && namesInteger(c.Schema) && someNumber(value, func(n json.Number) bool {
		return strings.ContainsAny(string(n), ".eE")
	})
}

// namesInteger reports whether a subschema has the type integer.
func namesInteger(schema any) bool {
	found := false
	visit(schema, func(object map[string]any) {
		switch t := object["type"].(type) {
		case string:
			found = found || t == "integer"
		case []any:
			found = found || slices.Contains(t, any("integer"))
		}
	})
	return found
}

// someNumber reports whether f returns true for a number within v.
func someNumber(v any, f func(json.Number) bool) bool {
	switch v := v.(type) {
	case json.Number:
		return f(v)
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return someNumber(item, f) })
	case map[string]any:
		for _, item := range v {
			if someNumber(item, f) {
				return true
			}
		}
	}
	return false
}

// has reports whether a keyword is anywhere in the schema.
func has(schema any, keyword string) bool { return count(schema, keyword) > 0 }

// together reports whether a subschema has both keywords.
func together(schema any, one, other string) bool {
	found := false
	visit(schema, func(object map[string]any) {
		_, a := object[one]
		_, b := object[other]
		found = found || a && b
	})
	return found
}

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
