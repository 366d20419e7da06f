package resource

// This file finds a URI that no document was given for among the identifiers that other
// documents have: a schema may be known by its $id alone.

import (
	"bytes"
	"errors"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// searchGiven looks for a URI among the identifiers of the documents that were given. What
// is wrong with one of them is reported if it is referred to by its own URI.
func (r *Registry) searchGiven(uri string) (*Resource, bool) {
	if !r.searched && r.Given != nil {
		r.searched = true
		for given, text := range r.Given {
			_, known := r.resources[Normalize(given)]
			if !known && bytes.Contains(text, []byte(`id"`)) {
				_, _ = r.open(given, text)
			}
		}
	}
	found, ok := r.resources[uri]
	return found, ok
}

// searchLoaded loads what the known documents refer to until one of them has the URI.
func (r *Registry) searchLoaded(uri string) (*Resource, bool) {
	if r.tried == nil {
		r.tried = make(map[string]bool)
	}
	r.tried[uri] = true
	for k := 0; k < len(r.documents); k++ { // which grow
		for _, target := range r.documents[k].references() {
			if _, known := r.resources[target]; known || r.tried[target] {
				continue
			}
			if _, ok := metaschema(target); ok {
				continue
			}
			r.tried[target] = true
			text, err := r.provided(target)
			if err != nil {
				text, err = r.Load(target)
			}
			var moved *Moved
			switch {
			case err == nil:
				_, _ = r.open(target, text)
			case errors.As(err, &moved):
				_, _ = r.follow(target, moved.To)
			}
			if found, ok := r.resources[uri]; ok {
				return found, true
			}
		}
	}
	found, ok := r.resources[uri]
	return found, ok
}

// references are the URIs of the other documents that the schemas in a document refer to.
func (d *Document) references() []string {
	if d.referred != nil {
		return d.referred
	}
	d.referred = []string{}
	var visit func(place Place)
	visit = func(place Place) {
		place = place.At(place.Node)
		for _, keyword := range []string{"$ref", "$dynamicRef"} {
			value, ok := text(&d.Tape, place.Node, keyword)
			base, _, _ := strings.Cut(value, "#")
			if !ok || base == "" {
				continue
			}
			if target, err := resolve(place.Resource.URI, base); err == nil {
				d.referred = append(d.referred, target)
			}
		}
		for _, inner := range place.Subschemas() {
			visit(place.At(inner.Node))
		}
	}
	if d.Tape.Nodes[0].Kind() == jsontape.Object {
		visit(Place{d.roots[0], 0})
	}
	return d.referred
}
