package jsontape

import (
	"sort"
	"unicode"
	"unicode/utf8"
)

// This file names the characters of a syntax error that cannot be seen, or that look like
// one of JSON and are another (https://www.unicode.org/charts/).

// A look is how a character looks.
type look uint8

const (
	ordinary look = iota
	blank         // as a space
	hidden        // as nothing at all
	similar       // as a character of JSON
)

// odd are the characters whose name is more helpful than the character, in order.
var odd = []struct {
	r    rune
	look look
	name string
}{
	{0x85, blank, "next line"},
	{0xA0, blank, "no-break space"},
	{0xAB, similar, "left-pointing double angle quotation mark"},
	{0xAD, hidden, "soft hyphen"},
	{0xB4, similar, "acute accent"},
	{0xBB, similar, "right-pointing double angle quotation mark"},
	{0x34F, hidden, "combining grapheme joiner"},
	{0x61C, hidden, "arabic letter mark"},
	{0x1680, blank, "ogham space mark"},
	{0x180E, hidden, "mongolian vowel separator"},
	{0x2000, blank, "en quad"},
	{0x2001, blank, "em quad"},
	{0x2002, blank, "en space"},
	{0x2003, blank, "em space"},
	{0x2004, blank, "three-per-em space"},
	{0x2005, blank, "four-per-em space"},
	{0x2006, blank, "six-per-em space"},
	{0x2007, blank, "figure space"},
	{0x2008, blank, "punctuation space"},
	{0x2009, blank, "thin space"},
	{0x200A, blank, "hair space"},
	{0x200B, hidden, "zero width space"},
	{0x200C, hidden, "zero width non-joiner"},
	{0x200D, hidden, "zero width joiner"},
	{0x200E, hidden, "left-to-right mark"},
	{0x200F, hidden, "right-to-left mark"},
	{0x2010, similar, "hyphen"},
	{0x2011, similar, "non-breaking hyphen"},
	{0x2012, similar, "figure dash"},
	{0x2013, similar, "en dash"},
	{0x2014, similar, "em dash"},
	{0x2018, similar, "left single quotation mark"},
	{0x2019, similar, "right single quotation mark"},
	{0x201A, similar, "single low-9 quotation mark"},
	{0x201B, similar, "single high-reversed-9 quotation mark"},
	{0x201C, similar, "left double quotation mark"},
	{0x201D, similar, "right double quotation mark"},
	{0x201E, similar, "double low-9 quotation mark"},
	{0x201F, similar, "double high-reversed-9 quotation mark"},
	{0x2028, blank, "line separator"},
	{0x2029, blank, "paragraph separator"},
	{0x202A, hidden, "left-to-right embedding"},
	{0x202B, hidden, "right-to-left embedding"},
	{0x202C, hidden, "pop directional formatting"},
	{0x202D, hidden, "left-to-right override"},
	{0x202E, hidden, "right-to-left override"},
	{0x202F, blank, "narrow no-break space"},
	{0x2032, similar, "prime"},
	{0x2033, similar, "double prime"},
	{0x205F, blank, "medium mathematical space"},
	{0x2060, hidden, "word joiner"},
	{0x2061, hidden, "function application"},
	{0x2062, hidden, "invisible times"},
	{0x2063, hidden, "invisible separator"},
	{0x2064, hidden, "invisible plus"},
	{0x2066, hidden, "left-to-right isolate"},
	{0x2067, hidden, "right-to-left isolate"},
	{0x2068, hidden, "first strong isolate"},
	{0x2069, hidden, "pop directional isolate"},
	{0x2212, similar, "minus sign"},
	{0x2236, similar, "ratio"},
	{0x2800, blank, "braille pattern blank"},
	{0x3000, blank, "ideographic space"},
	{0x3164, blank, "hangul filler"},
	{0xFE0E, hidden, "variation selector-15"},
	{0xFE0F, hidden, "variation selector-16"},
	{0xFEFF, hidden, "byte order mark"},
	{0xFF02, similar, "fullwidth quotation mark"},
	{0xFF07, similar, "fullwidth apostrophe"},
	{0xFF0B, similar, "fullwidth plus sign"},
	{0xFF0C, similar, "fullwidth comma"},
	{0xFF0D, similar, "fullwidth hyphen-minus"},
	{0xFF0E, similar, "fullwidth full stop"},
	{0xFF1A, similar, "fullwidth colon"},
	{0xFF1B, similar, "fullwidth semicolon"},
	{0xFF3B, similar, "fullwidth left square bracket"},
	{0xFF3D, similar, "fullwidth right square bracket"},
	{0xFF5B, similar, "fullwidth left curly bracket"},
	{0xFF5D, similar, "fullwidth right curly bracket"},
	{0xFFA0, blank, "halfwidth hangul filler"},
}

// lookOf returns how a character looks, and its name unless it is ordinary or has none here.
func lookOf(r rune) (look, string) {
	i := sort.Search(len(odd), func(i int) bool { return odd[i].r >= r })
	switch {
	case i < len(odd) && odd[i].r == r:
		return odd[i].look, odd[i].name
	case r != ' ' && !unicode.IsPrint(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
		return hidden, ""
	}
	return ordinary, ""
}

// Unseen returns the length and the name of the character that a text begins with if it cannot
// be seen and is not a control character of ASCII; 0 otherwise.
func Unseen(text []byte) (size int, name string) {
	r, size := utf8.DecodeRune(text)
	if r < utf8.RuneSelf || r == utf8.RuneError {
		return 0, ""
	}
	if look, name := lookOf(r); look == blank || look == hidden {
		return size, name
	}
	return 0, ""
}

// appendCharacter names the character that the text begins with. Names of Unicode are not
// translated.
func appendCharacter(dst, text []byte, translate func(english string) string) []byte {
	r, size := utf8.DecodeRune(text)
	switch {
	case r == utf8.RuneError && size == 1:
		return appendHex(append(dst, translate("the byte 0x")...), rune(text[0]), 2, lowerHex)
	case r < 0x20 || r == 0x7f:
		return appendHex(append(dst, translate("the control character U+")...), r, 4, upperHex)
	}
	look, name := lookOf(r)
	if look == similar || look == ordinary {
		dst = append(utf8.AppendRune(append(dst, '\''), r), '\'')
	}
	if look == ordinary {
		return dst
	}
	if look == similar {
		dst = append(dst, ", "...)
	}
	dst = appendCodePoint(dst, r)
	if name != "" {
		dst = append(append(append(dst, " ("...), name...), ')')
	}
	return dst
}

// appendCodePoint writes a code point as Unicode does: U+00A0, U+1F600.
func appendCodePoint(dst []byte, r rune) []byte {
	size := 4
	for r>>(4*size) > 0 {
		size++
	}
	return appendHex(append(dst, "U+"...), r, size, upperHex)
}

const (
	lowerHex = "0123456789abcdef"
	upperHex = "0123456789ABCDEF"
)

func appendHex(dst []byte, r rune, size int, digits string) []byte {
	for shift := 4 * (size - 1); shift >= 0; shift -= 4 {
		dst = append(dst, digits[r>>shift&0xf])
	}
	return dst
}

func runeLength(text []byte) int {
	_, size := utf8.DecodeRune(text)
	return max(size, 1)
}

func wordEnd(text []byte, p int) int {
	for p < len(text) && (isLetter(text[p]) || text[p]-'0' < 10) {
		p++
	}
	return p
}

func isLetter(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '$'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}
