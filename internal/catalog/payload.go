package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/verdict-lint/verdict/internal/resource"
)

// An UnknownError reports that the schema that a payload names cannot be loaded.
type UnknownError struct {
	Name   string // of the schema
	Reason string // such as "does not exist"
	Help   string // what to do
}

func (e *UnknownError) Error() string { return "schema " + e.Name + " " + e.Reason }

// ForPayload returns the schema of a payload in a file for which none is configured. named
// is the value of the payload's own $schema, "" if it has none: a built-in name, the $id of a
// built-in schema or a metaschema, a file, relative to the payload, or a URL if that may be
// fetched; with a fragment, a part of it. The schema is nil if the payload has none.
//
// The error is an [*UnknownError] if there is no such schema. It is another one if fetching
// the schema failed, which the user has allowed, or a pack is damaged: then the run fails, too.
func (c *Catalog) ForPayload(file, named string) (*Schema, error) {
	if named == "" {
		return nil, nil
	}
	named = strings.TrimSuffix(canonical(named), "#")
	if builtIn, ok := c.builtIn(named); ok {
		return c.own(builtIn, c.reading(file))
	}
	path, missing := fileNamed(named, file)
	if missing == "" {
		return c.own(path, c.reading(file))
	}
	document, _, _ := strings.Cut(named, "#")
	if c.isLocal(document) {
		return c.own(named, c.reading(file))
	}
	draft := resource.TooOld(named)
	switch {
	case draft != "":
		return nil, &UnknownError{named, "is that of " + draft + ", which is not supported", "move the schema to draft-04 or later"}
	case IsRemote(named) && c.Fetch == nil:
		return nil, &UnknownError{named, "is not fetched", "use --allow-remote=any, or --schema"}
	case IsRemote(named) && (c.Named == nil || !c.Named(document)):
		return nil, &UnknownError{named, "is not fetched, because neither the configuration nor the lock file names it",
			"add it to the configuration, or use --allow-remote=any"}
	case IsRemote(named):
		return c.Open(named, c.reading(file))
	case strings.Contains(named, "://"):
		return nil, &UnknownError{named, "cannot be fetched", "use --schema"}
	}
	if strings.Contains(named, "node_modules/") {
		return nil, &UnknownError{named, missing, "install the package, or use --schema"}
	}
	return nil, &UnknownError{named, missing, "correct the path, or use --schema"}
}

// own opens a schema that is on this machine. The error is an [*UnknownError], or a [*DamageError].
func (c *Catalog) own(name string, as Reading) (*Schema, error) {
	s, err := c.Open(name, as)
	var damaged *DamageError
	if errors.As(err, &damaged) {
		return nil, damaged
	}
	if err != nil {
		reason, further, _ := strings.Cut(err.Error(), "\n")
		if further != "" {
			reason = fmt.Sprintf("%s; and %d more", reason, 1+strings.Count(further, "\n"))
		}
		return nil, &UnknownError{name, "cannot be used (" + reason + ")", "fix it, or use --schema"}
	}
	return s, nil
}

// fileNamed returns the file that a payload in another one names: by a file URL, by its path,
// or by its path as it is written in a URL, which may have a fragment. If there is none, missing says why.
func fileNamed(name, by string) (file, missing string) {
	paths, fragments := []string{name}, []string{""}
	if u, err := url.Parse(name); err == nil && (u.Scheme == "" || u.Scheme == "file") {
		paths = append(paths, filepath.ToSlash(filePath(u)))
		fragments = append(fragments, u.EscapedFragment())
	}
	missing = "does not exist"
	for i, file := range paths {
		if !filepath.IsAbs(filepath.FromSlash(file)) {
			file = path.Join(path.Dir(filepath.ToSlash(by)), file)
		}
		info, err := os.Stat(filepath.FromSlash(file))
		switch {
		case err != nil:
		case info.Mode().IsRegular() && fragments[i] != "":
			return file + "#" + fragments[i], ""
		case info.Mode().IsRegular():
			return file, ""
		case info.IsDir():
			missing = "is a directory"
		default:
			missing = "is not a regular file"
		}
	}
	return "", missing
}

// builtIn returns the name of a built-in schema, or the URI of a metaschema. A built-in
// schema may be named by its $id.
func (c *Catalog) builtIn(name string) (string, bool) {
	if _, ok := c.lookup(name); ok {
		return name, true
	}
	uri := resource.Normalize(name)
	if _, ok := resource.Metaschema(uri); ok {
		return uri, true
	}
	if !strings.Contains(name, "://") {
		return "", false
	}
	for _, built := range c.names {
		if document, ok := c.lookup(built); ok && idOf(document) == name {
			return built, true
		}
	}
	return "", false
}

// idOf returns the $id of a schema document, "" if it has none.
func idOf(document []byte) string {
	var root struct {
		ID string `json:"$id"`
	}
	if json.Unmarshal(document, &root) != nil {
		return ""
	}
	return root.ID
}
