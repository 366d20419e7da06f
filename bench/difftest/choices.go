package difftest

// This file is where randomness comes from: a generator of random numbers, or
// the bytes a fuzzer feeds.

import "math/rand/v2"

// Choices is a stream of decisions.
type Choices interface {
	// IntN returns a number of [0, n).
	IntN(n int) int
}

// Random returns choices that follow from the seed.
func Random(seed uint64) Choices { return rand.New(rand.NewPCG(seed, 0xd1ff)) }

// FromBytes returns choices that follow from the bytes, and are zero after
// the last of them: whatever generates must come to an end on zeros.
func FromBytes(data []byte) Choices { return &byteChoices{data} }

type byteChoices struct{ rest []byte }

func (c *byteChoices) IntN(n int) int {
	if len(c.rest) == 0 {
		return 0
	}
	b := c.rest[0]
	c.rest = c.rest[1:]
	return int(b) % n
}

// dice adds what generators need beyond bare numbers.
type dice struct{ Choices }

func (d dice) oneIn(n int) bool { return d.IntN(n) == n-1 }

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

// some returns up to n different elements of from, in their order.
func some[T any](d dice, n int, from []T) []T {
	var kept []T
	for i, v := range from {
		if len(kept) < n && d.IntN(len(from)-i) < n-len(kept) {
			kept = append(kept, v)
		}
	}
	return kept
}
