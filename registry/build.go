package registry

// This file compiles the documents of a source to a snapshot.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A key identifies all that a document itself contributes to its schema.
type key [sha256.Size]byte

func keyOf(d *Document) (k key) {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %d %q %q %d ", d.Name, d.Version, d.ID, d.GUID, d.URI, len(d.Text))
	h.Write(d.Text)
	for _, uri := range slices.Sorted(maps.Keys(d.References)) {
		fmt.Fprintf(h, " %q %d ", uri, len(d.References[uri]))
		h.Write(d.References[uri])
	}
	return key(h.Sum(nil))
}

// keysOf returns the keys of documents, nil if one could not be loaded.
func keysOf(documents []Document) []key {
	keys := make([]key, len(documents))
	for i := range documents {
		if documents[i].Err != nil {
			return nil
		}
		keys[i] = keyOf(&documents[i])
	}
	return keys
}

// An attempt is the result of compiling a document. It is reused, also if it failed, until the
// document or one that it refers to changes.
type attempt struct {
	entry *entry // nil if err is set
	err   error

	// dependencies are the documents that it refers to, by URI; nil for those not found.
	dependencies map[string]*Document
}

// build compiles the documents. For those that cannot be loaded or compiled, the previous
// versions remain.
func (r *Registry) build(before *Snapshot, documents []Document) *Snapshot {
	loaded, errs := byName(before, documents)
	index := indexOf(loaded)
	attempts := make(map[key]*attempt)
	names := make(map[string][]*entry)
	for name, versions := range loaded {
		var results []*attempt
		for _, d := range versions {
			k := keyOf(d)
			a := r.attempts[k]
			if a == nil || a.isOutdated(index) {
				a = r.compile(d, index)
			}
			attempts[k] = a
			results = append(results, a)
			if a.err != nil && errs[name] == nil {
				errs[name] = &Error{Name: name, Version: d.Version, Err: a.err}
			}
		}
		if entries := r.merge(before.names[name], versions, results); len(entries) > 0 {
			names[name] = entries
		}
	}
	r.attempts = attempts
	return newSnapshot(names, errs)
}

// byName groups documents by name. If one cannot be loaded, all of its name are the previous ones.
func byName(before *Snapshot, documents []Document) (map[string][]*Document, map[string]error) {
	loaded := make(map[string][]*Document)
	errs := make(map[string]error)
	for _, document := range documents {
		d := &document // a copy of its own, because it is kept as long as its schema
		loaded[d.Name] = append(loaded[d.Name], d)
		if d.Err != nil && errs[d.Name] == nil {
			errs[d.Name] = &Error{Name: d.Name, Version: d.Version, Err: d.Err}
		}
	}
	for name := range errs {
		loaded[name] = nil
		for _, e := range before.names[name] {
			loaded[name] = append(loaded[name], e.document)
		}
	}
	return loaded, errs
}

// indexOf returns documents by URI and by $id. If several have the same, it is that of the latest
// version.
func indexOf(loaded map[string][]*Document) map[string]*Document {
	index := make(map[string]*Document)
	ids := make(map[string]*Document)
	for _, name := range slices.Sorted(maps.Keys(loaded)) {
		for _, d := range loaded[name] {
			index[resource.Normalize(d.URI)] = d
			if _, root, err := engine.Open(d.Text, engine.Options{BaseURI: d.URI}); err == nil {
				ids[root.URI] = d
			}
		}
	}
	for id, d := range ids {
		if _, ok := index[id]; !ok {
			index[id] = d
		}
	}
	return index
}

// isOutdated reports whether a document that it refers to has changed.
func (a *attempt) isOutdated(index map[string]*Document) bool {
	for uri, d := range a.dependencies {
		now := index[uri]
		if (now == nil) != (d == nil) || now != nil && !bytes.Equal(now.Text, d.Text) {
			return true
		}
	}
	return false
}

var errNoDocument = errors.New("the registry has no document with this URI")

func (r *Registry) compile(d *Document, index map[string]*Document) *attempt {
	a := &attempt{dependencies: make(map[string]*Document)}
	opts := append(slices.Clip(r.schema), verdict.WithName(d.Name), verdict.WithBaseURI(d.URI),
		verdict.WithLoader(func(uri string) ([]byte, error) {
			found := index[uri]
			a.dependencies[uri] = found
			if found == nil {
				return nil, errNoDocument
			}
			return found.Text, nil
		}))
	for uri, text := range d.References {
		opts = append(opts, verdict.WithResource(uri, text))
	}
	schema, err := verdict.Compile(d.Text, opts...)
	index = nil // the schema keeps the loader, which would keep all documents
	if err != nil {
		a.err = err
		return a
	}
	digest := sha256.Sum256(d.Text)
	a.entry = &entry{document: d, Version: Version{
		Name: d.Name, Version: d.Version, ID: d.ID, GUID: d.GUID, URI: d.URI, Digest: "sha256:" + hex.EncodeToString(digest[:]), Schema: schema,
	}}
	return a
}

// merge returns the versions of a name, the latest last: previous ones that the source no longer
// has, up to the limit, and then those of the documents. A document that does not compile leaves
// its version as it was, or, if it is the latest, the latest one.
func (r *Registry) merge(before []*entry, versions []*Document, results []*attempt) []*entry {
	var current []*entry
	for i, a := range results {
		e := a.entry
		if a.err != nil {
			e = replaced(before, versions[i], i == len(results)-1)
		}
		if e != nil && !has(current, e) {
			current = append(current, e)
		}
	}
	old := slices.DeleteFunc(slices.Clone(before), func(e *entry) bool { return has(current, e) })
	return append(old[max(0, len(old)-r.history):], current...)
}

// replaced returns the version that a document would have replaced, nil if there is none.
func replaced(before []*entry, d *Document, latest bool) *entry {
	for _, e := range before {
		if d.Version != "" && e.Version.Version == d.Version {
			return e
		}
	}
	if latest && len(before) > 0 {
		return before[len(before)-1]
	}
	return nil
}

// has reports whether the entries have the version and text of another one.
func has(entries []*entry, other *entry) bool {
	return slices.ContainsFunc(entries, func(e *entry) bool {
		return e.Version.Version == other.Version.Version && e.Digest == other.Digest
	})
}
