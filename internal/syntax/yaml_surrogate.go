package syntax

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"go.yaml.in/yaml/v4"
)

// This file replaces escaped surrogate pairs, as JSON writes characters beyond U+FFFF
// ("\ud83d\ude00"). The parser does not accept them, although all JSON is YAML
// (https://yaml.org/spec/1.2.2/#12-yaml-history).

const (
	firstSurrogate = 0xD800
	surrogates     = 0x800 // the number of surrogates
	lastPrivate    = 0xF8FF
)

// A writtenUnit is the escape of a surrogate in the source.
type writtenUnit struct {
	at     int
	digits string
}

// standForSurrogates replaces escapes of surrogate pairs by escapes of private characters that do
// not occur in the text, and reports whether there are any. The length of an escape does not change.
func (t *yamlText) standForSurrogates() bool {
	if !bytes.Contains(t.bytes, []byte(`\u`)) {
		return false
	}
	t.surrogates = t.privateRange()
	found := false
	for at := 0; t.surrogates > 0 && at < len(t.bytes); at++ {
		if t.bytes[at] != '\\' {
			continue
		}
		high, low := escapedUnit(t.bytes[at:]), escapedUnit(t.bytes[min(at+6, len(t.bytes)):])
		if utf16.DecodeRune(high, low) == '\uFFFD' {
			at++ // the escaped character may be a backslash
			continue
		}
		for i, unit := range []rune{high, low} {
			digits := t.bytes[at+6*i+2:][:4]
			t.escapes = append(t.escapes, writtenUnit{at: at + 6*i, digits: string(digits)})
			copy(digits, strconv.FormatInt(int64(unit-firstSurrogate+t.surrogates), 16))
		}
		found = true
		at += 11
	}
	return found
}

// privateRange returns the first of as many private characters as there are surrogates, none of
// which occurs in the text, or 0 if there is no such range.
func (t *yamlText) privateRange() rune {
	taken := t.runes()
	first := rune(0xE000)
	for r := first; r <= lastPrivate; r++ {
		if taken[r] {
			first = r + 1
		} else if r-first == surrogates-1 {
			return first
		}
	}
	return 0
}

// escapedUnit returns the UTF-16 code unit whose escape is at the beginning of a text, or 0.
func escapedUnit(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(unit)
}

// joined replaces the placeholders of surrogate pairs by the characters.
func (t *yamlText) joined(parsed string) string {
	if t.surrogates == 0 {
		return parsed
	}
	text := []rune(parsed)
	joined := text[:0]
	unit := func(r rune) rune { return r - t.surrogates + firstSurrogate }
	for i := 0; i < len(text); i++ {
		r := text[i]
		if i+1 < len(text) {
			if pair := utf16.DecodeRune(unit(r), unit(text[i+1])); pair != '\uFFFD' {
				r = pair
				i++
			}
		}
		joined = append(joined, r)
	}
	return string(joined)
}

// restoreEscapes restores what looks like the escape of a surrogate in the value of a scalar that
// has no escapes and ends at an offset.
func (t *yamlText) restoreEscapes(node *yamlNode, end int) {
	if len(t.escapes) == 0 || node.style&yaml.DoubleQuotedStyle != 0 {
		return
	}
	first, _ := slices.BinarySearchFunc(t.escapes, node.start, func(e writtenUnit, at int) int { return cmp.Compare(e.at, at) })
	var restored strings.Builder
	rest := node.value
	for _, e := range t.escapes[first:] {
		if e.at >= end {
			break
		}
		before, after, found := strings.Cut(rest, string(t.bytes[e.at:e.at+6]))
		if !found {
			break
		}
		restored.WriteString(before + `\u` + e.digits)
		rest = after
	}
	node.value = restored.String() + rest
}
