package config

import (
	"path/filepath"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file finds the places of keys and entries in a configuration.

// A located is the text of a configuration.
type located struct {
	path string
	doc  syntax.Document
}

// WhyConfigured returns the pattern that gives a file the schema of [Config.SchemaFor], and the
// place of that pattern, as path:line:column.
func (c *Config) WhyConfigured(path string) (pattern, place string) {
	relative := c.relative(path)
	for i, entry := range c.Schemas {
		for k, pattern := range entry.Files {
			if matchAny([]string{pattern}, relative) {
				return pattern, c.place("schemas", i, "files", k)
			}
		}
	}
	return "", ""
}

// WhyFallback returns the place of the key schema.
func (c *Config) WhyFallback() string { return c.place("schema") }

// place returns the place of what the steps lead to: names of properties and indices of items.
func (c *Config) place(steps ...any) string {
	var tape jsontape.Tape
	tape.Parse(c.source.doc.Text.JSON, jsontape.Limits{})
	value := uint32(0)
	for _, step := range steps {
		switch step := step.(type) {
		case string:
			value = member(&tape, value, step)
		case int:
			value++
			for range step {
				value = tape.Nodes[value].Next
			}
		}
	}
	at, _ := c.source.doc.Text.Span(int(tape.Nodes[value].Start), int(tape.Nodes[value].End))
	return filepath.ToSlash(c.source.path) + ":" + position(c.source.doc, at)
}

// member returns the value of a property that an object has.
func member(tape *jsontape.Tape, object uint32, name string) uint32 {
	for key := range members(tape, object) {
		if tape.String(key) == name {
			return key + 1
		}
	}
	return object
}

// members goes over the names of an object; the value of a name is the next node.
func members(tape *jsontape.Tape, object uint32) func(yield func(key uint32) bool) {
	return func(yield func(uint32) bool) {
		for key, end := object+1, tape.Nodes[object].Next; key < end; key = tape.Nodes[key+1].Next {
			if !yield(key) {
				return
			}
		}
	}
}
