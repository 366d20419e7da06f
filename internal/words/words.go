// Package words formats the parts of English texts that are not messages about a payload: numbers with
// their nouns, lists, and texts that are cut to a length.
package words

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Thousands formats a number with commas: "4,812".
func Thousands[N int | int64](n N) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Count formats a number with its noun: "4,812 records".
func Count[N int | int64](n N, noun string) string { return Thousands(n) + " " + Noun(n, noun) }

// Noun returns a noun in the singular if n is 1, and otherwise in the plural.
func Noun[N int | int64](n N, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// Or joins alternatives: "a, b or c".
func Or(list []string) string { return join(list, " or ") }

// And joins a list: "a, b and c".
func And(list []string) string { return join(list, " and ") }

func join(list []string, last string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	end := len(list) - 1
	return strings.Join(list[:end], ", ") + last + list[end]
}

// Clip returns the text, or about most bytes of it and "…" if it is longer. It does not cut a character.
func Clip[T string | []byte](text T, most int) string {
	if len(text) <= most {
		return string(text)
	}
	return string(text[:Whole(text, most)]) + "…"
}

// Whole returns the length of the longest part at the beginning of a text that has at most the given
// number of bytes, and whose last character is complete.
func Whole[T string | []byte](text T, most int) int {
	if len(text) <= most {
		return len(text)
	}
	end := most
	for end > 0 && most-end < utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return end
}
