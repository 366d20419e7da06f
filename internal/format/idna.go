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
// IDNA 2008 does not (symbols, emoji). Of the contextual rules it has only those for
// joiners, and the one for the non-joiner only in part. It is used for
// Punycode, and golang.org/x/text for the normal form and the Bidi rule. Which
// characters a label may have, and at which positions, is checked here.
//
// https://www.rfc-editor.org/rfc/rfc5891#section-4.2
// https://www.rfc-editor.org/rfc/rfc5892#section-2.6
// https://www.rfc-editor.org/rfc/rfc5893#section-2

// internationalNameFault returns what is wrong with a host name whose labels may be
// A-labels and, if uLabels is set, also U-labels, which may then be separated
// by the further full stops of RFC 3490, section 3.1.
func internationalNameFault(text []byte, uLabels bool) fault {
	// Every character of a U-label takes at least one of its A-label.
	if utf8.RuneCount(text) > maxName {
		return fault{why: "more than 253 characters"}
	}
	length := -1 // of the name with U-labels as A-labels; there is no dot before the first label
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
	// If one label is from right to left, the rule applies to all labels (RFC 5893, section 2).
	for labels := (labelIterator{rest: text, uLabels: uLabels}); labels.next(); {
		if label, _, _ := toUnicode(labels.label, uLabels); !bidirule.ValidString(label) {
			return fault{why: "a label breaks the rule for names written from right to left"}
		}
	}
	return fault{}
}

// A labelIterator iterates over the labels of a name. There is one more than there are dots.
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

// toUnicode returns the U-label of a label, or the label itself if it has none, and
// its length in ASCII.
func toUnicode(label []byte, uLabels bool) (decoded string, asciiLength int, wrong fault) {
	if uLabels && !isASCII(label) {
		ascii, wrong := aLabel(string(label))
		return string(label), len(ascii), wrong
	}
	if wrong := ldhLabelFault(label); wrong != (fault{}) || !hasACEPrefix(label) {
		return string(label), len(label), wrong
	}
	// In an A-label, ASCII letters may be in upper or lower case; in a U-label, only
	// lower case is allowed.
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

// aLabel checks a U-label and returns its A-label.
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

// uLabelFault returns what is wrong with a label that is not all ASCII, except for
// rules that depend on other labels (RFC 5891, section 4.2).
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
		return fault{"{0} may not begin a label", first}
	}
	for i, r := range label {
		switch {
		case unicode.Is(contextual, r):
			if !contextAllows(r, label[:i], label[i+utf8.RuneLen(r):]) {
				return fault{"{0} may not stand here in a host name", r}
			}
		case !unicode.Is(permitted, r):
			return fault{"{0} is not allowed in a host name", r}
		}
	}
	return fault{}
}

// hyphensInThirdAndFourthPlace reports whether a label looks encoded, or is reserved
// for other encodings (RFC 5891, section 4.2.3.1).
func hyphensInThirdAndFourthPlace(label string) bool {
	i := 0
	for range 2 {
		_, size := utf8.DecodeRuneInString(label[i:])
		i += size
	}
	return strings.HasPrefix(label[i:], "--")
}

// contextual has the characters with a contextual rule (RFC 5892,
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
	// At an end of the label, these are U+FFFD, which no rule requires.
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
	// The two sets of Arabic digits cannot be mixed.
	if r <= 0x0669 {
		return !strings.ContainsFunc(before, isExtendedArabicDigit) && !strings.ContainsFunc(after, isExtendedArabicDigit)
	}
	return !strings.ContainsFunc(before, isArabicDigit) && !strings.ContainsFunc(after, isArabicDigit)
}

// isVirama reports whether r is a sign that removes the vowel of a consonant, by its
// canonical combining class.
func isVirama(r rune) bool {
	const virama = 9
	return norm.NFC.PropertiesString(string(r)).CCC() == virama
}

// breaksJoining reports whether the letters nearest to the boundary between two pieces
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
