package registry

// This file determines how long to wait before a source is tried again.

import (
	"math/rand/v2"
	"time"
)

// maxBackoff is how long a source that fails is not tried.
const maxBackoff = 10 * time.Minute

// backoff returns the base doubled for each failure, at most maxBackoff if that is longer than base.
func backoff(base time.Duration, failures int) time.Duration {
	longest := max(base, maxBackoff)
	for ; failures > 0 && base < longest; failures-- {
		base *= 2
	}
	return min(base, longest)
}

// vary returns a random duration around d, which differs from it by at most a given percentage.
func vary(d time.Duration, percent float64) time.Duration {
	return time.Duration(float64(d) * (1 + percent/100*(2*rand.Float64()-1)))
}
