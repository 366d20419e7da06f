package registry

// This file defines where documents come from.

import "context"

// A Source provides the documents of a registry. The registry calls Load for each refresh, never
// twice at the same time. It compares what it gets with what it has, so a source need not notice
// changes itself.
type Source interface {
	// Load returns all documents; of several versions of one name, the latest is the last. The
	// registry keeps the documents, which must not be changed. If there is an error, or no
	// document, all schemas remain as they are. If a document alone cannot be loaded, its Err
	// says so; a schema without any document is removed.
	Load(ctx context.Context) ([]Document, error)
}

// A Document is a version of a schema as a [Source] provides it.
type Document struct {
	Name    string // of the schema
	Version string // such as a number or an ETag, unique for the name; may be empty
	ID      int    // a number of the text in the whole source, such as a schema ID of Confluent; 0 if there is none
	GUID    string // a globally unique identifier of the text and its references, such as that of Confluent; may be empty
	URI     string // absolute and without fragment: its base URI, by which other documents refer to it
	Text    []byte

	// References are documents that only this one refers to, by absolute URI. They precede
	// those of the registry.
	References map[string][]byte

	// Err is why the document could not be loaded; the versions of its name remain.
	Err error
}
