// Package baseline keeps the findings that a repository has accepted, so that
// only new ones count.
package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
)

// A Baseline is a set of accepted findings, known by their fingerprints: they
// stay accepted when lines move.
type Baseline struct {
	accepted     map[string]bool
	entries      []entry
	fingerprints finding.Fingerprinter
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

// version is that of the file's format.
const version = 1

// Load reads a baseline. One that does not exist yet has accepted nothing.
func Load(path string) (*Baseline, error) {
	b := &Baseline{accepted: make(map[string]bool)}
	content, err := os.ReadFile(path)
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
		return nil, fmt.Errorf("%s has version %d of the format, this program knows %d; write it anew with --update-baseline",
			path, doc.Version, version)
	}
	for _, e := range doc.Findings {
		b.accepted[e.Fingerprint] = true
	}
	return b, nil
}

// New reports whether a finding is not accepted. It is to be asked for every
// finding of a run, in order.
func (b *Baseline) New(f *finding.Finding) bool {
	print := b.fingerprints.Of(f)
	b.entries = append(b.entries, entry{f.File, f.Rule, f.Pointer, print})
	return !b.accepted[print]
}

// Encode is the content of a baseline that accepts every finding that was asked
// for. It is sorted, so that it changes as little as the findings do.
func (b *Baseline) Encode() ([]byte, error) {
	slices.SortStableFunc(b.entries, func(x, y entry) int {
		return strings.Compare(x.File+"\x00"+x.Rule+"\x00"+x.Pointer+"\x00"+x.Fingerprint,
			y.File+"\x00"+y.Rule+"\x00"+y.Pointer+"\x00"+y.Fingerprint)
	})
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(document{version, append([]entry{}, b.entries...)}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Len is the number of findings that were asked for.
func (b *Baseline) Len() int { return len(b.entries) }
