// Package bridge gives access to what is in a [verdict.Schema] and the public API does not show: its
// engine and its catalog of messages, for packages of this module. Package verdict sets its functions.
package bridge

import (
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/message"
)

var (
	// EngineOf returns the engine of a *verdict.Schema, nil if it is not compiled, and whether its
	// violations are redacted.
	EngineOf func(schema any) (compiled *engine.Schema, redacted bool)

	// SchemaOf returns the *verdict.Schema of an engine.
	SchemaOf func(compiled *engine.Schema, redacted bool) any

	// In returns a *verdict.Schema or *verdict.Typed with another catalog of messages, as their method
	// WithMessages does for a catalog that is not compiled.
	In func(schema any, c *message.Catalog) any

	// Unobserved returns a *verdict.Schema or *verdict.Typed without observers, and whether it had any.
	Unobserved func(schema any) (other any, observed bool)
)
