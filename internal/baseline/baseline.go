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

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
)

// A Baseline is a set of accepted findings, identified by fingerprints that do not change
// when lines move. Its paths are relative to its own directory, so it does not depend on
// the current directory.
type Baseline struct {
	path         string
	dir          string          // absolute path of its directory
	content      []byte          // of the file when it was loaded; nil if there was none
	before       []entry         // findings it accepted when loaded
	accepted     map[string]bool // fingerprints of before
	entries      []entry         // findings of this run
	linted       map[string]bool // files of this run
	fingerprints finding.Fingerprinter

	file, name string // last argument and result of nameOf

	gone        map[string][]string // files of before that do not exist, by name and directory
	comparisons int                 // number of fingerprints compared by RenamedFrom
}

// An entry is an accepted finding in the file. Only the fingerprint is compared; the other
// fields are for human readers.
type entry struct {
	File        string `json:"file"`
	Rule        string `json:"rule"`
	Pointer     string `json:"pointer"`
	Fingerprint string `json:"fingerprint"`
}

// A document is the file.
type document struct {
	Version  int     `json:"version"`
	Findings []entry `json:"findings"`
}

// version is the version of the file format and of the fingerprints.
const version = finding.FingerprintVersion

// Load reads a baseline. If the file does not exist, the baseline is empty, and also, if it is to be updated, if
// the file is empty or of an earlier version.
func Load(path string, update bool) (*Baseline, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	b := &Baseline{path: path, dir: filepath.Dir(absolute), accepted: make(map[string]bool), linted: make(map[string]bool)}
	b.content, err = files.Read(path, files.MaxSupport)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, err
	}
	if b.before, err = parse(path, b.content, update); err != nil {
		return nil, err
	}
	for _, e := range b.before {
		b.accepted[e.Fingerprint] = true
	}
	return b, nil
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

// Write writes a baseline that accepts every finding passed to IsNew and, for files that were not linted but still
// exist, the findings accepted before, including those that another run has written since Load.
func (b *Baseline) Write() error {
	return atomicfile.Update(b.path, func(now []byte) ([]byte, error) {
		before := b.before
		if !bytes.Equal(now, b.content) {
			var err error
			if before, err = parse(b.path, now, true); err != nil {
				return nil, err
			}
		}
		return b.encode(before)
	})
}

// encode returns the content of the file. Entries are sorted to keep diffs small.
func (b *Baseline) encode(before []entry) ([]byte, error) {
	all := append([]entry{}, b.entries...)
	exist := make(map[string]bool) // files that were not linted
	for _, e := range before {
		if b.linted[e.File] {
			continue
		}
		exists, known := exist[e.File]
		if !known {
			exists = b.exists(e.File)
			exist[e.File] = exists
		}
		if exists {
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
	if out.Len() > files.MaxSupport {
		return nil, fmt.Errorf("%s would be larger than %s, and so not be read; use several baselines, or turn off rules",
			b.path, files.FormatSize(files.MaxSupport))
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
