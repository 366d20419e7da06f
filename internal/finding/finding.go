// Package finding defines a finding as plain data. Package lint produces findings and
// package report prints them; neither imports the other.
package finding

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/words"
)

// A Finding is one problem in one file.
type Finding struct {
	// File is the path as given on the command line, or found below a given directory, with
	// slashes.
	File string

	// Range is the location of the problem in the file as written.
	Range Range

	Severity Severity

	// Once is set if a warning depends on nothing but its message, so that it is reported for the first
	// file that has it only.
	Once bool

	// Rule is the stable name of the violated rule, such as "null" or "unknown-property".
	Rule string

	// Message is one sentence, lower case and without a full stop.
	Message string

	// Help says what to do, if Message does not say so already. Related holds secondary
	// locations.
	Help    string
	Related []Related

	// Causes are further parts of the file that the problem depends on, such as what an alias
	// in YAML refers to. They are not reported.
	Causes []Range

	// Pointer is the RFC 6901 JSON Pointer to the invalid value, and Property the name that
	// is missing, unknown or duplicate.
	Pointer  string
	Property string

	// Identity identifies the location in the payload and the value there by names and
	// contents rather than by indices, or by names alone if values are redacted; "" if the
	// file is not a payload or no identity was requested.
	Identity string

	// KeywordLocation and SchemaLocation locate the keyword that failed, as in
	// verdict.Violation. Schema is the name or path of the schema.
	KeywordLocation string
	SchemaLocation  string
	Schema          string

	// Expected describes what the schema allows; Got is the actual value.
	Expected string
	Got      string

	// Frame is the source around the problem.
	Frame Frame

	// Fix fixes the problem; nil if no fix is known.
	Fix *Fix
}

// Redact removes the source and the fix, which show values of the payload. Message and Got are
// expected to be worded without values. The frame keeps its offset in the line.
func (f *Finding) Redact() {
	f.Frame = Frame{Start: f.Frame.Start, End: f.Frame.Start, CutLeft: f.Frame.CutLeft}
	f.Fix = nil
}

// A Position is a line and column of a file, both 1-based; columns count code points.
type Position struct {
	Line, Column int
}

// A Range is the part of a file from Start up to but not including End. Offset and
// EndOffset are the same positions as byte offsets. FirstLine and LastLine are its lines as git
// counts them: only LF ends a line.
type Range struct {
	Start, End          Position
	Offset, EndOffset   int64
	FirstLine, LastLine int
}

// A Related is a secondary location of a finding, such as the first of two duplicate keys.
type Related struct {
	Range   Range
	Message string
}

// A Frame is the source line of a finding with the lines around it. Long lines are cut to a
// few hundred bytes around the finding.
type Frame struct {
	// Text is the line of Range.Start without its line ending. Text[Start:End] is the part
	// to underline.
	Text       string
	Start, End int

	// CutLeft and CutRight report whether the line continues before or after Text.
	CutLeft, CutRight bool

	// Before and After are the neighboring lines, if requested.
	Before, After []string
}

// A Fix is a set of edits that fixes a problem. The edits are in order and do not overlap.
type Fix struct {
	// Title describes the fix: `replace "HRIS" by "hris"`.
	Title string

	// Safe reports that the fix cannot change the meaning of the payload.
	Safe bool

	Edits []Edit
}

// An Edit replaces the bytes [Offset, End) of the file by Text.
type Edit struct {
	Offset, End int64
	Text        string
}

// A Summary holds the totals of a run.
type Summary struct {
	Files    int // files read
	Payloads int // payloads in them, counting each NDJSON line and YAML document
	Bytes    int64
	Errors   int
	Warnings int
	NoSchema int // files with a payload that has no schema

	// Templates is the number of files that were not linted because they are templates for files of the
	// syntax that their extension is for.
	Templates int

	// Hidden is the number of findings that were counted but not shown because of the limit on
	// findings.
	Hidden int

	// Truncated reports that a payload had more than Limit findings, which is the maximum
	// per payload. Unseen reports that there may be errors among those left out.
	Truncated, Unseen bool
	Limit             int

	// Unread reports that a payload had more syntax errors than are repaired, so that what
	// follows them was not linted.
	Unread bool
}

// TooBroken is the reason if a summary is Unread.
const TooBroken = "a payload has too many syntax errors to be linted to its end"

// Incomplete says why the output lacks findings; "" if it is complete.
func (s Summary) Incomplete() string {
	var why []string
	if s.Truncated {
		why = append(why, "a payload has more than "+words.Thousands(s.Limit)+" findings")
	}
	if s.Unread {
		why = append(why, TooBroken)
	}
	if s.Hidden > 0 {
		why = append(why, words.Thousands(s.Hidden)+" more findings than --max-findings allows")
	}
	if len(why) == 0 {
		return ""
	}
	return strings.Join(why, "; ") + "; output is incomplete"
}

// Count adds a finding to the summary.
func (s *Summary) Count(f *Finding) {
	if f.Severity == Error {
		s.Errors++
	} else {
		s.Warnings++
	}
}
