package format

import (
	"errors"

	"github.com/verdict-lint/verdict/internal/pattern"
)

// maxRegex is the maximum size of a regular expression in bytes. A class of ten bytes may
// contain thousands of code points, so this bounds the memory that a payload can make the
// program use.
const maxRegex = 1 << 16

// The format regex: a regular expression of ECMA-262, as accepted by the keyword pattern.
//
// https://tc39.es/ecma262/#sec-patterns
func regex(text []byte) bool {
	if len(text) > maxRegex {
		return false
	}
	return pattern.Valid(text)
}

func explainRegex(x *Explainer, text []byte) string {
	if len(text) > maxRegex {
		return "more than 65,536 bytes"
	}
	_, err := pattern.Compile(string(text))
	var syntax *pattern.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Message
	}
	return ""
}
