package catalog

import (
	"fmt"
	"maps"
	"slices"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file holds the documents that make up one schema: its own and those it refers to,
// wherever they come from. A server can refer on forever, so their number and size are
// bounded.

// Limits bounds the documents of one schema.
type Limits struct {
	Documents int   // how many
	Bytes     int64 // of all together
}

// DefaultLimits are those of the library, far above most public schemas.
var DefaultLimits = Limits{Documents: 5_000, Bytes: 256 << 20}

// sources are the documents that a schema refers to.
type sources struct {
	limits    Limits
	load      func(uri string) (source, error)
	documents map[string][]byte // by URI
	moved     map[string]string // the URI of a document to the one where it was found
	bytes     int64             // of the schema's own document and these
}

// A source is the content of a document and the URI where it was found.
type source struct {
	content []byte
	uri     string
}

func newSources(root []byte, limits Limits, load func(uri string) (source, error)) (*sources, error) {
	s := &sources{limits: limits, load: load, documents: make(map[string][]byte), moved: make(map[string]string)}
	return s, s.grow(root)
}

// grow adds the size of a document to what is bounded.
func (s *sources) grow(document []byte) error {
	if s.bytes += int64(len(document)); s.bytes > s.limits.Bytes {
		return fmt.Errorf("the documents of one schema are larger than %s together; raise --max-schema-bytes",
			files.FormatSize(s.limits.Bytes))
	}
	return nil
}

// find returns the document of a URI, loading it the first time. The error is
// a [*resource.Moved] if the document was found elsewhere.
func (s *sources) find(uri string) ([]byte, error) {
	if document, err := s.known(uri); err != resource.ErrNotFound {
		return document, err
	}
	if len(s.documents)+1 >= s.limits.Documents { // the schema's own is one
		return nil, fmt.Errorf("a schema has more than %d documents; raise --max-schema-documents", s.limits.Documents)
	}
	document, err := s.load(uri)
	if err != nil {
		return nil, err
	}
	if err := s.grow(document.content); err != nil {
		return nil, err
	}
	s.documents[document.uri] = document.content
	if document.uri != uri {
		s.moved[uri] = document.uri
	}
	return s.known(uri)
}

// known is find for documents that have been loaded.
func (s *sources) known(uri string) ([]byte, error) {
	if to, ok := s.moved[uri]; ok {
		return nil, &resource.Moved{To: to}
	}
	if document, ok := s.documents[uri]; ok {
		return document, nil
	}
	return nil, resource.ErrNotFound
}

// unmoved is for documents that were found at their own URI.
func (s *sources) unmoved(uri string) ([]byte, error) {
	if document, ok := s.documents[uri]; ok {
		return document, nil
	}
	return nil, resource.ErrNotFound
}

// all goes over the documents that have been loaded, in the order of their URIs.
func (s *sources) all(yield func(uri string, document []byte) bool) {
	for _, uri := range slices.Sorted(maps.Keys(s.documents)) {
		if !yield(uri, s.documents[uri]) {
			return
		}
	}
}
