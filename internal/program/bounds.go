package program

import (
	"cmp"

	"github.com/verdict-lint/verdict/internal/pattern"
)

// Bounds limit what a run may take, so that it ends whatever the schema and the payload are. Only
// tests set them, because a test can use up low ones in a few steps.
type Bounds struct {
	// PatternSteps is how many steps the patterns without a table may take together, in addition
	// to those for each byte of the payload; see [pattern.Budget].
	PatternSteps int

	// Unkept is how many steps a run may take beyond its budget on nodes whose results cannot be
	// cached.
	Unkept int

	// Trace is the size in bytes of a trace and its locations, and so bounds its time. Even a short
	// schema can reach one subschema by exponentially many paths.
	Trace int
}

// orDefault returns the bounds with the default of each that is not set.
func (b Bounds) orDefault() Bounds {
	return Bounds{
		PatternSteps: cmp.Or(b.PatternSteps, pattern.Budget(0)),
		Unkept:       cmp.Or(b.Unkept, 1<<24),
		Trace:        cmp.Or(b.Trace, 64<<20),
	}
}

// PatternStepsFor returns how many steps patterns may take in a payload of a size in bytes.
func (b *Bounds) PatternStepsFor(bytes int) int {
	return b.PatternSteps + pattern.Budget(bytes) - pattern.Budget(0)
}
