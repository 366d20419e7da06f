package catalog

import (
	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file compiles schemas for programs that validate records with the library.

// drafts maps drafts to those of the library.
var drafts = map[resource.Draft]verdict.Draft{
	resource.Draft4: verdict.Draft4, resource.Draft6: verdict.Draft6, resource.Draft7: verdict.Draft7,
	resource.Draft2019: verdict.Draft2019, resource.Draft2020: verdict.Draft2020, resource.OpenAPI30: verdict.OpenAPI30,
}

// A Bundle is a schema that is compiled with the library, and what is needed to compile it elsewhere.
type Bundle struct {
	Compiled *verdict.Schema

	Document  []byte
	URI       string            // of the document; "" if it is built in
	Resources map[string][]byte // the documents that it refers to, by the URIs where they were found

	Draft         verdict.Draft // of documents without $schema
	ConstInDraft4 bool
	Formats       bool
}

// Compile compiles the schema of a name, as [Catalog.Open] does, with the library. The options are
// added to those that the catalog determines.
func (c *Catalog) Compile(name string, as Reading, opts ...verdict.Option) (*Bundle, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, err := c.find(canonical(name))
	if err != nil {
		return nil, err
	}
	s.as = as
	loaded, err := s.sources(func(string) {})
	if err != nil {
		return nil, err
	}
	draft := drafts[as.draft()]
	all := []verdict.Option{
		verdict.WithDraft(draft), verdict.WithConstInDraft4(!as.StrictDraft), verdict.WithFormats(!as.Annotate),
		verdict.WithLimits(verdict.Limits{Depth: PayloadLimits.Depth, Documents: -1, DocumentBytes: -1}), // the limits are those of sources
	}
	if s.URI != "" {
		all = append(all, verdict.WithBaseURI(s.URI), verdict.WithLoader(loaded.find))
	}
	for _, mount := range s.mounts(loaded) {
		all = append(all, verdict.WithFS(mount.Base, mount.FS))
	}
	compiled, err := verdict.Compile(s.Text(), append(all, opts...)...)
	if err == nil {
		return &Bundle{
			Compiled: compiled, Document: s.Text(), URI: s.URI, Resources: loaded.documents,
			Draft: draft, ConstInDraft4: !as.StrictDraft, Formats: !as.Annotate,
		}, nil
	}
	if located := s.compile(); located != nil { // an error with the position in the file
		err = located
	}
	return nil, err
}
