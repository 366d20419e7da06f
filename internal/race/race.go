// Package race reports whether the race detector is enabled. Tests that count allocations
// need to know, because sync.Pool then drops items at random.
package race

import "testing"

// Skip skips a test that starts no goroutine and takes long with the race detector.
func Skip(t *testing.T) {
	t.Helper()
	if Enabled {
		t.Skip("starts no goroutine, so there is no race to find, and takes long with the race detector; go test without -race runs this")
	}
}
