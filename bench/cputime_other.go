//go:build !unix

package bench

// This file stands in where there is no clock of processor time: the wall's.

import "time"

var started = time.Now()

func cpuTime() time.Duration { return time.Since(started) }
