// Package report shows findings: one file for each output format. Where
// findings come from is not its business.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/nearest"
)

// A Reporter writes findings in one format. Its methods are called in this
// order: for every file File and then a Finding for each of its findings, and
// at last Close, once, which ends the output but closes no file.
type Reporter interface {
	File(path string) error
	Finding(f *finding.Finding) error
	Close(sum finding.Summary) error
}

// Options say how a format is written.
type Options struct {
	// Color has the output coloured, in the formats that know colour.
	Color bool

	// Width is how many columns a line may take; zero stands for 120.
	Width int

	// GroupAfter is how many findings of a mass failure are shown before the rest
	// is only counted, in the format text; zero stands for all.
	GroupAfter int

	// Version is that of the program, for formats that name it.
	Version string

	// InRepository is the path of a file from the root of the repository, for formats whose
	// readers know files by that; it may be nil, and leaves alone what is elsewhere.
	InRepository func(path string) string

	// Describe says in a sentence what a rule is about; it may be nil.
	Describe func(rule string) string
}

// pathOf is the path of a file for readers that look for it in the repository.
func (o *Options) pathOf(file string) string {
	if o.InRepository == nil || strings.Contains(file, "://") {
		return file
	}
	return o.InRepository(file)
}

// A Format is a way to write findings.
type Format struct {
	Name        string
	Description string
	New         func(w io.Writer, o Options) Reporter
}

// Formats lists every format, in the order in which help shows them.
func Formats() []Format {
	return []Format{
		{"text", "the finding, then the source line with the value underlined", newText},
		{"oneline", "one finding a line", newOneline},
		{"json", "one object with all findings and a summary", newJSON},
		{"jsonl", "one object a line for each finding, with all that is known of it", newJSONL},
		{"sarif", "SARIF 2.1.0, for code scanning services", newSARIF},
		{"github", "annotations of a GitHub workflow", newGitHub},
		{"gitlab", "a GitLab Code Quality report", newGitLab},
		{"junit", "JUnit XML", newJUnit},
		{"checkstyle", "Checkstyle XML", newCheckstyle},
		{"rdjson", "the Reviewdog Diagnostic Format", newRDJSON},
		{"html", "one self-contained page", newHTML},
	}
}

// Names lists the names of every format.
func Names() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Find gives the format of that name.
func Find(name string) (Format, error) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	if near, ok := nearest.Of(name, Names()); ok {
		return Format{}, fmt.Errorf("unknown format %q; did you mean %q?", name, near)
	}
	return Format{}, fmt.Errorf("unknown format %q; it is one of %s", name, strings.Join(Names(), ", "))
}
