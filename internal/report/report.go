// Package report writes findings, with one file per output format, and summaries of records. It
// does not depend on how they are made.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/verdict-lint/verdict/internal/nearest"
)

// A Format is an output format.
type Format struct {
	Name        string
	Description string
	New         func(w io.Writer, o Options) Reporter

	// Fingerprints reports that the format includes fingerprints, which depend on
	// [finding.Finding.Identity].
	Fingerprints bool
}

// Formats returns every format in the order in which help lists them.
func Formats() []Format {
	return []Format{
		{Name: "text", Description: "the finding, then the source line with the value underlined", New: newText},
		{Name: "oneline", Description: "one finding per line", New: newOneline},
		{Name: "json", Description: "one JSON object with all findings and a summary", New: newJSON},
		{Name: "jsonl", Description: "one JSON object per line for each finding, with every field", New: newJSONL},
		{Name: "sarif", Description: "SARIF 2.1.0, for code scanning services", New: newSARIF, Fingerprints: true},
		{Name: "github", Description: "annotations of a GitHub workflow", New: newGitHub},
		{Name: "gitlab", Description: "a GitLab Code Quality report", New: newGitLab, Fingerprints: true},
		{Name: "junit", Description: "JUnit XML", New: newJUnit},
		{Name: "checkstyle", Description: "Checkstyle XML", New: newCheckstyle},
		{Name: "rdjson", Description: "the Reviewdog Diagnostic Format", New: newRDJSON},
		{Name: "html", Description: "one self-contained page", New: newHTML},
	}
}

// Names returns the names of all formats.
func Names() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Find returns the format of that name.
func Find(name string) (Format, error) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	if near, ok := nearest.Of(name, Names()); ok {
		return Format{}, fmt.Errorf("unknown format %q; did you mean %q?", name, near)
	}
	return Format{}, fmt.Errorf("unknown format %q; use one of %s", name, strings.Join(Names(), ", "))
}
