package format

import "unicode/utf8"

// The formats hostname and idn-hostname.
//
// A host name is dot-separated labels of letters, digits and inner hyphens (RFC 1123,
// section 2.1), each of at most 63 characters, all of at most 253 (RFC 1035, section 2.3.4,
// minus what only the wire format needs), without a dot at the end. From draft 7 on, the
// specification includes names encoded in Punycode, so a label that begins with "xn--" must
// be one that a valid Unicode label encodes to (RFC 5890, section 2.3.2.1). Other labels
// with hyphens in third and fourth place are LDH labels like any other.
//
// https://www.rfc-editor.org/rfc/rfc1123#section-2.1
// https://www.rfc-editor.org/rfc/rfc5890#section-2.3

const (
	maxName  = 253
	maxLabel = 63
)

// ldhHostname is the format hostname of drafts 4 and 6, which do not support
// internationalized names.
func ldhHostname(text []byte) bool {
	ok, _ := ldhName(text)
	return ok
}

// hostname is the format hostname from draft 7 on.
func hostname(text []byte) bool {
	ok, encoded := ldhName(text)
	return ok && (!encoded || internationalNameFault(text, false) == fault{})
}

// idnHostname is the format idn-hostname: RFC 1123 as for hostname, or labels
// beyond ASCII as of RFC 5890, section 2.3.2.3.
func idnHostname(text []byte) bool {
	if ok, encoded := ldhName(text); ok && !encoded {
		return true
	}
	return internationalNameFault(text, true) == fault{}
}

var ldhSet = newCharset(digitsLo|1<<'-', lettersHi)

// ldhName reports whether text is labels of letters, digits and hyphens with dots between
// them, and whether any of them has the prefix "xn--".
func ldhName(text []byte) (ok, encoded bool) {
	if len(text) == 0 || len(text) > maxName {
		return false, false
	}
	start := 0
	for i, c := range text {
		if c == '.' {
			label := text[start:i]
			if !ldhEnds(label) {
				return false, false
			}
			encoded = encoded || hasACEPrefix(label)
			start = i + 1
		} else if !ldhSet.has(c) {
			return false, false
		}
	}
	label := text[start:]
	return ldhEnds(label), encoded || hasACEPrefix(label)
}

// ldhEnds reports whether a label of letters, digits and hyphens has an allowed length and
// does not begin or end with a hyphen.
func ldhEnds(label []byte) bool {
	return len(label) > 0 && len(label) <= maxLabel && label[0] != '-' && label[len(label)-1] != '-'
}

// hasACEPrefix reports whether a label begins with "xn--", in either case.
func hasACEPrefix(label []byte) bool {
	return len(label) >= 4 && label[2] == '-' && label[3] == '-' && label[0]|0x20 == 'x' && label[1]|0x20 == 'n'
}

// ldhLabelFault returns what is wrong with a label that must be ASCII.
func ldhLabelFault(label []byte) fault {
	for i, c := range label {
		if !ldhSet.has(c) {
			r, _ := utf8.DecodeRune(label[i:])
			return fault{"{0} is not allowed in a host name", r}
		}
	}
	switch {
	case len(label) == 0:
		return fault{why: "an empty label next to a dot"}
	case len(label) > maxLabel:
		return fault{why: "a label of more than 63 characters"}
	case !ldhEnds(label):
		return fault{why: "a label begins or ends with a hyphen"}
	}
	return fault{}
}

func explainHostname(x *Explainer, text []byte) string    { return explainName(x, text, false) }
func explainIDNHostname(x *Explainer, text []byte) string { return explainName(x, text, true) }

func explainName(x *Explainer, text []byte, uLabels bool) string {
	if len(text) == 0 {
		return "empty"
	}
	return internationalNameFault(text, uLabels).explain(x)
}
