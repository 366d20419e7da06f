// Package report writes findings, with one file per output format. It does not know how
// findings are made.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// A Reporter writes findings in one format. For every file, File is called once, followed
// by Finding for each of its findings. At the end Close is called once: it ends the output
// but does not close the underlying writer.
type Reporter interface {
	File(path string) error
	Finding(f *finding.Finding) error
	Close(sum finding.Summary) error
}

// Options configure how a format is written.
type Options struct {
	// Color enables colour in the formats that support it.
	Color bool

	// Width is the maximum number of columns of a line; 0 means 120.
	Width int

	// GroupAfter is how many findings of a mass failure the format text shows before it
	// only counts the rest; 0 means all.
	GroupAfter int

	// Version is the program's version, for formats that include it.
	Version string

	// InRepository returns the path of a file relative to the root of the repository, for
	// formats whose readers expect that, and returns paths outside the repository
	// unchanged. It may be nil.
	InRepository func(path string) string

	// Describe returns a one-sentence description of a rule, and Page returns its page, in
	// Markdown. They may be nil.
	Describe func(rule string) string
	Page     func(rule string) (string, bool)

	// FailOn is the least severity of findings that make the run fail.
	FailOn finding.Severity

	// StepSummary is the file to which the format github appends a summary of the findings;
	// "" for none.
	StepSummary string
}

// pathOf returns the path of a file relative to the root of the repository, if that is
// known.
func (o *Options) pathOf(file string) string {
	if o.InRepository == nil || strings.Contains(file, "://") {
		return file
	}
	return o.InRepository(file)
}

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
