package config

// maxAlternatives bounds the number of alternatives of a pattern with braces. Matching
// tries them one after the other.
const maxAlternatives = 1000

// alternatives returns how many patterns without braces a valid pattern expands to. It
// stops counting above maxAlternatives.
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
			current = last.before * (last.sum + current)
		}
		if current = min(current, maxAlternatives+1); len(open) > 0 {
			last := &open[len(open)-1]
			last.sum = min(last.sum, maxAlternatives+1)
		}
	}
	return current
}
