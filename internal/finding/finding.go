// Package finding holds what a linter has to say about a file, as plain data:
// package lint makes findings, package report shows them, and neither knows the
// other.
package finding

import (
	"strconv"
	"strings"
)

// A Finding is one fault of one file.
type Finding struct {
	// File is the path as people know it: as given, or found below what was
	// given, with slashes.
	File string

	// Range is where the fault lies in the file as written.
	Range Range

	// FirstLine and LastLine are the lines of Range as git counts them: a line ends at LF
	// alone.
	FirstLine, LastLine int

	Severity Severity

	// Rule is the stable name of what was broken, such as "null" or
	// "unknown-property".
	Rule string

	// Message is one sentence, lower case and without a full stop.
	Message string

	// Help says what to do, where Message does not say it already. Related
	// names other places that have part in the fault.
	Help    string
	Related []Related

	// Pointer is the RFC 6901 JSON Pointer to the value at fault, and Property
	// the name that is missing, unknown or doubled.
	Pointer  string
	Property string

	// Identity stands for the place in the payload and the value there, as it is known by
	// names and contents rather than by indices; "" if the file is no payload.
	Identity string

	// KeywordLocation and SchemaLocation say which keyword was broken, as in
	// verdict.Violation. Schema is the name or the path of the schema itself.
	KeywordLocation string
	SchemaLocation  string
	Schema          string

	// Expected and Got are what the schema allows and what stands there.
	Expected string
	Got      string

	// Frame is the source around the fault.
	Frame Frame

	// Fix mends the fault; nil where nothing is known that would.
	Fix *Fix
}

// A Position is a place in a file: 1-based, the column counted in code points.
type Position struct {
	Line, Column int
}

// A Range is a part of a file, from Start up to and without End. Offset and
// EndOffset are the same in bytes.
type Range struct {
	Start, End        Position
	Offset, EndOffset int64
}

// A Related place has part in a fault: the first of two equal keys, say.
type Related struct {
	Range   Range
	Message string
}

// A Frame is the source line of a fault with the lines around it. Lines of any
// length are cut to a few hundred bytes around the fault.
type Frame struct {
	// Text is the line that Range.Start lies on, without its line end.
	// Text[Start:End] is the part of it that is at fault.
	Text       string
	Start, End int

	// CutLeft and CutRight say that the line goes on before or after Text.
	CutLeft, CutRight bool

	// Before and After are the neighbouring lines, where they were asked for.
	Before, After []string
}

// A Fix is a set of edits that mends a fault. The edits are in order and do not
// overlap.
type Fix struct {
	// Title says what the fix does: `replace "HRIS" by "hris"`.
	Title string

	// Safe says that the fix cannot change what the payload was meant to say.
	Safe bool

	Edits []Edit
}

// An Edit replaces the bytes [Offset, End) of the file by Text.
type Edit struct {
	Offset, End int64
	Text        string
}

// A Summary counts what a run has seen.
type Summary struct {
	Files    int // files read
	Payloads int // payloads in them: lines of NDJSON, documents of YAML
	Bytes    int64
	Errors   int
	Warnings int
	NoSchema int // files with a payload that was validated against no schema

	// Hidden is how many of the findings counted were not shown, because there
	// were more than the run was to show.
	Hidden int

	// Truncated says that some payload had more faults than are counted, and Unseen that
	// there may be errors among these. Limit is how many are counted of one payload.
	Truncated, Unseen bool
	Limit             int
}

// Incomplete says in what way the output lacks findings; "" if it is complete.
func (s Summary) Incomplete() string {
	var why []string
	if s.Truncated {
		why = append(why, "a payload has more than "+thousands(s.Limit)+" findings")
	}
	if s.Hidden > 0 {
		why = append(why, thousands(s.Hidden)+" more findings than --max-findings allows")
	}
	if len(why) == 0 {
		return ""
	}
	return strings.Join(why, "; ") + "; output is incomplete"
}

// thousands writes a number with commas: 4,812.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Count adds a finding to the summary.
func (s *Summary) Count(f *Finding) {
	if f.Severity == Error {
		s.Errors++
	} else {
		s.Warnings++
	}
}
