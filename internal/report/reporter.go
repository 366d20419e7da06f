package report

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
)

// This file defines the interface of formats and their options.

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
	// Color enables color in the formats that support it.
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

	// FailOn is the lowest severity of findings that make the run fail.
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
