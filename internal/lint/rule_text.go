package lint

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
	tape "github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// RuleBOM is broken by a byte order mark before a payload. The engine calls it
// a fault of encoding; it has a rule of its own here, for it can be mended.
const RuleBOM verdict.Rule = "bom"

// payloadLimits are those that the schemas are compiled with.
var payloadLimits = tape.Limits{Depth: 1000}

// markText adds to the faults of the text what the linter knows of them: the
// other place of a duplicate key, and how to mend what can be mended.
func markText(json []byte, faults []fault) {
	var doc tape.Document
	parsed := false
	for i := range faults {
		f := &faults[i]
		switch {
		case f.Rule == verdict.RuleEncoding && f.Offset == 0 && bytes.HasPrefix(json, byteOrderMark):
			f.Rule = RuleBOM
			f.fix = &fix{title: "remove the byte order mark", safe: true,
				edits: []syntax.Edit{{Start: 0, End: len(byteOrderMark)}}}
		case f.Rule == verdict.RuleDuplicateKey, f.Rule == verdict.RuleSyntax:
			if !parsed {
				parsed = true
				doc.Parse(json, payloadLimits)
			}
			markOther(&doc, f)
		}
	}
}

// byteOrderMarks are those of other encodings than UTF-8.
var byteOrderMarks = []struct{ encoding, mark string }{
	{"UTF-32", "\xFF\xFE\x00\x00"},
	{"UTF-32", "\x00\x00\xFE\xFF"},
	{"UTF-16", "\xFF\xFE"},
	{"UTF-16", "\xFE\xFF"},
}

// foreignEncoding names the encoding of a text that is not UTF-8: by its byte order mark,
// or by what its first two characters look like, which are ASCII in nearly all payloads.
func foreignEncoding(text []byte) string {
	for _, m := range byteOrderMarks {
		if bytes.HasPrefix(text, []byte(m.mark)) {
			return m.encoding
		}
	}
	if len(text) < 4 {
		return ""
	}
	switch a, b, c, d := text[0] != 0, text[1] != 0, text[2] != 0, text[3] != 0; {
	case a && !b && c && !d, !a && b && !c && d:
		return "UTF-16"
	case a && !b && !c && !d && len(text)%4 == 0, !a && !b && !c && d:
		return "UTF-32"
	}
	return ""
}

// foreignFault is the fault of a payload that is not UTF-8 at all.
func foreignFault(encoding string) fault {
	return fault{
		Violation: verdict.Violation{
			Rule:    verdict.RuleEncoding,
			Message: fmt.Sprintf("the payload is %s; save it as UTF-8", encoding),
			Line:    1,
			Column:  1,
		},
		severity: finding.Error,
	}
}

// notUTF8 finds what is not UTF-8 in a source that is not plain JSON, beside what is known:
// the engine sees neither comments nor what YAML was written in. Offsets are those of the
// source.
func notUTF8(source []byte, known []fault) []fault {
	if utf8.Valid(source) {
		return nil
	}
	var faults []fault
	var places ruler
	for start := 0; start < len(source) && len(faults) < maxPerPayload; {
		end := start
		for end < len(source) {
			if c, size := utf8.DecodeRune(source[end:]); c != utf8.RuneError || size > 1 {
				break
			}
			end++
		}
		if end == start {
			_, size := utf8.DecodeRune(source[start:])
			start += size
			continue
		}
		if !slices.ContainsFunc(known, func(f fault) bool { return f.Rule == verdict.RuleEncoding && f.Offset == start }) {
			from := places.at(source, start)
			faults = append(faults, fault{
				Violation: verdict.Violation{
					Rule: verdict.RuleEncoding, Message: "not valid UTF-8; save the payload as UTF-8",
					Offset: start, End: end, Line: from.Line, Column: from.Column,
				},
				severity: finding.Error,
			})
		}
		start = end
	}
	return faults
}

// markOther notes the place that the message names.
func markOther(doc *tape.Document, f *fault) {
	kind := tape.Syntax
	if f.Rule == verdict.RuleDuplicateKey {
		kind = tape.Duplicate
	}
	at := slices.IndexFunc(doc.Faults, func(t tape.Fault) bool {
		return t.Kind == kind && int(t.Start) == f.Offset
	})
	if at < 0 {
		return
	}
	f.other, f.named = doc.Other(&doc.Faults[at])
	if kind == tape.Duplicate {
		markDuplicate(doc, at, f)
	}
}

// markDuplicate tells of the place where the key stands first. Where it has the same
// value wherever it stands, one is as good as the other, and this one can go.
func markDuplicate(doc *tape.Document, at int, f *fault) {
	again, first := doc.Faults[at].Node, doc.Faults[at].First
	f.related = append(f.related, place{
		start: int(doc.Nodes[first].Start), end: int(doc.Nodes[first].End), message: "it stands here first",
	})
	if slices.ContainsFunc(doc.Faults, func(t tape.Fault) bool {
		return t.Kind == tape.Duplicate && t.First == first && !bytes.Equal(doc.Raw(t.Node+1), doc.Raw(first+1))
	}) {
		return // programs differ in which of them they take
	}
	// The property goes with the comma before it: it is not the first one.
	start := bytes.LastIndexByte(doc.Text[:doc.Nodes[again].Start], ',')
	if start < 0 {
		return
	}
	f.fix = &fix{
		title: fmt.Sprintf("remove the second %s", doc.Raw(again)), safe: true,
		edits: []syntax.Edit{{Start: start, End: int(doc.Nodes[again+1].End)}},
	}
}

// RuleNumberPrecision is broken by a number that is another one when a program
// reads it as a float64, as most do.
const RuleNumberPrecision verdict.Rule = "number-precision"

// lookBeside begins the quick look at the numbers of a large payload, while its schema is
// at work on it. It is nil for a payload that is not worth a goroutine.
func (l *Linter) lookBeside(json []byte) <-chan bool {
	if len(json) < largePayload || l.options.Jobs < 2 {
		return nil
	}
	look := make(chan bool, 1)
	go func() { look <- mayBeImprecise(json) }()
	return look
}

// suspicious is the outcome of the quick look, whether it was begun before or not. Most
// payloads have no number that would be worth a closer one.
func suspicious(json []byte, look <-chan bool) bool {
	if look != nil {
		return <-look
	}
	return mayBeImprecise(json)
}

// imprecise finds the numbers of a payload that a float64 does not hold, and of
// which nothing else is said.
func imprecise(json []byte, known []fault) []fault {
	var doc tape.Document
	doc.Parse(json, payloadLimits)
	if slices.ContainsFunc(doc.Faults, func(f tape.Fault) bool { return f.Kind == tape.Syntax || f.Kind == tape.Limit }) {
		return nil
	}
	taken := make(map[int]bool, len(known))
	for i := range known {
		taken[known[i].Offset] = true
	}
	var faults []fault
	var places ruler
	walk(&doc, func(w *walker, value uint32) {
		node := &doc.Nodes[value]
		if kind := node.Kind(); kind != tape.Integer && kind != tape.Number || len(faults) >= maxPerPayload {
			return
		}
		written := doc.Raw(value)
		read, same := throughFloat64(written)
		if same || taken[int(node.Start)] {
			return
		}
		from := places.at(json, int(node.Start))
		faults = append(faults, fault{
			Violation: verdict.Violation{
				Rule:    RuleNumberPrecision,
				Message: fmt.Sprintf("%s becomes %s in a program that reads numbers as float64; a string would keep it", clip(written), read),
				Pointer: w.pointer(),
				Got:     clip(written),
				Offset:  int(node.Start),
				End:     int(node.End),
				Line:    from.Line,
				Column:  from.Column,
			},
			severity: finding.Warning,
		})
	})
	return faults
}

// clip shortens a number that is shown in a message.
func clip(written []byte) string {
	const most = 40
	if len(written) <= most {
		return string(written)
	}
	return string(written[:most]) + "…"
}
