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
	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/message"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// maxPerPayload is the maximum number of diagnostics collected for one payload, which bounds the
// memory. If diagnostics are left out, there may be errors among them, so the run fails.
const maxPerPayload = 50_000

// An extent is the part of a file whose findings are complete: from the offset reach on there may be
// more. unseen reports whether there may be errors among these, and unread whether the reason is too
// many syntax errors.
type extent struct {
	reach          int64
	unseen, unread bool
}

// unreadFrom returns the extent of a payload with too many syntax errors.
func unreadFrom(offset int64) extent { return extent{reach: offset, unseen: true, unread: true} }

// The rules that check payloads, and those that revise diagnostics.
var (
	checking = withFunc(func(r *rules.Rule) bool { return r.Check != nil })
	revising = withFunc(func(r *rules.Rule) bool { return r.Revise != nil })
)

func withFunc(has func(*rules.Rule) bool) []*rules.Rule {
	return slices.DeleteFunc(slices.Clone(rules.All()), func(r *rules.Rule) bool { return !has(r) })
}

// everything is the reach if no finding was left out.
const everything = math.MaxInt64

// check validates one payload, appends its findings in order to found, and returns their extent.
// unknown is the schema that the payload names, if that cannot be loaded.
func (l *Linter) check(found []finding.Finding, s *catalog.Schema, path string, doc *document, unknown *rules.UnknownSchema) ([]finding.Finding, extent) {
	r := runs.Get().(*run)
	defer r.release()
	p := &r.payload
	p.Schema, p.Unknown = s, unknown
	p.Redact = l.redacts(path)
	r.writer.Redact = p.Redact
	p.Source, p.Comments, p.Converted, p.Encoding = doc.source, doc.comments, doc.converted, doc.encoding
	upTo := extent{reach: everything}
	if doc.readable() {
		p.JSON = doc.text.JSON
		upTo = l.validateOrRepair(p, r, doc, l.strict(path))
	} else if doc.converted != nil {
		upTo = doc.convertedExtent()
	}
	for _, rule := range checking {
		p.Run(rule)
	}
	if l.lintsAsSchema(s, path, doc) {
		l.checkSchemaFile(p, r, path, doc)
	}
	damaged := p.Redact && p.HasSyntaxErrors()
	if damaged {
		p.Diagnostics = nil // names may be values
	}
	upTo.reach, upTo.unseen = min(upTo.reach, p.DroppedFrom), upTo.unseen || p.DroppedErrors
	if len(p.InSource)+len(p.Diagnostics) == 0 && upTo.reach == everything && !doc.comments {
		return found, upTo
	}
	before := len(found)
	found = l.findings(found, p, path, doc)
	complete := doc.readable() && upTo.reach == everything && unknown == nil && !s.IsNone() && !damaged
	added := l.suppress(found[before:], s, path, doc, complete)
	found = append(found[:before], added...)
	added = l.applySeverities(path, found[before:])
	slices.SortStableFunc(added, byPlace)
	found = found[:before+len(added)]
	if upTo.reach != everything {
		upTo.reach = doc.offset + int64(doc.text.Earliest(int(upTo.reach)))
	}
	return found, upTo
}

// validateOrRepair adds the diagnostics of the library, or if the payload has syntax errors,
// those of the repaired text.
func (l *Linter) validateOrRepair(p *rules.Payload, r *run, doc *document, strict bool) extent {
	if doc.converted != nil {
		r.writer.Convert(doc.written)
	}
	mode := l.strictness(strict)
	switch {
	case p.Schema.Engine.Check(&r.Result, p.JSON, maxPerPayload, mode):
		return extent{reach: everything}
	case doc.text.Verbatim() && slices.ContainsFunc(r.Tape.Errors, isSyntax):
		return recoverSyntax(p, r, doc, mode)
	}
	return explainPayload(p, r, mode)
}

func isSyntax(e jsontape.SyntaxError) bool { return e.Kind == jsontape.Syntax }

// revise lets the rules revise the diagnostics of a payload, and adds fixes.
func revise(p *rules.Payload, doc *document) {
	for _, rule := range revising {
		rule.Revise(p)
	}
	if !p.Redact {
		propose(p.Diagnostics)
		doc.asWritten(p.Diagnostics)
	}
}

// findings revises the diagnostics of a payload and appends them to found.
func (l *Linter) findings(found []finding.Finding, p *rules.Payload, path string, doc *document) []finding.Finding {
	written := doc.asSource()
	for i := range p.InSource {
		found = append(found, l.finding(p.Schema, path, &written, &p.InSource[i], placeID{}))
	}
	if len(p.Diagnostics) == 0 {
		return found
	}
	revise(p, doc)
	var ids []placeID
	if l.options.Identify {
		ids = identities(p.Tape(), p.Diagnostics, doc.record, p.Redact)
	}
	for i := range p.Diagnostics {
		var id placeID
		if ids != nil {
			id = ids[i]
		}
		found = append(found, l.finding(p.Schema, path, doc, &p.Diagnostics[i], id))
	}
	return found
}

// applySeverities sets the severity of findings as configured for their rule, and drops those whose rule is
// off.
func (l *Linter) applySeverities(path string, found []finding.Finding) []finding.Finding {
	kept := found[:0]
	for _, f := range found {
		if l.options.Severity != nil {
			f.Severity = l.options.Severity(path, f.Rule, f.Severity)
		}
		if f.Severity != finding.Off {
			kept = append(kept, f)
		}
	}
	return kept
}

func byPlace(a, b finding.Finding) int { return cmp.Compare(a.Range.Offset, b.Range.Offset) }

// A run has the result of validating one payload, and the memory for that, which is reused.
type run struct {
	engine.Result
	writer  message.Writer
	payload rules.Payload
}

var runs = sync.Pool{New: func() any {
	r := &run{writer: message.Writer{Catalog: wording()}}
	r.reset()
	return r
}}

// wording has the messages of the command, whose users cannot call WithLimits.
var wording = sync.OnceValue(func() *message.Catalog {
	c, err := message.NewCatalog(map[string]string{
		"limit": " of {limit}", "limit.bytes": " of {limit} bytes", "limit.strings": " of {limit} characters",
	}, nil, nil)
	if err != nil {
		panic(err)
	}
	return c
})

func (r *run) release() {
	r.Release()
	r.writer.Release()
	r.reset()
	runs.Put(r)
}

func (r *run) reset() {
	const keep = 64 // diagnostics
	diagnostics := r.payload.Diagnostics
	if cap(diagnostics) > keep {
		diagnostics = nil
	}
	clear(diagnostics)
	r.payload = rules.Payload{Result: &r.Result, Max: maxPerPayload, DroppedFrom: everything, Diagnostics: diagnostics[:0]}
}

// strictness returns how to treat failures that only strictness about unknown properties causes:
// they are warnings, unless strict.
func (l *Linter) strictness(strict bool) engine.Strictness {
	switch {
	case l.plain:
		return engine.StrictIgnored
	case strict:
		return engine.StrictAsCompiled
	}
	return engine.StrictMarked
}

// explain adds a diagnostic for each failure of the run.
func explain(p *rules.Payload, r *run, mode engine.Strictness) extent {
	upTo := extent{reach: everything}
	failures := r.Failures
	apart := slices.IndexFunc(failures, func(f evaluate.Failure) bool { return f.Strict })
	if apart < 0 {
		apart = len(failures)
	}
	add := func(count int, truncated bool, severity finding.Severity) {
		p.Diagnostics = slices.Grow(p.Diagnostics, count)
		messages := r.writer.Read()
		for m := (message.Message{}); messages.Next(&m); {
			p.Add(&rules.Diagnostic{Violation: violationOf(&m), Severity: severity, Causes: slices.Clone(m.Causes), Use: m.Suggestion.Use})
			if truncated {
				upTo.reach = int64(m.Offset)
			}
		}
	}
	count, cut := r.writer.Write(&r.Tape, failures[:apart], p.Schema.Engine.Limits, maxPerPayload)
	upTo.unseen = r.Truncated || cut
	add(count, upTo.unseen || r.StrictTruncated, finding.Error)
	if apart < len(failures) {
		reach := upTo.reach
		count, cut := r.writer.WriteFailures(&r.Tape, failures[apart:], maxPerPayload)
		add(count, cut || r.StrictTruncated, finding.Warning)
		upTo.reach = min(upTo.reach, reach)
	}
	return upTo
}

// violationOf returns the violation that a message describes.
func violationOf(m *message.Message) verdict.Violation {
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
			Kind: verdict.SuggestionKind(m.Suggestion.Kind.String()), Text: m.Suggestion.Text,
			Offset: m.Suggestion.Start, End: m.Suggestion.End,
		},
		Offset: m.Offset,
		End:    m.End,
		Line:   m.Line,
		Column: m.Column,
	}
}

// finding converts a diagnostic to a finding in the file of the payload.
func (l *Linter) finding(s *catalog.Schema, path string, doc *document, d *rules.Diagnostic, id placeID) finding.Finding {
	start, end := doc.text.Span(d.Offset, d.End)
	doc.relocate(d)
	var where finding.Range
	if doc.text.Verbatim() && d.Line > 0 {
		where = doc.spanFrom(finding.Position{Line: d.Line, Column: d.Column}, start, end)
	} else {
		where = doc.span(start, end)
	}
	out := finding.Finding{
		File:            path,
		Range:           where,
		Severity:        d.Severity,
		Once:            d.Once,
		Rule:            string(d.Rule),
		Message:         d.Message,
		Related:         doc.related(d.Related),
		Causes:          doc.causes(d, syntax.Range{Start: start, End: end}),
		Pointer:         d.Pointer,
		Property:        d.Property,
		KeywordLocation: d.KeywordLocation,
		SchemaLocation:  d.SchemaLocation,
		Schema:          s.Name,
		Expected:        d.Expected,
		Got:             d.Got,
		Frame:           finding.NewFrame(doc.source, start, end, l.options.Context),
		Fix:             doc.fix(d.Fix),
	}
	if l.options.Identify {
		if id == (placeID{}) {
			id = identityIn(doc.source, d, start, end, l.redacts(path))
		}
		out.Identity = string(id[:16])
	}
	if l.redacts(path) {
		out.Redact()
	}
	return out
}

func (d *document) related(all []rules.Related) []finding.Related {
	var related []finding.Related
	for _, r := range all {
		related = append(related, finding.Related{Range: d.span(d.text.Span(r.Start, r.End)), Message: r.Message})
	}
	return related
}

// causes returns the parts of the file, besides the range of a diagnostic in the source, on which it
// depends.
func (d *document) causes(diagnostic *rules.Diagnostic, at syntax.Range) []finding.Range {
	parts := []syntax.Range{at}
	for _, c := range diagnostic.Causes {
		start, end := d.text.Span(c.Start, c.End)
		parts = append(parts, syntax.Range{Start: start, End: end})
	}
	if d.converted != nil {
		parts = d.converted.WithTargets(parts)
	}
	var causes []finding.Range
	for _, part := range parts[1:] {
		causes = append(causes, d.span(part.Start, part.End))
	}
	return causes
}

// fix maps the edits of a fix to the file. It returns nil if an edit of the JSON cannot be made in
// the source.
func (d *document) fix(f *rules.Fix) *finding.Fix {
	if f == nil {
		return nil
	}
	out := &finding.Fix{Title: f.Title, Safe: f.Safe}
	for _, e := range f.Edits {
		edits := d.inSource(e)
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

// inSource converts an edit of the JSON to edits of the source; it returns none if that is not
// possible.
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
		return nil // the source at this place has a syntax error, which must be fixed first
	}
	if d.comments {
		return syntax.InJSONC(d.source, e)
	}
	return []syntax.Edit{e}
}

// relocate changes a position in a message of a diagnostic to that in the file, if the payload is
// only a part of the file or was converted.
func (d *document) relocate(f *rules.Diagnostic) {
	if !f.Named || d.lines == 0 && d.text.Verbatim() {
		return
	}
	original := position(&d.index, d.text.JSON, f.Other)
	start, _ := d.text.Span(f.Other, f.Other)
	f.Message = renamePlace(f.Message, original, d.span(start, start).Start)
}

// renamePlace replaces the last occurrence of a position in a message by another position.
func renamePlace(message string, from, to finding.Position) string {
	written := fmt.Sprintf("%d:%d", from.Line, from.Column)
	at := strings.LastIndex(message, written) // names of the payload come before it, if at all
	if at < 0 {
		return message
	}
	return fmt.Sprintf("%s%d:%d%s", message[:at], to.Line, to.Column, message[at+len(written):])
}
