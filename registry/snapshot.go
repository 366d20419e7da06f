package registry

// This file looks up schemas.

import (
	"errors"
	"maps"
	"slices"

	"github.com/verdict-lint/verdict"
)

// A Snapshot has the schemas of a [Registry] at one time. It is immutable.
type Snapshot struct {
	names   map[string][]*entry // oldest version first
	latest  map[string]*verdict.Schema
	version map[versionKey]*entry
	ids     map[int]*entry
	guids   map[string]*entry
	errs    map[string]error // by name, "" for the source
}

type versionKey struct{ name, version string }

// A Version is one version of a schema.
type Version struct {
	Name    string
	Version string // as the source calls it, as in [Document]; may be empty
	ID      int    // as in [Document]; may be 0
	GUID    string // as in [Document]; may be empty
	URI     string // of the document
	Digest  string // "sha256:" and the SHA-256 of the document in hexadecimal
	Schema  *verdict.Schema
}

// An entry is a version with what is needed to use it in the next snapshot.
type entry struct {
	Version
	document *Document
}

// newSnapshot indexes versions by everything they are found by.
func newSnapshot(names map[string][]*entry, errs map[string]error) *Snapshot {
	s := &Snapshot{
		names: names, errs: errs,
		latest:  make(map[string]*verdict.Schema),
		version: make(map[versionKey]*entry),
		ids:     make(map[int]*entry),
		guids:   make(map[string]*entry),
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		for _, e := range names[name] {
			s.version[versionKey{name, e.Digest}] = e
			if e.Version.Version != "" {
				s.version[versionKey{name, e.Version.Version}] = e
			}
			if e.ID != 0 {
				s.ids[e.ID] = e
			}
			if e.GUID != "" {
				s.guids[e.GUID] = e
			}
			s.latest[name] = e.Schema
		}
	}
	return s
}

// withError returns the snapshot after a refresh in which the source failed.
func (s *Snapshot) withError(err error) *Snapshot {
	failed := *s
	failed.errs = maps.Clone(s.errs)
	if failed.errs == nil {
		failed.errs = make(map[string]error)
	}
	failed.errs[""] = err
	return &failed
}

// Get returns the latest version of a schema, nil if there is none.
func (s *Snapshot) Get(name string) *verdict.Schema { return s.latest[name] }

// Lookup returns a version of a schema: by its number, ETag or other name in the source, or by
// its digest. Of several versions with one digest or ETag it returns the newest.
func (s *Snapshot) Lookup(name, version string) (Version, bool) {
	return found(s.version[versionKey{name, version}])
}

// ByID returns the version with an ID, such as a schema ID of Confluent; see [Document]. Of several
// it returns the latest of the last name.
func (s *Snapshot) ByID(id int) (Version, bool) { return found(s.ids[id]) }

// ByGUID returns the version with a GUID, as [Snapshot.ByID] that with an ID. The GUID must be
// written as the source writes it.
func (s *Snapshot) ByGUID(guid string) (Version, bool) { return found(s.guids[guid]) }

func found(e *entry) (Version, bool) {
	if e == nil {
		return Version{}, false
	}
	return e.Version, true
}

// Names returns the names of all schemas, sorted.
func (s *Snapshot) Names() []string { return slices.Sorted(maps.Keys(s.names)) }

// Versions returns the versions of a schema, the latest last.
func (s *Snapshot) Versions(name string) []Version {
	var versions []Version
	for _, e := range s.names[name] {
		versions = append(versions, e.Version)
	}
	return versions
}

// Err returns why the last refresh did not update a schema, usually an [*Error], or nil. For the
// name "", it returns why the source failed as a whole.
func (s *Snapshot) Err(name string) error { return s.errs[name] }

// failed returns the names that have an error, sorted.
func (s *Snapshot) failed() []string { return slices.Sorted(maps.Keys(s.errs)) }

// joined returns all errors in the order of names.
func (s *Snapshot) joined() error {
	var errs []error
	for _, name := range s.failed() {
		errs = append(errs, s.errs[name])
	}
	return errors.Join(errs...)
}
