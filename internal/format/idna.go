package format

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/secure/bidirule"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// Internationalized host names, by IDNA 2008.
//
// The library golang.org/x/net/idna follows UTS 46, which accepts names that
// IDNA 2008 does not (symbols, emoji) and has no contextual rules but those for
// joiners, and of these the one for the non-joiner not whole. So from it comes
// Punycode, from golang.org/x/text the normal form and the Bidi rule; which
// characters may stand in a label, and where, is told here.
//
// https://www.rfc-editor.org/rfc/rfc5891#section-4.2
// https://www.rfc-editor.org/rfc/rfc5892#section-2.6
// https://www.rfc-editor.org/rfc/rfc5893#section-2

// internationalNameFault says what is wrong with a host name whose labels may be
// A-labels and, where uLabels is true, U-labels too; those may then be separated
// by the further full stops of RFC 3490, section 3.1.
func internationalNameFault(text []byte, uLabels bool) fault {
	// Every character of a U-label takes at least one of its A-label.
	if utf8.RuneCount(text) > maxName {
		return fault{why: "more than 253 characters"}
	}
	length := -1 // of the name with A-labels for U-labels; no dot before the first
	rightToLeft := false
	for labels := (labelIterator{rest: text, uLabels: uLabels}); labels.next(); {
		label, aLength, wrong := toUnicode(labels.label, uLabels)
		if wrong != (fault{}) {
			return wrong
		}
		length += 1 + aLength
		rightToLeft = rightToLeft || bidirule.DirectionString(label) == bidi.RightToLeft
	}
	if length > maxName {
		return fault{why: "more than 253 characters"}
	}
	if !rightToLeft {
		return fault{}
	}
	// One label from right to left binds all (RFC 5893, section 2).
	for labels := (labelIterator{rest: text, uLabels: uLabels}); labels.next(); {
		if label, _, _ := toUnicode(labels.label, uLabels); !bidirule.ValidString(label) {
			return fault{why: "a label breaks the rule for names written from right to left"}
		}
	}
	return fault{}
}

// A labelIterator gives the labels of a name, one after the other. There is one
// more of them than there are dots.
type labelIterator struct {
	label   []byte // the one found by next
	rest    []byte
	done    bool
	uLabels bool // the full stops of East Asian scripts are dots
}

func (l *labelIterator) next() bool {
	if l.done {
		return false
	}
	for i := 0; i < len(l.rest); {
		r, size := rune(l.rest[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(l.rest[i:])
		}
		if r == '.' || l.uLabels && (r == '\u3002' || r == '\uFF0E' || r == '\uFF61') {
			l.label, l.rest = l.rest[:i], l.rest[i+size:]
			return true
		}
		i += size
	}
	l.label, l.rest, l.done = l.rest, nil, true
	return true
}

// toUnicode gives a label as its U-label where it has one, else as it is, and
// the length of it in ASCII.
func toUnicode(label []byte, uLabels bool) (decoded string, asciiLength int, wrong fault) {
	if uLabels && !isASCII(label) {
		ascii, wrong := aLabel(string(label))
		return string(label), len(ascii), wrong
	}
	if wrong := ldhLabelFault(label); wrong != (fault{}) || !hasACEPrefix(label) {
		return string(label), len(label), wrong
	}
	// Letters of ASCII are equal in both cases in an A-label, and only the lower
	// ones are in a U-label.
	lower := string(bytes.ToLower(label))
	decoded, err := idna.Punycode.ToUnicode(lower)
	if err != nil || isASCII([]byte(decoded)) {
		return "", 0, fault{why: "a label begins with xn-- and is not Punycode"}
	}
	ascii, wrong := aLabel(decoded)
	if wrong == (fault{}) && ascii != lower {
		wrong = fault{why: "a label is not the Punycode of what it stands for"}
	}
	return decoded, len(ascii), wrong
}

// aLabel checks a U-label and gives the A-label for it.
func aLabel(label string) (ascii string, wrong fault) {
	if wrong := uLabelFault(label); wrong != (fault{}) {
		return "", wrong
	}
	ascii, err := idna.Punycode.ToASCII(label)
	if err != nil || len(ascii) > maxLabel {
		return "", fault{why: "a label of more than 63 characters in Punycode"}
	}
	return ascii, fault{}
}

// uLabelFault says what is wrong with a label that is not all ASCII, but for
// what the labels beside it may say (RFC 5891, section 4.2).
func uLabelFault(label string) fault {
	switch {
	case label[0] == '-' || label[len(label)-1] == '-':
		return fault{why: "a label begins or ends with a hyphen"}
	case hyphensInThirdAndFourthPlace(label):
		return fault{why: "a label has hyphens in third and fourth place"}
	case !norm.NFC.IsNormalString(label):
		return fault{why: "a label is not in Unicode normal form C"}
	}
	first, _ := utf8.DecodeRuneInString(label)
	if unicode.Is(unicode.M, first) {
		return fault{"may not begin a label", first}
	}
	for i, r := range label {
		switch {
		case unicode.Is(contextual, r):
			if !contextAllows(r, label[:i], label[i+utf8.RuneLen(r):]) {
				return fault{"may not stand here in a host name", r}
			}
		case !unicode.Is(permitted, r):
			return fault{"is not allowed in a host name", r}
		}
	}
	return fault{}
}

// hyphensInThirdAndFourthPlace holds for labels that look encoded, or are kept
// for other encodings (RFC 5891, section 4.2.3.1).
func hyphensInThirdAndFourthPlace(label string) bool {
	i := 0
	for range 2 {
		_, size := utf8.DecodeRuneInString(label[i:])
		i += size
	}
	return strings.HasPrefix(label[i:], "--")
}

// contextual holds the characters that a rule of context goes with (RFC 5892,
// CONTEXTJ and CONTEXTO).
var contextual = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00B7, Hi: 0x00B7, Stride: 1},
		{Lo: 0x0375, Hi: 0x0375, Stride: 1},
		{Lo: 0x05F3, Hi: 0x05F4, Stride: 1},
		{Lo: 0x0660, Hi: 0x0669, Stride: 1},
		{Lo: 0x06F0, Hi: 0x06F9, Stride: 1},
		{Lo: zeroWidthNonJoiner, Hi: zeroWidthJoiner, Stride: 1},
		{Lo: 0x30FB, Hi: 0x30FB, Stride: 1},
	},
	LatinOffset: 1,
}

const (
	zeroWidthNonJoiner = 0x200C
	zeroWidthJoiner    = 0x200D
)

// contextAllows applies the rules of RFC 5892, appendix A, to the character r
// between two pieces of a label.
func contextAllows(r rune, before, after string) bool {
	// At an end of the label these are U+FFFD, which no rule asks for.
	previous, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	switch r {
	case zeroWidthNonJoiner:
		return isVirama(previous) || breaksJoining(before, after)
	case zeroWidthJoiner:
		return isVirama(previous)
	case 0x00B7: // MIDDLE DOT, as in Catalan
		return previous == 'l' && next == 'l'
	case 0x0375: // GREEK LOWER NUMERAL SIGN
		return unicode.Is(unicode.Greek, next)
	case 0x05F3, 0x05F4: // HEBREW PUNCTUATION GERESH and GERSHAYIM
		return unicode.Is(unicode.Hebrew, previous)
	case 0x30FB: // KATAKANA MIDDLE DOT
		return strings.ContainsFunc(before, isJapanese) || strings.ContainsFunc(after, isJapanese)
	}
	// Digits of the two Arabic rows do not go together.
	if r <= 0x0669 {
		return !strings.ContainsFunc(before, isExtendedArabicDigit) && !strings.ContainsFunc(after, isExtendedArabicDigit)
	}
	return !strings.ContainsFunc(before, isArabicDigit) && !strings.ContainsFunc(after, isArabicDigit)
}

// isVirama reports whether r is a sign that takes a consonant's vowel, by its
// canonical combining class.
func isVirama(r rune) bool {
	const virama = 9
	return norm.NFC.PropertiesString(string(r)).CCC() == virama
}

// breaksJoining reports whether the letters nearest to the border of two pieces
// of text would join there.
func breaksJoining(before, after string) bool {
	opaque := func(r rune) bool { return !transparentToJoining(r) }
	last := strings.LastIndexFunc(before, opaque)
	first := strings.IndexFunc(after, opaque)
	if last < 0 || first < 0 {
		return false
	}
	left, _ := utf8.DecodeRuneInString(before[last:])
	right, _ := utf8.DecodeRuneInString(after[first:])
	return unicode.Is(joinsAfter, left) && unicode.Is(joinsBefore, right)
}

func isArabicDigit(r rune) bool         { return 0x0660 <= r && r <= 0x0669 }
func isExtendedArabicDigit(r rune) bool { return 0x06F0 <= r && r <= 0x06F9 }

func isJapanese(r rune) bool {
	return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han)
}

func isASCII(text []byte) bool {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
