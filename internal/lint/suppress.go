package lint

import (
	"bytes"
	"fmt"
	"iter"
	"slices"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file suppresses findings by comments, in syntaxes that have them:
//
//	projectId: null # verdict-ignore null
//	# verdict-ignore-next-line null, type
//	projectId: null
//	projectId: null # verdict-ignore null -- the reason
//
// A reason may follow the list of names. Without names of rules, all findings of the line are
// suppressed. Plain JSON has no comments; use .verdict.yaml or a baseline.
var (
	suppressing    = lazyregexp.New(`(?://|#|/\*)\s*verdict-ignore(-next-line)?(?:$|\*/|[\s,:]+((?:[a-z][a-z-]*(?:\s*,\s*[a-z][a-z-]*)*)?))`)
	suppressedRule = lazyregexp.New(`[a-z][a-z-]*`)
)

// A suppression is a comment that suppresses findings, or one rule that it names.
type suppression struct {
	rule       string // "" for all
	line       int    // of the findings
	start, end int    // in the source
	used       bool
}

// commentLines returns the lines of all comments, with their offsets in the source. Text
// inside a value is no comment: a payload must not suppress its own findings.
func (d *document) commentLines() iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		var comments []syntax.Range
		if d.converted != nil {
			comments = d.converted.Comments
		} else {
			comments = syntax.JSONCComments(d.source)
		}
		for _, c := range comments {
			offset := c.Start
			for line := range bytes.Lines(d.source[c.Start:c.End]) {
				if !yield(offset, line) {
					return
				}
				offset += len(line)
			}
		}
	}
}

// suppressions returns all suppressions of a document.
func (d *document) suppressions() []suppression {
	if !d.comments || !bytes.Contains(d.source, []byte("verdict-ignore")) {
		return nil
	}
	var all []suppression
	for offset, line := range d.commentLines() {
		match := suppressing().FindSubmatchIndex(line)
		if match == nil {
			continue
		}
		s := suppression{line: d.lines + position(&d.places, d.source, offset).Line, start: offset + match[0], end: offset + match[1]}
		if match[2] >= 0 {
			s.line++
		}
		var names [][]int
		if match[4] >= 0 {
			names = suppressedRule().FindAllIndex(line[match[4]:match[5]], -1)
		}
		if len(names) == 0 {
			s.end = s.start + len(bytes.TrimRight(d.source[s.start:s.end], " \t\r\n"))
			all = append(all, s)
		}
		for _, name := range names {
			s.start, s.end = offset+match[4]+name[0], offset+match[4]+name[1]
			s.rule = string(d.source[s.start:s.end])
			all = append(all, s)
		}
	}
	return all
}

// suppress removes suppressed findings, and adds one for each suppression without effect.
// complete reports whether found has all findings of the document that there can be.
func (l *Linter) suppress(found []finding.Finding, s *catalog.Schema, path string, d *document, complete bool) []finding.Finding {
	all := d.suppressions()
	if len(all) == 0 {
		return found
	}
	byLine := make(map[int][]*suppression)
	for i := range all {
		byLine[all[i].line] = append(byLine[all[i].line], &all[i])
	}
	found = slices.DeleteFunc(found, func(f finding.Finding) bool {
		suppressed := false
		for _, s := range byLine[f.Range.Start.Line] {
			if s.rule == "" || s.rule == f.Rule {
				s.used, suppressed = true, true
			}
		}
		return suppressed
	})
	written := d.asSource()
	for i := range all {
		if message := all[i].problem(complete, l.redacts(path)); message != "" {
			found = append(found, l.finding(s, path, &written, &rules.Diagnostic{
				Violation: verdict.Violation{Rule: rules.UnusedSuppression.Name, Message: message, Offset: all[i].start, End: all[i].end},
				Severity:  rules.UnusedSuppression.Severity,
			}, placeID{}))
		}
	}
	return found
}

// problem returns a description of what is wrong with a suppression, or "" if it is correct.
func (s *suppression) problem(complete, redact bool) string {
	known := rules.Names()
	switch {
	case s.used:
		return ""
	case s.rule != "" && !slices.Contains(known, s.rule):
		if redact {
			return "there is no such rule; verdict explain lists all rules"
		}
		if near, ok := nearest.Of(s.rule, known); ok {
			return fmt.Sprintf("there is no rule %q; did you mean %q?", s.rule, near)
		}
		return fmt.Sprintf("there is no rule %q; verdict explain lists all rules", s.rule)
	case !complete:
		return ""
	case s.rule == "":
		return fmt.Sprintf("line %d has no finding to suppress; remove the comment", s.line)
	}
	return fmt.Sprintf("line %d has no finding of %s to suppress; remove the name", s.line, s.rule)
}
