package files

import (
	"fmt"

	"github.com/bmatcuk/doublestar/v4"
)

// This file checks the file patterns of configurations and catalogs, which may be hostile.

// The limits of a pattern. Matching tries its alternatives one after the other.
const (
	maxPattern      = 4096 // bytes
	maxAlternatives = 1000
)

// CheckPattern returns an error for a pattern that is invalid or takes too long to match.
func CheckPattern(pattern string) error {
	switch {
	case len(pattern) > maxPattern:
		return fmt.Errorf("%.40q… is longer than %d bytes; use several patterns", pattern, maxPattern)
	case !doublestar.ValidatePattern(pattern):
		return fmt.Errorf(`invalid file pattern %q: brackets and braces must be closed; write \[ or \{ for the character`, pattern)
	case alternatives(pattern) > maxAlternatives:
		return fmt.Errorf("%.40q… has more than %d alternatives; use fewer braces", pattern, maxAlternatives)
	}
	return nil
}

// alternatives returns how many patterns without braces a valid pattern expands to. It stops counting above
// maxAlternatives. Braces without a comma count twice: matching copies the pattern for them, too.
func alternatives(pattern string) int {
	type group struct{ before, sum int } // count outside of the braces, and sum of the alternatives so far
	var open []group
	current, class := 1, false
	for k := 0; k < len(pattern); k++ {
		switch c := pattern[k]; {
		case c == '\\':
			k++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '{':
			open = append(open, group{before: current})
			current = 1
		case c == ',' && len(open) > 0:
			open[len(open)-1].sum += current
			current = 1
		case c == '}' && len(open) > 0:
			last := open[len(open)-1]
			open = open[:len(open)-1]
			if last.sum == 0 {
				current *= 2
			}
			current = last.before * (last.sum + current)
		}
		if current = min(current, maxAlternatives+1); len(open) > 0 {
			last := &open[len(open)-1]
			last.sum = min(last.sum, maxAlternatives+1)
		}
	}
	return current
}
