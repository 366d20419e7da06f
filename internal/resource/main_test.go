package resource

import (
	"runtime/debug"
	"testing"
)

// Most of what these tests allocate is short-lived, so fewer collections save a quarter of their time
// and more.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}
