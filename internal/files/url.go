package files

import (
	"fmt"
	"strings"
)

// This file explains that URLs are not files.

// urlRemedies are what to do instead of naming a URL, by scheme.
var urlRemedies = map[string]string{
	"s3":     readsObjects,
	"gs":     readsObjects,
	"azblob": readsObjects,
	"file":   "name the file by its path",
	"http":   "fetch it first, for example with curl",
	"https":  "fetch it first, for example with curl",
}

const readsObjects = "verdict-blob filter reads NDJSON from object stores; see contrib/blob"

// urlError returns an error for the URL of a known scheme, and nil for other paths.
func urlError(path string) error {
	scheme, _, _ := strings.Cut(path, "://")
	remedy, ok := urlRemedies[scheme]
	if !ok || len(scheme) == len(path) {
		return nil
	}
	return fmt.Errorf("%s: is a URL, not a file; %s", path, remedy)
}
