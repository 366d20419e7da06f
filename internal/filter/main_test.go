package filter_test

import (
	"runtime/debug"
	"testing"
)

// Most of what these tests allocate is short-lived, so fewer collections save half of their time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}
