package lint

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

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
	var places jsontape.LineIndex
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
			line, column := places.At(source, start)
			faults = append(faults, fault{
				Violation: verdict.Violation{
					Rule: verdict.RuleEncoding, Message: "not valid UTF-8; save the payload as UTF-8",
					Offset: start, End: end, Line: line, Column: column,
				},
				severity: finding.Error,
			})
		}
		start = end
	}
	return faults
}
