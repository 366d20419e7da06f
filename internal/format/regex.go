package format

import (
	"errors"

	"github.com/verdict-lint/verdict/internal/pattern"
)

// The format regex: a regular expression of ECMA-262, as the keyword pattern
// takes them.
//
// https://tc39.es/ecma262/#sec-patterns
func regex(text []byte) bool {
	_, err := pattern.Compile(string(text))
	return err == nil
}

func explainRegex(text []byte) string {
	_, err := pattern.Compile(string(text))
	var syntax *pattern.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Message
	}
	return ""
}
