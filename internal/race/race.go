// Package race reports whether the race detector is enabled. Tests that count allocations
// need to know, because sync.Pool then drops items at random.
package race
