// Package shard divides inputs between programs that know nothing of one another, such as the tasks of
// a batch job: each takes one of n parts by its number. The inputs form one row of bytes, a part is a
// range of it, and a record belongs to the part in which its line begins.
package shard

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// A Shard is the part Index of Count, from 1. The zero value is the whole.
type Shard struct{ Index, Count int }

// maxCount is far above the number of tasks of any job.
const maxCount = 1_000_000

// Parse parses a shard such as "2/16".
func Parse(text string) (Shard, error) {
	index, count, ok := strings.Cut(text, "/")
	i, err := strconv.Atoi(index)
	n, err2 := strconv.Atoi(count)
	switch {
	case !ok, err != nil, err2 != nil:
		return Shard{}, fmt.Errorf("%q is not a shard; write i/n, such as 2/16", text)
	case n < 1 || n > maxCount:
		return Shard{}, fmt.Errorf("%q: the number of shards must be between 1 and %d", text, maxCount)
	case i < 1 || i > n:
		return Shard{}, fmt.Errorf("%q: shards are numbered from 1 to %d", text, n)
	}
	return Shard{i, n}, nil
}

// String returns the shard as [Parse] reads it.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Count) }

// IsWhole reports whether the shard was not set.
func (s Shard) IsWhole() bool { return s.Count == 0 }

// An Input is what a division depends on.
type Input struct {
	Size   int64 // in bytes, as stored; negative if it is not known, which only the whole permits
	Splits bool  // it consists of lines that can be read from any offset
}

// A Piece is the lines of an input that begin in its bytes [From, To). The whole of an input that does not
// split, or has no size, is [0, math.MaxInt64).
type Piece struct {
	Input    int // index
	From, To int64
}

// Whole reports whether the piece is all of an input that does not split.
func (p Piece) Whole() bool { return p.To == math.MaxInt64 }

// Cut returns the pieces of a shard in the order of the inputs. An input that does not split belongs to the
// shard that its first byte is in, and one that is empty to the first shard that reaches its place.
func (s Shard) Cut(inputs []Input) []Piece {
	var total int64
	for _, in := range inputs {
		total += max(in.Size, 0)
	}
	from, to := s.bounds(total)
	var pieces []Piece
	var begin int64 // of the input
	for i, in := range inputs {
		size := max(in.Size, 0)
		end := begin + size
		switch {
		case s.IsWhole() && in.Size < 0, size > 0 && !in.Splits && from <= begin && begin < to:
			pieces = append(pieces, Piece{i, 0, math.MaxInt64})
		case size == 0 && (s.Index <= 1 || from < begin) && begin <= to:
			pieces = append(pieces, Piece{i, 0, math.MaxInt64})
		case in.Splits && max(from, begin) < min(to, end):
			pieces = append(pieces, Piece{i, max(from, begin) - begin, min(to, end) - begin})
		}
		begin = end
	}
	return pieces
}

// bounds returns the range of a row of total bytes that belongs to the shard.
func (s Shard) bounds(total int64) (from, to int64) {
	if s.IsWhole() {
		return 0, total
	}
	at := func(i int) int64 {
		high, low := bits.Mul64(uint64(total), uint64(i))
		quotient, _ := bits.Div64(high, low, uint64(s.Count))
		return int64(quotient)
	}
	return at(s.Index - 1), at(s.Index)
}
