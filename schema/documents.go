package schema

// This file returns the generated documents by name.

import (
	"embed"
	"slices"
	"strings"
)

// suffix is the extension of a document's file name.
const suffix = ".schema.json"

//go:embed *.schema.json
var documents embed.FS

// Names returns the names that [Document] accepts, sorted.
func Names() []string {
	entries, err := documents.ReadDir(".")
	if err != nil {
		return nil // the root of an embedded tree can always be read
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = strings.TrimSuffix(entry.Name(), suffix)
	}
	slices.Sort(names)
	return names
}

// Document returns the JSON Schema document of that name, such as "connect-session" or
// "connect-session-wire", and whether there is one. The caller may modify the result.
func Document(name string) ([]byte, bool) {
	document, err := documents.ReadFile(name + suffix)
	return document, err == nil
}
