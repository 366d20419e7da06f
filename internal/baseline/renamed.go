package baseline

import (
	"os"
	"path"
	"path/filepath"

	"github.com/verdict-lint/verdict/internal/finding"
)

// This file recognizes files that were renamed. Their findings are not accepted: another file may have been removed,
// and a new one have the same faults.

// maxComparisons bounds how many fingerprints of a run are compared with those of files that no longer exist.
const maxComparisons = 100_000

// RenamedFrom returns the file that a file with new findings was probably renamed from, relative to the current
// directory: one that no longer exists, for which all of these findings are accepted, with the same name or in the same
// directory. It returns "" if there is none.
func (b *Baseline) RenamedFrom(found []finding.Finding) string {
	if len(found) == 0 {
		return ""
	}
	if b.gone == nil {
		b.findGone()
	}
	name := b.nameOf(found[0].File)
	for _, key := range []string{"name " + path.Base(name), "directory " + path.Dir(name)} {
		for _, from := range b.gone[key] {
			if b.accepts(found, from) {
				return b.fromHere(from)
			}
		}
	}
	return ""
}

// findGone records the files of the baseline that do not exist.
func (b *Baseline) findGone() {
	b.gone = make(map[string][]string)
	seen := make(map[string]bool)
	for _, e := range b.before {
		if seen[e.File] {
			continue
		}
		seen[e.File] = true
		if !b.exists(e.File) {
			for _, key := range []string{"name " + path.Base(e.File), "directory " + path.Dir(e.File)} {
				b.gone[key] = append(b.gone[key], e.File)
			}
		}
	}
}

// fromHere returns the path of a file of the baseline relative to the current directory.
func (b *Baseline) fromHere(name string) string {
	absolute := filepath.Join(b.dir, filepath.FromSlash(name))
	if here, err := os.Getwd(); err == nil {
		if relative, err := filepath.Rel(here, absolute); err == nil {
			absolute = relative
		}
	}
	return filepath.ToSlash(absolute)
}

// accepts reports whether the findings would be accepted if they were in a file of that name.
func (b *Baseline) accepts(found []finding.Finding, name string) bool {
	var fingerprints finding.Fingerprinter
	for i := range found {
		if b.comparisons++; b.comparisons > maxComparisons {
			return false
		}
		named := found[i]
		named.File = name
		if !b.accepted[fingerprints.Of(&named)] {
			return false
		}
	}
	return true
}
