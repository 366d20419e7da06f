//go:build !unix

package bench

// This file uses wall time on systems without a clock of processor time.

import "time"

var started = time.Now()

// CPUTime returns the time since the program started.
func CPUTime() time.Duration { return time.Since(started) }
