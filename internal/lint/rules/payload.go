package rules

import (
	"math"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/message"
	"github.com/verdict-lint/verdict/internal/suggest"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// A Payload is the input of rules: the text of a payload, the result of validating it, and the
// diagnostics so far.
type Payload struct {
	// JSON is the payload as JSON, without its syntax errors if they can be repaired. It is
	// nil if the payload cannot be read. Schema is what it was validated against.
	JSON   []byte
	Schema *catalog.Schema
	Result *engine.Result // of validating JSON; its tape is parsed by [Payload.Tape]

	// Source is the text as written: JSON, with comments if Comments is set, or another
	// syntax that was converted to JSON if Converted is not nil.
	Source    []byte
	Comments  bool
	Converted *syntax.Document

	// Redact is set if messages must not have values of the payload.
	Redact bool

	// Encoding is that of the source if it is not UTF-8.
	Encoding string

	// Repaired has the syntax errors of a source that is not converted; nil if it has none.
	Repaired *syntax.Repaired

	// Unknown is the schema that the payload names, if that cannot be loaded.
	Unknown *UnknownSchema

	// Diagnostics are those reported so far by the library and by [Payload.Report];
	// InSource those by [Payload.reportInSource].
	Diagnostics []Diagnostic
	InSource    []Diagnostic

	// A rule may report up to Max diagnostics of a payload. DroppedFrom is the least offset in JSON of a
	// diagnostic that was dropped for that reason. DroppedErrors reports whether there were errors among them.
	Max           int
	DroppedFrom   int64
	DroppedErrors bool

	rule      *Rule // that runs
	reported  int   // diagnostics of the rule
	notFinite map[int]syntax.NotFinite
}

// everything is the value of DroppedFrom if no diagnostic was dropped.
const everything = math.MaxInt64

// A Diagnostic is a violation of a rule. Its offsets are those of the payload as JSON; the
// linter maps them to the file.
type Diagnostic struct {
	verdict.Violation
	Severity finding.Severity
	Once     bool // see [finding.Finding]
	Related  []Related
	Causes   []message.Range // further values that the violation depends on
	Fix      *Fix

	// Use is how the suggestion of the violation may be applied. If it may be a fix, and Fix is nil,
	// the linter creates the fix from it.
	Use suggest.Use

	// Other is the offset of another position that Message gives by line and column, if
	// Named is set.
	Other int
	Named bool
}

// A Related is a secondary location of a diagnostic.
type Related struct {
	Start, End int
	Message    string
}

// A Fix is a set of edits that fixes a violation. Its offsets are like those of its
// diagnostic.
type Fix struct {
	Title string
	Safe  bool // the meaning of the payload does not change
	Edits []syntax.Edit
}

// Tape returns the parsed payload; nil if it cannot be read, as an empty file.
func (p *Payload) Tape() *jsontape.Tape {
	if p.JSON == nil {
		return nil
	}
	doc := &p.Result.Tape
	if !p.Result.Parsed { // validating it did not need a tape
		doc.Parse(p.JSON, catalog.PayloadLimits)
		p.Result.Parsed = true
	}
	if !doc.Readable() || len(doc.Nodes) == 0 {
		return nil
	}
	return doc
}

// HasSyntaxErrors reports whether the payload was repaired or converted from a text with syntax errors.
func (p *Payload) HasSyntaxErrors() bool {
	return p.Repaired != nil || p.Converted != nil && len(p.Converted.Errors) > 0
}

// shown returns a value for a message, or its type and length if values are redacted.
func (p *Payload) shown(written []byte, what string) string {
	if p.Redact {
		return what
	}
	return clip(written)
}

// Run calls the check of a rule.
func (p *Payload) Run(rule *Rule) {
	p.rule, p.reported = rule, 0
	rule.Check(p)
}

// Report adds a diagnostic of the rule that runs, unless it is about a placeholder for text
// that could not be read. Rule and Severity may be left out.
func (p *Payload) Report(d Diagnostic) {
	p.rule.complete(&d)
	switch {
	case !p.isWritten(&d):
	case p.mayReport(&d):
		p.Diagnostics = append(p.Diagnostics, d)
	default:
		p.DroppedFrom = min(p.DroppedFrom, int64(d.Offset))
	}
}

// reportInSource adds a diagnostic of the rule that runs, whose offsets are those of the
// source.
func (p *Payload) reportInSource(d Diagnostic) {
	p.rule.complete(&d)
	if p.mayReport(&d) {
		p.InSource = append(p.InSource, d)
	}
}

// mayReport counts a diagnostic and reports whether it is one of the first Max of its rule.
func (p *Payload) mayReport(d *Diagnostic) bool {
	p.reported++
	p.DroppedErrors = p.DroppedErrors || p.reported > p.Max && d.Severity == finding.Error
	return p.reported <= p.Max
}

// complete sets the fields of a diagnostic that its rule determines.
func (r *Rule) complete(d *Diagnostic) {
	if d.Rule == "" {
		d.Rule = r.Name
	}
	if d.Severity == finding.Off {
		d.Severity = r.Severity
	}
}

// offsets returns the offsets of the diagnostics so far.
func (p *Payload) offsets() map[int]bool {
	offsets := make(map[int]bool, len(p.Diagnostics))
	for i := range p.Diagnostics {
		offsets[p.Diagnostics[i].Offset] = true
	}
	return offsets
}
