// Package baseline stores the findings that a repository has accepted, so that only new
// ones are reported.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
)

// A Baseline is a set of accepted findings, identified by fingerprints that do not change
// when lines move. Its paths are relative to its own directory, so it does not depend on
// the current directory.
type Baseline struct {
	dir          string          // directory of the baseline file
	before       []entry         // findings it accepted when loaded
	accepted     map[string]bool // fingerprints of before
	entries      []entry         // findings of this run
	linted       map[string]bool // files of this run
	fingerprints finding.Fingerprinter

	file, name string // last argument and result of nameOf
}

// An entry is an accepted finding in the file. Only the fingerprint is compared; the other
// fields are for human readers.
type entry struct {
	File        string `json:"file"`
	Rule        string `json:"rule"`
	Pointer     string `json:"pointer"`
	Fingerprint string `json:"fingerprint"`
}

type document struct {
	Version  int     `json:"version"`
	Findings []entry `json:"findings"`
}

// version is the version of the file format and of the fingerprints.
const version = finding.FingerprintVersion

// A VersionError reports a baseline of another version, whose fingerprints cannot match any
// finding.
type VersionError struct {
	path    string
	version int
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s is a baseline of version %d, but version %d is required; lint all files with --update-baseline to rewrite it",
		e.path, e.version, version)
}

// New returns an empty baseline to be written to path.
func New(path string) (*Baseline, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return &Baseline{dir: filepath.Dir(absolute), accepted: make(map[string]bool), linted: make(map[string]bool)}, nil
}

// Load reads a baseline. If the file does not exist, it returns an empty baseline.
func Load(path string) (*Baseline, error) {
	b, err := New(path)
	if err != nil {
		return nil, err
	}
	content, err := files.Read(path, files.MaxSupport)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, err
	}
	doc, err := parse(content)
	if err != nil {
		return nil, fmt.Errorf("%s is not a baseline: %w", path, err)
	}
	if doc.Version != version {
		return nil, &VersionError{path, doc.Version}
	}
	b.before = doc.Findings
	for _, e := range doc.Findings {
		b.accepted[e.Fingerprint] = true
	}
	return b, nil
}

// parse parses a baseline. It refuses other JSON, which --update-baseline would overwrite. The findings of other versions
// are not parsed.
func parse(content []byte) (document, error) {
	var doc document
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(content, &fields); err != nil {
		return doc, err
	}
	findings := fields["findings"]
	isList := bytes.HasPrefix(findings, []byte("[")) || string(findings) == "null" // as empty ones were once written
	if len(fields) != 2 || fields["version"] == nil || !isList {
		return doc, errors.New(`expected an object with "version", "findings" and nothing else`)
	}
	if err := json.Unmarshal(fields["version"], &doc.Version); err != nil || doc.Version != version {
		return doc, err
	}
	return doc, json.Unmarshal(findings, &doc.Findings)
}

// Linted records that a file is linted in this run. Its accepted findings are kept only if
// they are found again.
func (b *Baseline) Linted(file string) { b.linted[b.nameOf(file)] = true }

// IsNew reports whether a finding is not accepted. It must be called for every finding of a
// run, in order.
func (b *Baseline) IsNew(f *finding.Finding) bool {
	named := *f
	named.File = b.nameOf(f.File)
	print := b.fingerprints.Of(&named)
	b.entries = append(b.entries, entry{named.File, f.Rule, f.Pointer, print})
	return !b.accepted[print]
}

// nameOf returns the path of a file as written in the baseline. It caches the last result,
// because findings arrive file by file.
func (b *Baseline) nameOf(file string) string {
	if b.name != "" && b.file == file {
		return b.name
	}
	b.file, b.name = file, file
	if absolute, err := filepath.Abs(filepath.FromSlash(file)); err == nil {
		if relative, err := filepath.Rel(b.dir, absolute); err == nil {
			b.name = filepath.ToSlash(relative)
		}
	}
	return b.name
}

// Encode returns the content of a baseline that accepts every finding passed to IsNew and,
// for files that were not linted but still exist, the findings accepted before. Entries are
// sorted to keep diffs small.
func (b *Baseline) Encode() ([]byte, error) {
	all := append([]entry{}, b.entries...)
	for _, e := range b.before {
		if !b.linted[e.File] && b.exists(e.File) {
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule),
			cmp.Compare(x.Pointer, y.Pointer), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(document{version, all}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Is reports whether text is recognizably a baseline. It may be in a directory that is linted.
func Is(text []byte) bool {
	return bytes.HasPrefix(text, []byte("{\n  \"version\": ")) && bytes.Contains(text[:min(len(text), 64)], []byte(",\n  \"findings\": ["))
}

func (b *Baseline) exists(name string) bool {
	_, err := os.Stat(filepath.Join(b.dir, filepath.FromSlash(name)))
	return err == nil
}
