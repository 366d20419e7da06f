package bench

import (
	"errors"
	"testing"

	"github.com/verdict-lint/verdict"
)

func TestFaultyPayloadsHaveAsManyFaults(t *testing.T) {
	s := verdict.MustCompile(ClosedSessionSchema)
	for _, count := range []int{2, TenFaults} {
		for _, payload := range GenerateFaulty(500, count, Seed) {
			var invalid *verdict.Error
			if !errors.As(s.Validate(payload), &invalid) || len(invalid.Violations) != count {
				t.Fatalf("%s has the faults %v, want %d", payload, invalid, count)
			}
		}
	}
}
