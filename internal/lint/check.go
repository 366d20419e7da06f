package lint

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// A fault is a violation on its way to becoming a finding: the rules of the
// linter look at all faults of a payload together, and fold those that say the
// same thing. Its offsets are those of the payload as JSON.
type fault struct {
	verdict.Violation
	severity finding.Severity
	help     string
	related  []place
	fix      *fix

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
// says that there may be errors among these.
type extent struct {
	reach  int64
	unseen bool
}

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
func (l *Linter) check(s *Schema, path string, doc *document, choice *fault) (found []finding.Finding, upTo extent) {
	if choice != nil {
		found = append(found, l.finding(s, path, doc, choice))
	}
	if doc.yaml != nil {
		found = append(found, l.yamlErrors(s, path, doc)...)
		if !doc.yaml.Readable() {
			return l.weigh(path, doc.suppress(found)), extent{reach: everything}
		}
	}
	look := l.lookBeside(doc.text.JSON)
	faults, upTo := l.faults(s, doc.text.JSON, l.strict(path))
	if len(faults) > 0 && hasRule(faults, verdict.RuleSyntax) && doc.text.Verbatim() {
		var text syntax.Text
		var broken []finding.Finding
		var sure bool
		broken, text, sure, faults, upTo = l.recover(s, path, doc, faults)
		found = append(found, broken...)
		doc.repair(text, sure)
		look = nil
	}
	if doc.comments {
		written := document{source: doc.source, offset: doc.offset, lines: doc.lines}
		foreign := notUTF8(doc.source, faults)
		upTo.unseen = upTo.unseen || len(foreign) >= maxPerPayload
		for _, f := range foreign {
			found = append(found, l.finding(s, path, &written, &f))
		}
	}
	if suspicious(doc.text.JSON, look) {
		faults = upTo.append(faults, imprecise(doc.text.JSON, faults))
	}
	faults = upTo.append(faults, deprecated(s, doc.text.JSON))
	if doc.yaml != nil {
		faults = ofYAML(doc, faults)
	}
	if len(faults) > 0 {
		faults = l.fold(s, doc, faults)
		identifyFaults(doc.text.JSON, faults, doc.record)
		for i := range faults {
			found = append(found, l.finding(s, path, doc, &faults[i]))
		}
	}
	found = l.weigh(path, doc.suppress(found))
	slices.SortStableFunc(found, byPlace)
	if upTo.reach != everything {
		start, _ := doc.text.Span(int(upTo.reach), int(upTo.reach))
		upTo.reach = doc.offset + int64(start)
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
func (l *Linter) fold(s *Schema, doc *document, faults []fault) []fault {
	json := doc.text.JSON
	markText(json, faults)
	if form, ok := otherForm(s, json, faults); ok {
		return form
	}
	faults = foldNames(faults)
	l.propose(s, doc, faults)
	doc.asWritten(faults)
	return faults
}

// faults runs the schema in both ways. What is wrong in the plain way is an
// error; what is wrong only in the strict way is a warning, unless the run as a
// whole is strict.
func (l *Linter) faults(s *Schema, json []byte, strict bool) (faults []fault, upTo extent) {
	schema := s.strict
	if l.plain {
		schema = s.plain()
	}
	all, reach := violations(schema.Validate(json))
	upTo = extent{reach, reach != everything}
	if len(all) == 0 {
		return nil, upTo
	}
	faults = make([]fault, 0, len(all))
	if strict || l.plain {
		for _, v := range all {
			if v.Rule != verdict.RuleUnknownProperty || v.Pointer != "/"+schemaProperty {
				faults = append(faults, fault{Violation: v, severity: finding.Error})
			}
		}
		return faults, upTo
	}

	plain, plainReach := violations(s.plain().Validate(json))
	upTo.unseen = plainReach != everything
	known := make(map[faultKey]bool, len(plain))
	for _, v := range plain {
		known[keyOf(&v)] = true
		faults = append(faults, fault{Violation: v, severity: finding.Error})
	}
	for _, v := range all {
		if !known[keyOf(&v)] && v.Pointer != "/"+schemaProperty {
			faults = append(faults, fault{Violation: v, severity: finding.Warning})
		}
	}
	return faults, upTo // the plain way finds no more, so it gets no less far
}

// A faultKey tells whether two runs speak of the same fault.
type faultKey struct {
	rule              verdict.Rule
	pointer, property string
	offset            int
}

func keyOf(v *verdict.Violation) faultKey {
	return faultKey{v.Rule, v.Pointer, v.Property, v.Offset}
}

func violations(err error) (all []verdict.Violation, reach int64) {
	var refused *verdict.Error
	if !errors.As(err, &refused) {
		return nil, everything
	}
	all = refused.Violations
	if !refused.Truncated || len(all) == 0 {
		return all, everything
	}
	return all, int64(all[len(all)-1].Offset)
}

// finding puts a fault into the file that the payload was written in.
func (l *Linter) finding(s *Schema, path string, doc *document, f *fault) finding.Finding {
	start, end := doc.text.Span(f.Offset, f.End)
	doc.relocate(f)
	var where finding.Range
	if doc.text.Verbatim() && f.Line > 0 {
		where = doc.spanFrom(finding.Position{Line: f.Line, Column: f.Column}, start, end)
	} else {
		where = doc.span(start, end)
	}
	if f.identity == (placeID{}) {
		f.identity = f.identity.extend(f.Pointer, faultyValue(doc.source, &fault{Violation: verdict.Violation{Offset: start, End: end}}))
	}
	return finding.Finding{
		File:            path,
		Range:           where,
		Severity:        f.severity,
		Rule:            string(f.Rule),
		Message:         f.Message,
		Help:            f.help,
		Related:         doc.related(f.related),
		Identity:        string(f.identity[:16]),
		Pointer:         f.Pointer,
		Property:        f.Property,
		KeywordLocation: f.KeywordLocation,
		SchemaLocation:  f.SchemaLocation,
		Schema:          s.Name,
		Expected:        f.Expected,
		Got:             f.Got,
		Frame:           frame(doc.source, start, end, l.options.Context),
		Fix:             doc.fix(f.fix),
	}
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
		if d.yaml == nil {
			return nil
		}
		edit, ok := d.yaml.InYAML(e)
		if !ok {
			return nil
		}
		return []syntax.Edit{edit}
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
