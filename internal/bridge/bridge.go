// Package bridge converts between a [verdict.Schema] and the engine in it, which the public API does
// not show, for packages of this module. Package verdict sets its functions.
package bridge

import "github.com/verdict-lint/verdict/internal/engine"

var (
	// EngineOf returns the engine of a *verdict.Schema, nil if it is not compiled, and whether its
	// violations are redacted.
	EngineOf func(schema any) (compiled *engine.Schema, redacted bool)

	// SchemaOf returns the *verdict.Schema of an engine.
	SchemaOf func(compiled *engine.Schema, redacted bool) any
)
