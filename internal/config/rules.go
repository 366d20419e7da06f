package config

import (
	"fmt"
	"iter"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file finds names in a configuration that are not those of rules.

// unknownRules returns a problem for each key of rules and overrides[].rules that is not the
// name of a known rule. The document satisfies the schema.
func unknownRules(path string, doc syntax.Document, known []string) []string {
	var problems []string
	var tape jsontape.Tape
	tape.Parse(doc.Text.JSON, jsontape.Limits{})
	for key := range ruleNames(&tape) {
		name := tape.String(key)
		if slices.Contains(known, name) {
			continue
		}
		help := "verdict explain lists them all"
		if near, ok := nearest.Of(name, known); ok {
			help = "did you mean " + near + "?"
		}
		at, _ := doc.Text.Span(int(tape.Nodes[key].Start), int(tape.Nodes[key].End))
		problems = append(problems, fmt.Sprintf("%s:%s: unknown rule %s; %s", path, position(doc, at), name, help))
	}
	return problems
}

// ruleNames iterates over the keys of rules and overrides[].rules.
func ruleNames(tape *jsontape.Tape) iter.Seq[uint32] {
	objects := valuesOf(tape, 0, "rules")
	for _, overrides := range valuesOf(tape, 0, "overrides") {
		for item := overrides + 1; item < tape.Nodes[overrides].Next; item = tape.Nodes[item].Next {
			objects = append(objects, valuesOf(tape, item, "rules")...)
		}
	}
	return func(yield func(uint32) bool) {
		for _, rules := range objects {
			for key := range members(tape, rules) {
				if !yield(key) {
					return
				}
			}
		}
	}
}

// valuesOf returns the values of a property in an object, which may have duplicate names.
func valuesOf(tape *jsontape.Tape, object uint32, name string) []uint32 {
	var values []uint32
	for key := range members(tape, object) {
		if tape.String(key) == name {
			values = append(values, key+1)
		}
	}
	return values
}
