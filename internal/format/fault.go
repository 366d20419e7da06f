package format

import (
	"strconv"
	"strings"
)

// This file explains why a text does not match a format.

// Explain returns in a few lower-case words why a text does not match the format ("no
// offset", "day 32 does not exist"). It returns "" if the text matches, if no more specific
// reason than [Describe] is known, and for a name that no draft defines. It is meant for
// texts that failed the check and is not optimized.
//
// translate returns a reason in another language, with the same arguments in braces as the
// English one; nil for English.
func Explain(name string, text []byte, translate func(english string) string) string {
	return string(new(Explainer).Append(nil, name, text, translate))
}

// An Explainer explains one text after another, and reuses its memory. The zero value is ready to use.
type Explainer struct {
	args  [3][]byte // they replace {0}, {1} and {2} after the reason is translated
	count int
}

// Append appends what [Explain] returns.
func (x *Explainer) Append(dst []byte, name string, text []byte, translate func(english string) string) []byte {
	d := newest(name)
	if d == nil || d.explain == nil || d.check(text) {
		return dst
	}
	if translate == nil {
		translate = func(english string) string { return english }
	}
	x.count = 0
	reason := translate(d.explain(x, text))
	for x.count > 0 {
		open := strings.IndexByte(reason, '{')
		if open < 0 {
			break
		}
		dst = append(dst, reason[:open]...)
		if reason = reason[open:]; len(reason) < len("{0}") || reason[2] != '}' || int(reason[1]-'0') >= x.count {
			dst, reason = append(dst, '{'), reason[1:]
			continue
		}
		if arg := x.args[reason[1]-'0']; string(arg) == aSpace {
			dst = append(dst, translate(aSpace)...)
		} else {
			dst = append(dst, arg...)
		}
		reason = reason[len("{0}"):]
	}
	return append(dst, reason...)
}

// because returns a reason, and keeps its arguments. Without an explainer, they are not needed.
func (x *Explainer) because(reason string, args ...[]byte) string {
	if x != nil {
		x.count = copy(x.args[:], args)
	}
	return reason
}

// becauseOf is because with a number, for one and for others.
func (x *Explainer) becauseOf(n int, one, others string) string {
	if n == 1 {
		return x.because(one, []byte("1"))
	}
	return x.because(others, strconv.AppendInt(nil, int64(n), 10))
}

// A fault is the reason why a text does not match a format. It is cheap to create if no
// message is needed. The zero value means there is no fault.
type fault struct {
	why  string
	char rune // the character {0} that why is about; 0 if none
}

// explain returns the reason; see because.
func (f fault) explain(x *Explainer) string {
	if f.char == 0 {
		return f.why
	}
	return x.because(f.why, []byte(quoteRune(f.char)))
}
