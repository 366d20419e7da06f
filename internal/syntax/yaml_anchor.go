package syntax

import (
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file replaces names of anchors that the parser does not accept: those with other characters
// than ASCII letters, digits, - and _, and those that end in a colon
// (https://yaml.org/spec/1.2.2/#692-node-anchors).

// These patterns match anchors and aliases that the parser does not accept: with other characters,
// or at the beginning of a node and with a colon at the end.
var (
	unusualAnchor = lazyregexp.New(`(?:^|[\s,\[\]{}])[&*]([\w-]*[^\w\s,\[\]{}:-](?:[^\s,\[\]{}]*[^\s,\[\]{}:])?)`)
	colonAnchor   = lazyregexp.New(`(?m)(?:^|[-?:][ \t]|[\[{])[ \t]*[&*]([^\s,\[\]{}]+:)`)
	anchorWord    = lazyregexp.New(`[\w-]+`)
)

// anchorNames has the names of anchors that are replaced by other names of the same length for the
// parser.
type anchorNames struct {
	written  map[string]string // by their placeholder
	standIns map[string]string // by name
	taken    map[string]bool   // the words of the text
	last     int64
	tried    int // the number of the patterns above that have been applied
}

// standIn returns a name of the same length that does not occur in the text, or "" if there is
// none.
func (t *yamlText) standIn(name string) string {
	a := &t.anchors
	if standIn, ok := a.standIns[name]; ok {
		return standIn
	}
	if a.taken == nil {
		a.written, a.standIns, a.taken = make(map[string]string), make(map[string]string), make(map[string]bool)
		for _, word := range anchorWord().FindAll(t.bytes, -1) {
			a.taken[string(word)] = true
		}
	}
	for {
		a.last++
		digits := strconv.FormatInt(a.last, 36)
		if len(digits) > len(name) {
			a.standIns[name] = ""
			return ""
		}
		standIn := strings.Repeat("0", len(name)-len(digits)) + digits
		if !a.taken[standIn] {
			a.taken[standIn] = true
			a.standIns[name], a.written[standIn] = standIn, name
			return standIn
		}
	}
}

// renameAnchors renames what looks like an anchor or alias that the parser does not accept, and
// reports whether it renamed any. A name within a scalar is restored in its value.
func (t *yamlText) renameAnchors() bool {
	for ; t.anchors.tried < 2; t.anchors.tried++ {
		pattern := unusualAnchor
		if t.anchors.tried == 1 {
			pattern = colonAnchor
		}
		matches := pattern().FindAllSubmatchIndex(t.bytes, -1)
		for _, match := range matches {
			name := t.bytes[match[2]:match[3]]
			copy(name, t.standIn(t.named(string(name))))
		}
		if len(matches) > 0 {
			t.anchors.tried++
			return true
		}
	}
	return false
}

// anchorName checks the length that the parser gave to the name of an anchor or alias at an
// offset. A colon at the end belongs to the name for the specification, but not for the parser,
// which then has to read the text again with another name.
func (l *locator) anchorName(at, length int) {
	name := l.text.bytes[at+1 : at+propertyLength(l.text.bytes[at:])]
	if len(name) <= length {
		return
	}
	if l.misread == nil {
		l.misread = faultAt(at, "the name of this anchor or alias ends in a colon; use another name")
	}
	copy(name, l.text.standIn(l.text.named(string(name))))
}

// plainNames restores names that were renamed within a plain scalar, if they end in a colon: that is
// the colon after a key.
func (l *locator) plainNames(start, end int) {
	if len(l.text.anchors.written) == 0 {
		return
	}
	text := l.text.bytes[start:end]
	for _, word := range anchorWord().FindAllIndex(text, -1) {
		if name := l.text.anchors.written[string(text[word[0]:word[1]])]; strings.HasSuffix(name, ":") {
			copy(text[word[0]:], name)
			l.misread = faultAt(start+word[0], "this text looks like an anchor; put it in quotes")
		}
	}
}

// named replaces the parser's names by those of the source.
func (t *yamlText) named(text string) string {
	if len(t.anchors.written) == 0 {
		return text
	}
	return anchorWord().ReplaceAllStringFunc(text, func(word string) string {
		if name, ok := t.anchors.written[word]; ok {
			return name
		}
		return word
	})
}
