// Package baseline keeps the findings that a repository has accepted, so that
// only new ones count.
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

// A Baseline is a set of accepted findings, known by their fingerprints: they
// stay accepted when lines move. The paths in it are relative to it, so it says the same
// wherever it is used from.
type Baseline struct {
	dir          string          // where it lies
	before       []entry         // what it accepted
	accepted     map[string]bool // the fingerprints of that
	entries      []entry         // what it was asked for
	linted       map[string]bool // the files that were looked at
	fingerprints finding.Fingerprinter

	file, name string // the last that was named, and its name
}

// An entry is an accepted finding as the file has it. Only the fingerprint
// counts; the rest is for people who read the file.
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

// version is that of the file's format, and of the fingerprints in it.
const version = finding.FingerprintVersion

// A VersionError is that of a baseline of another version: none of its fingerprints is one
// of a finding now.
type VersionError struct {
	path    string
	version int
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s is a baseline of version %d, this program reads version %d; lint all files with --update-baseline to write it anew",
		e.path, e.version, version)
}

// New returns a baseline that has accepted nothing, to be written to a path.
func New(path string) (*Baseline, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return &Baseline{dir: filepath.Dir(absolute), accepted: make(map[string]bool), linted: make(map[string]bool)}, nil
}

// Load reads a baseline. One that does not exist yet has accepted nothing.
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
	var doc document
	if err := json.Unmarshal(content, &doc); err != nil {
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

// Linted tells of a file that is looked at. What was accepted in it is kept only where it
// is found again.
func (b *Baseline) Linted(file string) { b.linted[b.nameOf(file)] = true }

// IsNew reports whether a finding is not accepted. It is to be asked for every
// finding of a run, in order.
func (b *Baseline) IsNew(f *finding.Finding) bool {
	named := *f
	named.File = b.nameOf(f.File)
	print := b.fingerprints.Of(&named)
	b.entries = append(b.entries, entry{named.File, f.Rule, f.Pointer, print})
	return !b.accepted[print]
}

// nameOf is the path of a file as it stands in the baseline. Findings come file by file.
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

// Encode is the content of a baseline that accepts every finding that was asked
// for, and, in files that were not looked at and are still there, what was accepted before.
// It is sorted, so that it changes as little as the findings do.
func (b *Baseline) Encode() ([]byte, error) {
	all := slices.Concat([]entry{}, b.entries)
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

func (b *Baseline) exists(name string) bool {
	_, err := os.Stat(filepath.Join(b.dir, filepath.FromSlash(name)))
	return err == nil
}
