package catalog

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A Directory contains schemas that are found by their $id and, if Base is not empty, by the
// URIs below Base.
type Directory struct {
	Base string // ends in "/"
	Dir  string
}

// maxIndexed bounds how many files are searched for their $id.
const maxIndexed = 5_000

// inDirectories returns the file of a URI in the configured directories, if there is one.
func (c *Catalog) inDirectories(uri string) (path string, ok bool) {
	uri = withoutFragment(uri)
	for _, d := range c.Directories {
		rest, below := strings.CutPrefix(uri, d.Base)
		if d.Base == "" || !below {
			continue
		}
		name, err := url.PathUnescape(rest)
		if err != nil || !fs.ValidPath(name) {
			continue // it would lead out of the directory
		}
		file := filepath.Join(d.Dir, filepath.FromSlash(name))
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file, true
		}
	}
	if len(c.Directories) == 0 {
		return "", false
	}
	c.indexOnce.Do(c.index)
	path, ok = c.byID[resource.Normalize(uri)]
	return path, ok
}

// index finds the $id of each schema in the directories. The first file in lexical order counts.
func (c *Catalog) index() {
	c.byID = make(map[string]string)
	left := maxIndexed
	for _, d := range c.Directories {
		_ = filepath.WalkDir(d.Dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || filepath.Ext(path) != ".json" {
				return nil // a reference to what cannot be read is reported when it is used
			}
			if left--; left < 0 {
				return fs.SkipAll
			}
			document, err := files.Read(path, c.Limits.Bytes) // not OnRead, which is not for concurrent use
			if err != nil || !bytes.Contains(document, []byte("id\"")) {
				return nil
			}
			var root struct {
				ID  string `json:"$id"`
				Old string `json:"id"` // draft 4
			}
			if json.Unmarshal(document, &root) != nil {
				return nil
			}
			for _, id := range []string{root.ID, root.Old} {
				id = resource.Normalize(withoutFragment(id))
				if _, known := c.byID[id]; id != "" && !known {
					c.byID[id] = path
				}
			}
			return nil
		})
	}
}

// isLocal reports whether the document of a URI is on this machine.
func (c *Catalog) isLocal(uri string) bool {
	if _, ok := c.inDirectories(uri); ok {
		return true
	}
	return c.packOf(uri) != nil
}
