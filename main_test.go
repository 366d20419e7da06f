package verdict_test

import (
	"runtime/debug"
	"testing"
)

// Most of what these tests allocate is short-lived, so fewer collections save a quarter of their time.
// The largest need several hundred megabytes, so there are not as few as in other packages.
func TestMain(m *testing.M) {
	debug.SetGCPercent(200)
	m.Run()
}
