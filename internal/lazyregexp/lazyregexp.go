// Package lazyregexp compiles regular expressions on first use, so that a command that does
// not need them starts faster.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that compiles the expression on its first call and returns the
// same result on every call. It is safe for concurrent use. Like [regexp.MustCompile], it
// panics if the expression is invalid.
func New(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
