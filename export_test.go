package verdict

import "github.com/verdict-lint/verdict/internal/program"

// WithBounds replaces the limits of a run, so that a test can use them up in few steps.
func WithBounds(b program.Bounds) Option { return func(c *config) { c.bounds = b } }
