package format

import (
	"strconv"
	"strings"
)

// A fault is the reason why a text does not match a format. It is cheap to create if no
// message is needed. The zero value means there is no fault.
type fault struct {
	why  string
	char rune // the character {0} that why is about; 0 if none
}

// String returns the reason; see because.
func (f fault) String() string {
	if f.char == 0 {
		return f.why
	}
	return because(f.why, quoteRune(f.char))
}

// because returns a reason with its arguments, which replace {0}, {1} and so on after the reason
// is translated; see [Explain].
func because(reason string, args ...string) string {
	return reason + "\x00" + strings.Join(args, "\x00")
}

// becauseOf is because with a number, for one and for others.
func becauseOf(n int, one, others string) string {
	if n == 1 {
		return because(one, "1")
	}
	return because(others, strconv.Itoa(n))
}

// spell returns a reason as text. Only the last argument may contain what separates them.
func spell(reason string, translate func(string) string) string {
	reason, rest, hasArgs := strings.Cut(reason, "\x00")
	if translate == nil {
		translate = func(english string) string { return english }
	}
	text := translate(reason)
	for k := 0; hasArgs; k++ {
		hole := "{" + strconv.Itoa(k) + "}"
		arg := rest
		if hasArgs = strings.Contains(reason, "{"+strconv.Itoa(k+1)+"}"); hasArgs {
			arg, rest, _ = strings.Cut(rest, "\x00")
		}
		if arg == aSpace {
			arg = translate(arg)
		}
		text = strings.Replace(text, hole, arg, 1)
	}
	return text
}
