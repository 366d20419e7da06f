package lint

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// What is special about payloads that are converted from YAML, TOML or JSON5: they are
// validated as the JSON that they stand for, and findings are about what is written.

// conversionErrors are the syntax errors of a document.
func (l *Linter) conversionErrors(s *catalog.Schema, path string, doc *document) []finding.Finding {
	written := document{source: doc.source, offset: doc.offset, lines: doc.lines}
	var found []finding.Finding
	for _, err := range doc.converted.Errors {
		found = append(found, l.finding(s, path, &written, &fault{
			Violation: verdict.Violation{Rule: verdict.RuleSyntax, Message: err.Message, Offset: err.Offset, End: err.Offset},
			severity:  finding.Error,
		}))
	}
	return found
}

// convertedExtent is how far the syntax errors of a document reach that cannot be read.
func (d *document) convertedExtent() extent {
	if !d.converted.Capped {
		return extent{reach: everything}
	}
	last := d.converted.Errors[len(d.converted.Errors)-1]
	return unreadFrom(d.offset + int64(last.Offset))
}

// ofSource leaves out the faults that are not about what is written: about what only holds the
// place of an entry that could not be read, or of a number that JSON does not have. It adds
// those about such numbers.
func ofSource(doc *document, faults []fault) []fault {
	notFinite := make(map[int]syntax.NotFinite, len(doc.converted.NotFinite))
	for _, n := range doc.converted.NotFinite {
		notFinite[n.Offset] = n
	}
	taken := make(map[int]bool)
	faults = slices.DeleteFunc(faults, func(f fault) bool {
		n, special := notFinite[f.Offset]
		if doc.converted.MadeUp(f.Offset, f.End) || special && !appliesTo(f.Rule, n) ||
			dependsOnContent(f.Rule) && doc.converted.Incomplete(f.Offset) {
			return true
		}
		taken[f.Offset] = true
		return false
	})
	for _, n := range doc.converted.NotFinite {
		if !taken[n.Offset] && len(faults) < maxPerPayload {
			faults = append(faults, nonFinite(n))
		}
	}
	return faults
}

// dependsOnContent reports whether a rule can be broken by an array or object only because
// something in it could not be read.
func dependsOnContent(rule verdict.Rule) bool {
	switch rule {
	case verdict.RuleAnyOf, verdict.RuleOneOf, verdict.RuleNot, verdict.RuleConst, verdict.RuleEnum:
		return true
	}
	return isAboutAbsence(rule)
}

// written is the text of the bytes [start, end) of the JSON, a scalar, in the source.
func (d *document) written(start, end int) []byte {
	if d.converted != nil {
		if text, ok := d.converted.Written(start, end); ok {
			return text
		}
	}
	return d.text.JSON[start:end]
}

// asWritten makes faults about a number or boolean show it as it is written.
func (d *document) asWritten(faults []fault) {
	if d.converted == nil {
		return
	}
	for i := range faults {
		f := &faults[i]
		f.Message = d.converted.AsWritten(f.Message)
		isShort := len(f.Got) == f.End-f.Offset && f.Got != "" && strings.IndexByte(`"{[n`, f.Got[0]) < 0
		if !isShort {
			f.Got = d.converted.AsWritten(f.Got)
			continue
		}
		written := string(d.written(f.Offset, f.End))
		if written == f.Got || written == "" {
			continue
		}
		f.Message = replaceWord(f.Message, d.converted.AsWritten(f.Got), written)
		if f.fix != nil {
			f.fix.title = strings.ReplaceAll(f.fix.title, f.Got, written)
		}
		f.Got = written
	}
}

// replaceWord replaces the first occurrence of a word that is no part of another.
func replaceWord(text, word, by string) string {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return text
		}
		start, end := from+at, from+at+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[end:], "."))
		if !isWord(before) && !isWord(after) {
			return text[:start] + by + text[end:]
		}
		from = end
	}
}

func isWord(c rune) bool {
	return c == '.' || c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}
