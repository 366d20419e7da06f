package program

import (
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file lowers `discriminator` of OpenAPI, which selects an alternative of oneOf or anyOf by the
// value of a property (https://spec.openapis.org/oas/v3.0.3#discriminator-object).

// A Discriminator determines which alternative an object should match.
type Discriminator struct {
	Keyword  string // of the alternatives
	Property string
	Branches map[string]int // the alternative that a value names, or Several
	Values   []string       // the values that name an alternative, as JSON

	// Complete is set if every alternative has a name, so that other values are invalid. Asserted
	// is set if an object is invalid when its value names no alternative or one that does not match,
	// even if another alternative matches. This is so in OpenAPI 3.0; in 3.1 the keyword is an
	// annotation.
	Complete, Asserted bool
}

// Several is used instead of an alternative if a value names more than one.
const Several = -1

// discriminator lowers the keyword for the alternatives in an array, which is the value of oneOf or
// anyOf.
func (s *schemaLowerer) discriminator(keyword string, array uint32) {
	object := s.words.value[kwDiscriminator]
	property, ok := resource.Property(s.tape, object, "propertyName")
	if !ok || s.tape.Nodes[property].Kind() != jsontape.String {
		return // the metaschema rejects it
	}
	alternatives := s.namedAlternatives(array)
	d := &Discriminator{Keyword: keyword, Property: s.tape.String(property), Branches: make(map[string]int), Complete: true}
	mapped := make([]bool, len(alternatives))
	if mapping, ok := resource.Property(s.tape, object, "mapping"); ok {
		for key, value := range s.properties(mapping) {
			if k := s.alternative(alternatives, value); k >= 0 {
				mapped[k] = true
				d.add(s.tape.String(key), k)
			}
		}
	}
	for k, a := range alternatives {
		d.Complete = d.Complete && (mapped[k] || a.name != "")
		if a.name == "" {
			continue
		}
		if _, taken := d.Branches[a.name]; !taken || !mapped[k] {
			listed := len(d.Values)
			d.add(a.name, k)
			if mapped[k] {
				d.Values = d.Values[:listed] // it is valid, but messages suggest the mapped name
			}
		}
	}
	d.Asserted = d.Complete && s.place.Resource.Dialect.Draft == o30
	s.combine().Chosen = d
}

func (d *Discriminator) add(value string, branch int) {
	if other, ok := d.Branches[value]; ok && other != branch {
		branch = Several
	} else if !ok {
		d.Values = append(d.Values, string(jsontape.AppendQuoted(nil, value)))
	}
	d.Branches[value] = branch
}

// A namedAlternative is a schema that an alternative refers to, and its name: the last part of
// the reference. An alternative that is not a reference has no name.
type namedAlternative struct {
	name   string
	target resource.Place
}

func (s *schemaLowerer) namedAlternatives(array uint32) []namedAlternative {
	var all []namedAlternative
	for item := range s.items(array) {
		var a namedAlternative
		place := s.place.At(item)
		if value, ok := resource.Property(s.tape, item, "$ref"); ok && s.tape.Nodes[value].Kind() == jsontape.String {
			reference := s.tape.String(value)
			if target, err := s.registry.Resolve(place.Resource, reference); err == nil {
				a.target = target
			}
			_, fragment, _ := strings.Cut(reference, "#")
			if tokens, ok := resource.FragmentTokens(fragment); ok && len(tokens) > 0 {
				a.name = tokens[len(tokens)-1]
			}
		}
		all = append(all, a)
	}
	return all
}

// alternative returns the index of the alternative that a value of `mapping` refers to, by name or
// by reference, or -1.
func (s *schemaLowerer) alternative(all []namedAlternative, value uint32) int {
	if s.tape.Nodes[value].Kind() != jsontape.String {
		return -1
	}
	text := s.tape.String(value)
	if text == "" {
		return -1
	}
	if k := slices.IndexFunc(all, func(a namedAlternative) bool { return a.name == text }); k >= 0 {
		return k
	}
	target, err := s.registry.Resolve(s.place.Resource, text)
	if err != nil {
		return -1
	}
	return slices.IndexFunc(all, func(a namedAlternative) bool { return a.target == target })
}
