package catalog

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// This file is about schemas that are a part of a document, such as an OpenAPI description.

// part returns the schema of a name like api.json#/components/schemas/Pet: one that refers to
// that part. ok is false if the name has no fragment, or is that of a file.
func (c *Catalog) part(name string) (schema *Schema, ok bool) {
	document, fragment, _ := strings.Cut(filepath.ToSlash(name), "#")
	if document == "" || fragment == "" {
		return nil, false
	}
	uri := document
	if !IsRemote(document) && !c.isLocal(document) {
		if _, err := os.Stat(filepath.FromSlash(name)); err == nil {
			return nil, false
		}
		uri = fileURI(document)
	}
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	target := uri
	if strings.HasPrefix(uri, "file:") {
		target = "./" + uri[strings.LastIndexByte(uri, '/')+1:] // so that the document is the same in each directory
	}
	reference, err := json.Marshal(target + "#" + (&url.URL{Fragment: fragment}).EscapedFragment())
	if err != nil {
		return nil, false
	}
	return &Schema{
		Name: filepath.ToSlash(name), document: []byte(`{"$ref": ` + string(reference) + `}`), catalog: c,
		URI:    uri + "%23part", // next to the document
		isPart: true,
	}, true
}
