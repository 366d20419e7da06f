package difftest

// This file provides randomness: from a generator of random numbers, or
// from the bytes of a fuzzer.

import "math/rand/v2"

// Choices is a stream of decisions.
type Choices interface {
	// IntN returns a number of [0, n).
	IntN(n int) int
}

// Random returns choices that depend only on the seed.
func Random(seed uint64) Choices { return rand.New(rand.NewPCG(seed, 0xd1ff)) }

// FromBytes returns choices that depend only on the bytes, and are zero after
// the last of them: every generator must end on zeros.
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

// dice adds methods that generators need, and the words that they use.
type dice struct {
	Choices
	*words
}

func newDice(c Choices) dice { return dice{c, allWords} }

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
