package resource

// This file finds a URI that no document is provided for among the identifiers in other
// documents.

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// searchGiven looks for a URI among the identifiers in the provided documents. Errors in a
// document are reported when it is referred to by its own URI.
func (r *Registry) searchGiven(uri string) (*Resource, bool) {
	if !r.searched && r.Given != nil {
		r.searched = true
		for given, text := range r.Given {
			_, known := r.resources[Normalize(given)]
			if !known && bytes.Contains(text, []byte(`id"`)) {
				if root, err := r.open(given, text); err == nil {
					r.searchedThrough = append(r.searchedThrough, root.Document)
				}
			}
		}
	}
	found, ok := r.resources[uri]
	return found, ok
}

// Trim drops the provided documents that were only searched, and to which nothing refers. They are searched
// again if another URI is not found otherwise.
func (r *Registry) Trim() {
	unused := make(map[*Document]bool)
	for _, d := range r.searchedThrough {
		unused[d] = !d.checked
	}
	maps.DeleteFunc(r.resources, func(_ string, s *Resource) bool { return unused[s.Document] })
	r.documents = slices.DeleteFunc(r.documents, func(d *Document) bool { return unused[d] })
	r.searched, r.searchedThrough = false, nil
}

// searchLoaded loads the documents that others refer to until one of them has the URI as an
// identifier.
func (r *Registry) searchLoaded(uri string) (*Resource, bool) {
	if r.tried == nil {
		r.tried = make(map[string]bool)
	}
	r.tried[uri] = true
	for k := 0; k < len(r.documents); k++ { // opening a document appends to them
		d := r.documents[k]
		for references := d.references(); d.sought < len(references); {
			target := references[d.sought]
			d.sought++
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

// references returns the URIs of the documents that the schemas in a document refer to.
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
