package validate

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"sync"

	"github.com/verdict-lint/verdict"
)

// A Schema is a schema as it is sent to the workers of a pipeline, which compile it.
type Schema struct {
	Document  []byte
	BaseURI   string            `json:",omitempty"` // of the document, if it has no $id
	Resources map[string][]byte `json:",omitempty"` // the documents that it refers to, by URI

	// How it is compiled; see the options of package verdict.
	Draft         verdict.Draft `json:",omitempty"` // of documents without $schema, by default 2020-12
	ConstInDraft4 bool          `json:",omitempty"`
	NoFormats     bool          `json:",omitempty"` // WithFormats(false)
	Strict        bool          `json:",omitempty"`
	Redact        bool          `json:",omitempty"` // also leaves the records out of rejects
}

// Bundle returns the schema with all documents that it refers to as Resources, which it gets from load by
// their URIs. It fails if the schema cannot be compiled.
func (s Schema) Bundle(load func(uri string) ([]byte, error)) (Schema, error) {
	resources := maps.Clone(s.Resources)
	if resources == nil {
		resources = make(map[string][]byte)
	}
	_, err := s.compile(verdict.WithLoader(func(uri string) ([]byte, error) {
		document, err := load(uri)
		if err == nil {
			resources[uri] = document
		}
		return document, err
	}))
	s.Resources = resources
	return s, err
}

// compile compiles the schema.
func (s Schema) compile(opts ...verdict.Option) (*verdict.Schema, error) {
	opts = append(opts, verdict.WithConstInDraft4(s.ConstInDraft4), verdict.WithFormats(!s.NoFormats), verdict.WithStrict(s.Strict))
	if s.Draft != 0 {
		opts = append(opts, verdict.WithDraft(s.Draft))
	}
	if s.Redact {
		opts = append(opts, verdict.WithRedaction())
	}
	if s.BaseURI != "" {
		opts = append(opts, verdict.WithBaseURI(s.BaseURI))
	}
	for uri, document := range s.Resources {
		opts = append(opts, verdict.WithResource(uri, document))
	}
	return verdict.Compile(s.Document, opts...)
}

// compiled has the schemas of the process by their digests: functions that return a *verdict.Schema.
var compiled sync.Map

// compileOnce returns the compiled schema, which every bundle and every DoFn of the process shares.
func (s Schema) compileOnce() (*verdict.Schema, error) {
	key, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	compile, _ := compiled.LoadOrStore(sha256.Sum256(key), sync.OnceValues(func() (*verdict.Schema, error) {
		return s.compile()
	}))
	return compile.(func() (*verdict.Schema, error))()
}
