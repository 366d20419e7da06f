package syntax

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file prepares the text of a YAML document for the parser, so that it is read as YAML 1.2.
// Offsets do not change.

// A yamlText is a document as it is given to the parser.
type yamlText struct {
	bytes  []byte
	body   int               // offset of the document with its directives
	start  int               // offset after the mark at its beginning, if there is one
	former *strings.Replacer // of the placeholders of other characters
	errors []Error           // in the directives
	tags   int               // number of directives about tags

	anchors anchorNames

	surrogates rune          // the first placeholder of a surrogate, if not 0
	escapes    []writtenUnit // the source of the placeholders, in order

	cuts   []cut // what was cut out because it cannot be read
	capped bool  // more would have to be cut out
}

// newYAMLText prepares a document for the parser: all lines end in LF or CRLF, each byte that is not
// UTF-8 is a question mark, and the directives are read.
func newYAMLText(source []byte, body int) yamlText {
	t := yamlText{bytes: withoutInvalidUTF8(source), body: body, start: body}
	for i, c := range t.bytes {
		if c == '\r' && !bytes.HasPrefix(t.bytes[i+1:], []byte("\n")) {
			t.bytes[i] = '\n'
		}
	}
	t.directives()
	t.standIns()
	return t
}

// withoutInvalidUTF8 returns a copy of a text that has a question mark for each byte that is
// not UTF-8.
func withoutInvalidUTF8(text []byte) []byte {
	valid := bytes.Clone(text)
	for i := 0; i < len(valid); {
		c, size := utf8.DecodeRune(valid[i:])
		if c == utf8.RuneError && size == 1 {
			valid[i] = '?'
		}
		i += size
	}
	return valid
}

var (
	versionDirective = lazyregexp.New(`^%YAML[ \t]+[0-9]+\.[0-9]+[ \t]*([ \t]#.*)?$`)
	tagDirective     = lazyregexp.New(`^%TAG[ \t]`)
)

// The limits of directives about tags: the parser compares each handle with all directives, and copies the prefix for each
// tag.
const (
	maxTagDirectives = 100
	maxTagDirective  = 256 // bytes of the line
)

// directives reads the directives of the document, and leaves only those about tags to the
// parser. All documents are read as YAML 1.2, and reserved directives are ignored
// (https://yaml.org/spec/1.2.2/#68-directives).
func (t *yamlText) directives() {
	first, versions := -1, 0
	for at := t.body; at < len(t.bytes); {
		end := lineEnd(t.bytes, at)
		line := bytes.TrimRight(t.bytes[at:end], "\r\n")
		switch {
		case bytes.HasPrefix(line, []byte("%")):
			if first < 0 {
				first = at
			}
			if bytes.HasPrefix(line, []byte("%YAML")) && (len(line) == 5 || jsontape.IsSpace(line[5])) {
				if versions++; versions > 1 {
					t.fail(at, "the directive %%YAML occurs twice")
				} else if !versionDirective().Match(line) {
					t.fail(at, "expected a version such as 1.2, and nothing else, after %%YAML")
				}
			}
			if !t.keepTag(at, line) {
				t.bytes[at] = '#'
			}
		case isBlankYAML(line):
		default:
			if isMark(line, "---") {
				t.start = at + len("---")
			} else if first >= 0 {
				t.fail(at, "expected --- between the directives and the document")
			}
			return
		}
		at = end
	}
	if first >= 0 {
		t.fail(first, "a directive without a document; expected --- after it")
	}
}

// keepTag reports whether a directive is for the parser: it is about tags and does not exceed the limits.
func (t *yamlText) keepTag(at int, line []byte) bool {
	if !tagDirective().Match(line) {
		return false
	}
	t.tags++
	switch {
	case len(line) > maxTagDirective:
		t.fail(at, "the %%TAG directive is longer than %d bytes; shorten its prefix", maxTagDirective)
	case t.tags == maxTagDirectives+1:
		t.fail(at, "the document has more than %d %%TAG directives; remove some", maxTagDirectives)
	}
	return len(line) <= maxTagDirective && t.tags <= maxTagDirectives
}

func (t *yamlText) fail(at int, format string, args ...any) {
	t.errors = append(t.errors, errorAt(at, format, args...))
}

// formerBreaks are the characters that end a line in YAML 1.1 but not in 1.2, and the first of the
// characters of the same length that may replace them
// (https://yaml.org/spec/1.2.2/#54-line-break-characters).
var formerBreaks = []struct {
	character  string
	substitute rune
}{{"\u0085", 0x0780}, {"\u2028", 0xE000}, {"\u2029", 0xF000}}

var escapedRune = lazyregexp.New(`\\(?:u|U0000)([0-9a-fA-F]{4})`)

// standIns replaces characters that the parser would consider line breaks by characters that do not
// occur in the text.
func (t *yamlText) standIns() {
	var taken map[rune]bool
	var pairs []string
	for _, former := range formerBreaks {
		if !bytes.Contains(t.bytes, []byte(former.character)) {
			continue
		}
		if taken == nil {
			taken = t.runes()
		}
		standIn := former.substitute
		for taken[standIn] {
			standIn++
		}
		t.bytes = bytes.ReplaceAll(t.bytes, []byte(former.character), []byte(string(standIn)))
		pairs = append(pairs, string(standIn), former.character)
	}
	if len(pairs) > 0 {
		t.former = strings.NewReplacer(pairs...)
	}
}

// runes returns the characters of the text, also those that are escaped.
func (t *yamlText) runes() map[rune]bool {
	all := make(map[rune]bool)
	for _, r := range string(t.bytes) {
		all[r] = true
	}
	for _, match := range escapedRune().FindAllSubmatch(t.bytes, -1) {
		code, _ := strconv.ParseUint(string(match[1]), 16, 32)
		all[rune(code)] = true
	}
	return all
}

// value returns the value of a scalar without placeholders.
func (t *yamlText) value(parsed string) string {
	if t.former != nil {
		parsed = t.former.Replace(parsed)
	}
	return t.named(t.joined(parsed))
}
