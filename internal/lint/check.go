package lint

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/message"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/suggest"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// maxPerPayload bounds how many faults of one payload are collected, so that a
// payload that is wrong everywhere cannot take all memory. Where a fault is left out, so
// may be an error, and the run fails.
const maxPerPayload = 50_000

// A fault is a violation on its way to becoming a finding: the rules of the
// linter look at all faults of a payload together, and fold those that say the
// same thing. Its offsets are those of the payload as JSON.
type fault struct {
	verdict.Violation
	severity finding.Severity
	help     string
	related  []place
	fix      *fix

	// use says whether the suggestion of the violation becomes a fix.
	use suggest.Use

	// meant is the name that an unknown property stands for, where that is known.
	meant string

	// other is the offset of another place that the message names by line and column,
	// where named says that it does.
	other int
	named bool

	identity placeID // zero if the text could not be read
}

// A place has part in a fault.
type place struct {
	start, end int
	message    string
}

// A fix is what would mend a fault, in offsets of the payload as JSON, or of
// its source.
type fix struct {
	title    string
	safe     bool
	inSource bool
	edits    []syntax.Edit
}

// everything is how far findings reach of which none was left out.
const everything = math.MaxInt64

// An extent is how far findings reach: from the offset reach on there may be more. unseen
// says that there may be errors among these, and unread that it is because of too many syntax
// errors.
type extent struct {
	reach          int64
	unseen, unread bool
}

// unreadFrom is the extent of a payload with too many syntax errors.
func unreadFrom(offset int64) extent { return extent{reach: offset, unseen: true, unread: true} }

// append adds what a rule has found to faults. A rule that found as many as it may has
// left some out.
func (e *extent) append(faults, found []fault) []fault {
	if len(found) >= maxPerPayload {
		last := found[len(found)-1]
		e.reach = min(e.reach, int64(last.Offset))
		e.unseen = e.unseen || last.severity == finding.Error
	}
	return append(faults, found...)
}

// check validates one payload and returns what is to be said of it, in the
// order of the payload, and how far that reaches in the file.
// What was wrong with the choice of the schema may be given; it is one of the findings.
func (l *Linter) check(s *catalog.Schema, path string, doc *document, choice *fault) (found []finding.Finding, upTo extent) {
	if choice != nil {
		found = append(found, l.finding(s, path, doc, choice))
	}
	if doc.converted != nil {
		found = append(found, l.conversionErrors(s, path, doc)...)
		if !doc.converted.Readable() {
			return l.weigh(path, doc.suppress(found)), doc.convertedExtent()
		}
	}
	r := runs.Get().(*run)
	defer r.release()
	if doc.converted != nil {
		r.writer.Convert(doc.written)
	}
	faults, upTo := l.faults(s, r, doc.text.JSON, l.strict(path))
	if len(faults) > 0 && hasRule(faults, verdict.RuleSyntax) && doc.text.Verbatim() {
		var text syntax.Text
		var broken []finding.Finding
		var sure bool
		broken, text, sure, faults, upTo = l.recover(s, r, path, doc, faults)
		found = append(found, broken...)
		doc.repair(text, sure)
	}
	if doc.comments {
		written := document{source: doc.source, offset: doc.offset, lines: doc.lines}
		foreign := notUTF8(doc.source, faults)
		upTo.unseen = upTo.unseen || len(foreign) >= maxPerPayload
		for _, f := range foreign {
			found = append(found, l.finding(s, path, &written, &f))
		}
	}
	if r.Inexact {
		faults = upTo.append(faults, imprecise(r, doc.text.JSON, faults))
	}
	faults = upTo.append(faults, deprecated(s, r, doc.text.JSON))
	if doc.converted != nil {
		faults = ofSource(doc, faults)
	}
	if len(faults) > 0 {
		faults = fold(s, r, doc, faults)
		if l.options.Identify {
			identifyFaults(r.tape(doc.text.JSON), faults, doc.record)
		}
		for i := range faults {
			found = append(found, l.finding(s, path, doc, &faults[i]))
		}
	}
	if len(found) == 0 && upTo.reach == everything {
		return nil, upTo
	}
	found = l.weigh(path, doc.suppress(found))
	slices.SortStableFunc(found, byPlace)
	if upTo.reach != everything {
		upTo.reach = doc.offset + int64(doc.text.Earliest(int(upTo.reach)))
	}
	return found, upTo
}

// weigh gives findings the severity that is set for their rule, and drops those
// whose rule is off.
func (l *Linter) weigh(path string, found []finding.Finding) []finding.Finding {
	if l.options.Severity == nil {
		return found
	}
	kept := found[:0]
	for _, f := range found {
		f.Severity = l.options.Severity(path, f.Rule, f.Severity)
		if f.Severity != finding.Off {
			kept = append(kept, f)
		}
	}
	return kept
}

func byPlace(a, b finding.Finding) int { return cmp.Compare(a.Range.Offset, b.Range.Offset) }

func hasRule(faults []fault, rule verdict.Rule) bool {
	return slices.ContainsFunc(faults, func(f fault) bool { return f.Rule == rule })
}

// fold has the linter's own rules look at the faults together.
func fold(s *catalog.Schema, r *run, doc *document, faults []fault) []fault {
	json := doc.text.JSON
	markText(r, json, faults)
	if form, ok := otherForm(s, r, json, faults); ok {
		return form
	}
	faults = foldNames(faults)
	propose(faults)
	doc.asWritten(faults)
	return faults
}

// A run is the memory that checking one payload needs, and what validating it found.
type run struct {
	engine.Result
	writer message.Writer
}

var runs = sync.Pool{New: func() any { return new(run) }}

func (r *run) release() {
	r.Release()
	r.writer.Release()
	runs.Put(r)
}

// tape is that of the payload, which is parsed if validating it did not need that.
func (r *run) tape(json []byte) *jsontape.Tape {
	if !r.Parsed {
		r.Tape.Parse(json, catalog.PayloadLimits)
		r.Parsed = true
	}
	return &r.Tape
}

// faults validates a payload. What is wrong only because unknown properties are refused is a
// warning, unless the run as a whole is strict.
func (l *Linter) faults(s *catalog.Schema, r *run, json []byte, strict bool) (faults []fault, upTo extent) {
	upTo = extent{reach: everything}
	mode := engine.Apart
	switch {
	case l.plain:
		mode = engine.Without
	case strict:
		mode = engine.AsCompiled
	}
	if s.Engine.Check(&r.Result, json, maxPerPayload, mode) {
		return nil, upTo
	}
	failures := r.Failures
	apart := slices.IndexFunc(failures, func(f program.Failure) bool { return f.Strict })
	if apart < 0 {
		apart = len(failures)
	}
	add := func(count int, truncated bool, severity finding.Severity) {
		faults = slices.Grow(faults, count)
		r.writer.Each(func(_ int, m message.Message) {
			f := fault{Violation: violationOf(m), severity: severity, use: m.Suggestion.Use}
			aboutSchema := f.Pointer == "/"+schemaProperty
			if !aboutSchema || mode == engine.Apart && severity == finding.Error || mode != engine.Apart && f.Rule != verdict.RuleUnknownProperty {
				faults = append(faults, f)
			}
			if truncated {
				upTo.reach = int64(m.Offset)
			}
		})
	}
	count, cut := r.writer.Write(&r.Tape, failures[:apart], s.Engine.Limits, maxPerPayload)
	upTo.unseen = r.Truncated || cut
	add(count, upTo.unseen || r.StrictTruncated, finding.Error)
	if apart < len(failures) {
		reach := upTo.reach
		count, cut := r.writer.WriteFailures(&r.Tape, failures[apart:], maxPerPayload)
		add(count, cut || r.StrictTruncated, finding.Warning)
		upTo.reach = min(upTo.reach, reach)
	}
	return faults, upTo
}

// violationOf is the violation that a message is about.
func violationOf(m message.Message) verdict.Violation {
	return verdict.Violation{
		Rule:            verdict.Rule(m.Rule),
		Message:         m.Message,
		Pointer:         m.Pointer,
		Property:        m.Property,
		KeywordLocation: m.KeywordLocation,
		SchemaLocation:  m.SchemaLocation,
		Expected:        m.Expected,
		Got:             m.Got,
		Suggestion: verdict.Suggestion{
			Kind: verdict.SuggestionKind(m.Suggestion.Kind), Text: m.Suggestion.Text,
			Offset: m.Suggestion.Start, End: m.Suggestion.End,
		},
		Offset: m.Offset,
		End:    m.End,
		Line:   m.Line,
		Column: m.Column,
	}
}

// finding puts a fault into the file that the payload was written in.
func (l *Linter) finding(s *catalog.Schema, path string, doc *document, f *fault) finding.Finding {
	start, end := doc.text.Span(f.Offset, f.End)
	doc.relocate(f)
	var where finding.Range
	if doc.text.Verbatim() && f.Line > 0 {
		where = doc.spanFrom(finding.Position{Line: f.Line, Column: f.Column}, start, end)
	} else {
		where = doc.span(start, end)
	}
	out := finding.Finding{
		File:            path,
		Range:           where,
		Severity:        f.severity,
		Rule:            string(f.Rule),
		Message:         f.Message,
		Help:            f.help,
		Related:         doc.related(f.related),
		Pointer:         f.Pointer,
		Property:        f.Property,
		KeywordLocation: f.KeywordLocation,
		SchemaLocation:  f.SchemaLocation,
		Schema:          s.Name,
		Expected:        f.Expected,
		Got:             f.Got,
		Frame:           finding.NewFrame(doc.source, start, end, l.options.Context),
		Fix:             doc.fix(f.fix),
	}
	if l.options.Identify {
		out.Identity = f.identityIn(doc.source, start, end)
	}
	return out
}

func (d *document) related(places []place) []finding.Related {
	var related []finding.Related
	for _, p := range places {
		related = append(related, finding.Related{Range: d.span(d.text.Span(p.start, p.end)), Message: p.message})
	}
	return related
}

// fix puts edits where they belong in the file. There is none where an edit of the JSON
// cannot be made in the source.
func (d *document) fix(f *fix) *finding.Fix {
	if f == nil {
		return nil
	}
	out := &finding.Fix{Title: f.title, Safe: f.safe}
	for _, e := range f.edits {
		edits := []syntax.Edit{e}
		if !f.inSource {
			edits = d.inSource(e)
		}
		if len(edits) == 0 {
			return nil
		}
		for _, e := range edits {
			out.Edits = append(out.Edits, finding.Edit{
				Offset: d.offset + int64(e.Start), End: d.offset + int64(e.End), Text: e.Text,
			})
		}
	}
	return out
}

// inSource turns an edit of the JSON into edits of the source; none where that cannot be
// done.
func (d *document) inSource(e syntax.Edit) []syntax.Edit {
	if !d.editable {
		if d.converted == nil {
			return nil
		}
		return d.converted.InSource(e)
	}
	meant := d.text.JSON[e.Start:e.End]
	e.Start, e.End = d.text.Span(e.Start, e.End)
	if d.repaired && (!d.sure && e.Text == "" || !bytes.Equal(meant, d.source[e.Start:e.End]) || syntax.SplitsWord(d.source, e)) {
		return nil // until the source says what is meant
	}
	if d.comments {
		return syntax.InJSONC(d.source, e)
	}
	return []syntax.Edit{e}
}

// relocate makes a message that names another place speak of the file, where that is not
// the payload.
func (d *document) relocate(f *fault) {
	if !f.named || d.lines == 0 && d.text.Verbatim() {
		return
	}
	said := position(&d.said, d.text.JSON, f.other)
	start, _ := d.text.Span(f.other, f.other)
	f.Message = renamePlace(f.Message, said, d.span(start, start).Start)
}

// renamePlace puts one position in the place of another, wherever a message has it.
func renamePlace(message string, from, to finding.Position) string {
	written := fmt.Sprintf("%d:%d", from.Line, from.Column)
	at := strings.LastIndex(message, written) // names of the payload come before it, if at all
	if at < 0 {
		return message
	}
	return fmt.Sprintf("%s%d:%d%s", message[:at], to.Line, to.Column, message[at+len(written):])
}
