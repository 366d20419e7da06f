// Package lazyregexp has regular expressions compiled when they are first used: a
// command that never uses them does not wait for them at its start.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that gives the regular expression, the same at each call,
// for any number of goroutines. It panics there, as [regexp.MustCompile] does, where
// the expression is none.
func New(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
