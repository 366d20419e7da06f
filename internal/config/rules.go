package config

import (
	"fmt"
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
	check := func(rules uint32) {
		for key := range members(&tape, rules) {
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
	}
	for key := range members(&tape, 0) {
		switch tape.String(key) {
		case "rules":
			check(key + 1)
		case "overrides":
			for item := key + 2; item < tape.Nodes[key+1].Next; item = tape.Nodes[item].Next {
				for key := range members(&tape, item) {
					if tape.String(key) == "rules" {
						check(key + 1)
					}
				}
			}
		}
	}
	return problems
}
