package engine

// This file lists the schemas of a compiled schema, for programs that show or translate them.

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A Location is a schema, and the schemas that its references lead to.
type Location struct {
	resource.Place
	References []Reference
}

// A Reference is the value of a keyword such as $ref. That of $dynamicRef is its target in the
// document, whatever the dynamic scope.
type Reference struct {
	Keyword string
	Target  resource.Place
}

// Locations returns all schemas that the schema contains or refers to: those of its own document in
// the order of the text, then those of other documents. The list is made once.
func (s *Schema) Locations() []Location {
	s.walk()
	return s.locations
}

// Location returns the schema at a place.
func (s *Schema) Location(place resource.Place) Location {
	s.walk()
	if k, ok := s.byPlace[place]; ok {
		return s.locations[k]
	}
	return Location{Place: place}
}

// Digest identifies the documents of the schema: it is the SHA-256 of its own in hexadecimal digits or, if
// that refers to others, of a text with a line for the SHA-256 of each, sorted.
func (s *Schema) Digest() string {
	var digests []string
	seen := make(map[*resource.Document]bool)
	for _, l := range s.Locations() {
		if document := l.Resource.Document; !seen[document] {
			seen[document] = true
			digests = append(digests, digest(document.Tape.Text))
		}
	}
	slices.Sort(digests)
	if digests = slices.Compact(digests); len(digests) == 1 {
		return digests[0]
	}
	return digest([]byte(strings.Join(digests, "\n") + "\n"))
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Applying calls visit for each schema that may apply to a location of an instance; see
// [program.Program.Applying].
func (s *Schema) Applying(tokens []string, visit func(l Location, conditional bool)) {
	s.program.Applying(tokens, func(place resource.Place, conditional bool) { visit(s.Location(place), conditional) })
}

func (s *Schema) walk() {
	s.walked.Do(func() {
		// Nothing is loaded for references of schemas that are not in use.
		registry := *s.Registry
		registry.Provide, registry.Load, registry.Given, registry.Checked = nil, nil, nil, true
		w := walker{registry: &registry, seen: make(map[resource.Place]int), left: []resource.Place{{Resource: s.Root, Node: s.Root.Node}}}
		for len(w.left) > 0 {
			next := w.left[0]
			w.left = w.left[1:]
			w.visit(next)
		}
		s.locations, s.byPlace = w.found, w.seen
	})
}

type walker struct {
	registry *resource.Registry
	found    []Location
	seen     map[resource.Place]int // indices in found
	left     []resource.Place       // that references lead to
}

func (w *walker) visit(place resource.Place) {
	if _, ok := w.seen[place]; ok {
		return
	}
	at := len(w.found)
	w.seen[place] = at
	w.found = append(w.found, Location{Place: place, References: w.references(place)})
	for _, r := range w.found[at].References {
		w.left = append(w.left, r.Target)
	}
	alone := false // all keywords but definitions are ignored next to a $ref (draft 7, section 8.3)
	if place.Resource.Dialect.Draft < resource.Draft2019 {
		_, alone = resource.Property(place.Tape(), place.Node, "$ref")
	}
	for _, inner := range place.Subschemas() {
		if !alone || inner.Keyword == "definitions" {
			w.visit(place.At(inner.Node))
		}
	}
}

// references resolves the references of a schema. One that cannot be resolved is left out; it is not in
// use, or the schema would not have been compiled.
func (w *walker) references(place resource.Place) (found []Reference) {
	tape := place.Tape()
	for _, keyword := range []string{"$ref", "$dynamicRef", "$recursiveRef"} {
		since, until, _ := program.Drafts(keyword)
		draft := place.Resource.Dialect.Draft
		value, ok := resource.Property(tape, place.Node, keyword)
		if !ok || draft < since || until != 0 && draft > until || tape.Nodes[value].Kind() != jsontape.String {
			continue
		}
		if target, err := w.registry.Resolve(place.Resource, tape.String(value)); err == nil {
			found = append(found, Reference{keyword, target})
		}
	}
	return found
}
