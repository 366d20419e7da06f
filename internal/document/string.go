package document

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// This file reads strings (RFC 8259, section 7), eight and sixteen bytes at a time as
// long as nothing in them is special.

// Masks for looking at eight bytes at once. A byte of a word is a match where
// its highest bit is set in the result; only the lowest match is exact, since a
// borrow may run upwards from it.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// Special marks the bytes that end the plain part of a string: the quote, the
// backslash, control characters and everything beyond ASCII.
//
// Each subtraction borrows where the byte is one of those looked for, or beyond ASCII,
// and what is beyond ASCII is a match anyway. With their second bit turned over, control
// characters stay below a space, the quote becomes one, and a space does not stay one.
func Special(w uint64) uint64 {
	return (((w ^ ones*2) - ones*0x21) | ((w ^ ones*'\\') - ones) | w) & highs
}

// Outcomes of scanString that never reach a node.
const (
	flagBad   = 0x80 // not a string
	flagAlien = 0x40 // not UTF-8
)

// scanString reads a string from after its opening quote. It returns the offset
// after the closing quote, or with flagBad the offset of what cannot stand in a
// string (the length of the text where the string does not end).
func scanString(text []byte, p int) (end int, flags uint32) {
	for p+16 <= len(text) {
		ahead := (*[16]byte)(text[p:])
		low := Special(binary.LittleEndian.Uint64(ahead[:8]))
		high := Special(binary.LittleEndian.Uint64(ahead[8:]))
		plain := FirstSpecial(low, high)
		p += plain
		if plain == 16 {
			continue
		}
		if text[p] == '"' {
			return p + 1, flags
		}
		break
	}
	return scanStringSlowly(text, p, flags)
}

// FirstSpecial is the number of bytes before the first that is marked in two words, 16
// where none is. Strings end anywhere, so it does without branches, which could not be
// foretold: the product gathers the marks of a word in its highest byte.
func FirstSpecial(low, high uint64) int {
	const gather = 0x02040810204081
	return bits.TrailingZeros16(uint16(low*gather>>56 | high*gather>>56<<8))
}

// scanStringSlowly goes on where a byte needs a closer look.
func scanStringSlowly(text []byte, p int, flags uint32) (int, uint32) {
	for p < len(text) {
		switch c := text[p]; {
		case c == '"':
			return p + 1, flags
		case c == '\\':
			flags |= flagEscape
			n := escapeLength(text[p:])
			if n == 0 {
				return p, flags | flagBad
			}
			p += n
		case c < 0x20:
			return p, flags | flagBad
		case c >= utf8.RuneSelf:
			flags |= flagWide
			n := runeAt(text, p)
			if n == 0 {
				flags |= flagAlien
				n = 1
			}
			p += n
			if p < len(text) && text[p] >= utf8.RuneSelf {
				continue // letters beyond ASCII seldom come alone
			}
		default:
			p++
		}
		for p+8 <= len(text) {
			m := Special(binary.LittleEndian.Uint64(text[p : p+8]))
			if m != 0 {
				p += bits.TrailingZeros64(m) >> 3
				break
			}
			p += 8
		}
	}
	return len(text), flags | flagBad
}

// runeAt is the length of the character beyond ASCII that begins at p, 0 where it is not
// UTF-8 (RFC 3629, section 4). Letters of two and of three bytes are what is common.
func runeAt(text []byte, p int) int {
	c := text[p]
	if 0xC2 <= c && c <= 0xDF && p+1 < len(text) && text[p+1]&0xC0 == 0x80 {
		return 2
	}
	if 0xE1 <= c && c <= 0xEC && p+2 < len(text) && text[p+1]&0xC0 == 0x80 && text[p+2]&0xC0 == 0x80 {
		return 3
	}
	if r, size := utf8.DecodeRune(text[p:]); r != utf8.RuneError || size != 1 {
		return size
	}
	return 0
}

// escapeLength is the length of the escape that the text begins with, 0 where it
// is none (RFC 8259, section 7).
func escapeLength(text []byte) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(text) < 6 {
			return 0
		}
		for _, c := range text[2:6] {
			if !isHex(c) {
				return 0
			}
		}
		return 6
	}
	return 0
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// alienBytes records each run of bytes in text[start:end] that is not UTF-8
// (RFC 3629).
func (d *Document) alienBytes(start, end int) {
	for p := start; p < end; {
		r, size := utf8.DecodeRune(d.Text[p:end])
		if r == utf8.RuneError && size == 1 {
			from := p
			for p < end {
				if r, size := utf8.DecodeRune(d.Text[p:end]); r != utf8.RuneError || size != 1 {
					break
				}
				p++
			}
			d.fault(Encoding, from, p, "not valid UTF-8")
			continue
		}
		p += size
	}
}
