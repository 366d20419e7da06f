// Package rounds decides how many random inputs a test tries.
package rounds

import (
	"os"
	"strconv"
	"testing"

	"github.com/verdict-lint/verdict/internal/race"
)

// Of returns n, multiplied by VERDICT_ROUNDS if that is set, and a tenth of it with -short
// or with the race detector, which finds no more in more inputs.
func Of(n int) int {
	if factor, err := strconv.Atoi(os.Getenv("VERDICT_ROUNDS")); err == nil && factor > 0 {
		n *= factor
	}
	if testing.Short() || race.Enabled {
		n = (n + 9) / 10
	}
	return n
}
