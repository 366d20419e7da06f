package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/unicode/norm"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/files"
)

// Known finds the schema of a file by its name, as catalogs in the format of SchemaStore do
// (https://www.schemastore.org/api/json/catalog.json).
type Known struct {
	entries []KnownSchema

	// The patterns of all entries by the last element of their path, so that a file is
	// compared with few of them.
	literal  map[string][]knownPattern // without wildcards
	suffixed map[string][]knownPattern // "*" and then no wildcards
	others   []knownPattern
}

// A KnownSchema is an entry of a catalog.
type KnownSchema struct {
	Name      string   `json:"name"`
	URL       string   `json:"url"`
	FileMatch []string `json:"fileMatch"`
}

type knownPattern struct {
	glob  string
	entry int
}

// ParseKnown parses a catalog. Entries without fileMatch are left out, and so are patterns that are
// invalid or take too long to match. Relative URLs are files in dir.
func ParseKnown(document []byte, dir string) (*Known, error) {
	var content struct {
		Schemas []KnownSchema `json:"schemas"`
	}
	if err := json.Unmarshal(document, &content); err != nil {
		return nil, fmt.Errorf("not a catalog of schemas: %w", explain(document, err))
	}
	if len(content.Schemas) == 0 {
		return nil, fmt.Errorf(`not a catalog of schemas: it has no "schemas"`)
	}
	k := &Known{literal: make(map[string][]knownPattern), suffixed: make(map[string][]knownPattern)}
	for _, entry := range content.Schemas {
		if len(entry.FileMatch) == 0 || entry.URL == "" {
			continue
		}
		if !IsRemote(entry.URL) {
			entry.URL = fileOf(entry.URL, dir)
		}
		entry.FileMatch = slices.DeleteFunc(entry.FileMatch, func(pattern string) bool { return files.CheckPattern(pattern) != nil })
		k.entries = append(k.entries, entry)
		for _, pattern := range entry.FileMatch {
			if !strings.HasPrefix(pattern, "!") {
				k.add(pattern, len(k.entries)-1)
			}
		}
	}
	return k, nil
}

// shape is the schema of a catalog, as far as it is read.
const shape = `{
	"type": "object",
	"properties": {"schemas": {"type": ["array", "null"], "items": {"type": ["object", "null"], "properties": {
		"name": {"type": ["string", "null"]},
		"url": {"type": ["string", "null"]},
		"fileMatch": {"type": ["array", "null"], "items": {"type": ["string", "null"]}}
	}}}}
}`

// explain returns the first thing that is wrong with a catalog, with its place, instead of the error of parsing it.
func explain(document []byte, err error) error {
	schema, failed := verdict.Compile([]byte(shape))
	if failed != nil {
		return failed
	}
	var invalid *verdict.Error
	if !errors.As(schema.Validate(document), &invalid) {
		return err
	}
	v := &invalid.Violations[0]
	return fmt.Errorf("%d:%d: %s", v.Line, v.Column, v.Message)
}

// fileOf returns the path of a file that a catalog in dir refers to.
func fileOf(reference, dir string) string {
	if u, err := url.Parse(reference); err == nil && u.Scheme == "file" {
		return filePath(u)
	}
	if filepath.IsAbs(filepath.FromSlash(reference)) {
		return filepath.FromSlash(reference)
	}
	return filepath.Join(dir, filepath.FromSlash(reference))
}

// wildcards are the characters with a meaning in patterns.
const wildcards = `*?[{\`

func (k *Known) add(pattern string, entry int) {
	p := knownPattern{anywhere(pattern), entry}
	last := path.Base(p.glob)
	rest, starred := strings.CutPrefix(last, "*")
	switch {
	case !strings.ContainsAny(last, wildcards):
		k.literal[last] = append(k.literal[last], p)
	case starred && strings.HasPrefix(rest, ".") && !strings.ContainsAny(rest, wildcards):
		k.suffixed[rest] = append(k.suffixed[rest], p)
	default:
		k.others = append(k.others, p)
	}
}

// anywhere returns a pattern that matches in any directory, as those of catalogs do.
func anywhere(pattern string) string {
	pattern = norm.NFC.String(pattern) // file systems may compose or decompose names
	pattern = strings.TrimPrefix(strings.TrimPrefix(pattern, "./"), "/")
	if strings.HasPrefix(pattern, "**/") {
		return pattern
	}
	return "**/" + pattern
}

// Schemas returns all entries.
func (k *Known) Schemas() []KnownSchema { return k.entries }

// Find returns the schema of a file. If several match, it is that of the longest pattern,
// and then the first. ok is false if there is none, or if k is nil.
func (k *Known) Find(file string) (schema KnownSchema, pattern string, ok bool) {
	if k == nil {
		return KnownSchema{}, "", false
	}
	if absolute, err := filepath.Abs(file); err == nil {
		file = absolute
	}
	file = norm.NFC.String(strings.TrimPrefix(filepath.ToSlash(file), "/"))
	best := knownPattern{}
	look := func(patterns []knownPattern) {
		for _, p := range patterns {
			if len(p.glob) > len(best.glob) && doublestar.MatchUnvalidated(p.glob, file) && !k.entries[p.entry].excludes(file) {
				best = p
			}
		}
	}
	name := path.Base(file)
	look(k.literal[name])
	for i := range name {
		if name[i] == '.' {
			look(k.suffixed[name[i:]])
		}
	}
	look(k.others)
	if best.glob == "" {
		return KnownSchema{}, "", false
	}
	return k.entries[best.entry], strings.TrimPrefix(best.glob, "**/"), true
}

// excludes reports whether a pattern that begins with "!" matches a file.
func (s *KnownSchema) excludes(file string) bool {
	for _, pattern := range s.FileMatch {
		if glob, ok := strings.CutPrefix(pattern, "!"); ok && doublestar.MatchUnvalidated(anywhere(glob), file) {
			return true
		}
	}
	return false
}
