package shard_test

import (
	"math"
	"testing"

	"github.com/verdict-lint/verdict/internal/shard"
)

func TestParseAcceptsOnlyShardsThatExist(t *testing.T) {
	for text, want := range map[string]shard.Shard{
		"1/1": {1, 1}, "2/16": {2, 16}, "16/16": {16, 16}, "1000000/1000000": {1_000_000, 1_000_000},
	} {
		if got, err := shard.Parse(text); got != want || err != nil {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1", "/", "1/", "/2", "0/1", "2/1", "-1/2", "1/0", "1/-1", "1/2/3", "a/b", "1/1000001", "1/99999999999999999999", " 1/2", "1.5/2"} {
		if got, err := shard.Parse(text); err == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// rows are inputs of all kinds, in several orders.
var rows = [][]shard.Input{
	nil,
	{{0, true}},
	{{0, true}, {0, false}, {0, true}},
	{{1, true}},
	{{5, true}, {0, true}, {7, false}, {0, false}, {1, true}, {3, false}},
	{{0, true}, {100, false}, {0, true}, {100, false}, {0, false}},
	{{1 << 61, true}, {1 << 61, false}, {1<<61 - 1, true}},
}

func TestEveryByteIsInExactlyOneShard(t *testing.T) {
	for r, row := range rows {
		for n := 1; n <= 64; n++ {
			at := make([]int64, len(row)) // the end of what shards so far have of each input
			last := 0
			for i := 1; i <= n; i++ {
				for _, p := range (shard.Shard{Index: i, Count: n}).Cut(row) {
					in := row[p.Input]
					if p.Input < last {
						t.Errorf("row %d, shard %d/%d: input %d comes after %d", r, i, n, p.Input, last)
					}
					last = p.Input
					whole := int64(math.MaxInt64)
					if p.From != at[p.Input] || p.To <= p.From || p.Whole() != (!in.Splits || in.Size == 0) || !p.Whole() && p.To > in.Size {
						t.Errorf("row %d, shard %d/%d: %v after %d of %v", r, i, n, p, at[p.Input], in)
					}
					at[p.Input] = min(p.To, whole)
				}
			}
			for k, in := range row {
				end := in.Size
				if !in.Splits || in.Size == 0 {
					end = math.MaxInt64
				}
				if at[k] != end {
					t.Errorf("row %d in %d shards: %d bytes of %v", r, n, at[k], in)
				}
			}
		}
	}
}

func TestTheWholeHasInputsOfUnknownSize(t *testing.T) {
	pieces := shard.Shard{}.Cut([]shard.Input{{-1, false}, {3, true}, {-1, false}})
	want := []shard.Piece{{0, 0, math.MaxInt64}, {1, 0, 3}, {2, 0, math.MaxInt64}}
	if len(pieces) != 3 || pieces[0] != want[0] || pieces[1] != want[1] || pieces[2] != want[2] {
		t.Errorf("%v", pieces)
	}
}

func TestShardsAreOfEqualSize(t *testing.T) {
	const size = 1_000_003
	for n := 1; n <= 64; n++ {
		for i := 1; i <= n; i++ {
			for _, p := range (shard.Shard{Index: i, Count: n}).Cut([]shard.Input{{size, true}}) {
				if got := p.To - p.From; got < size/int64(n) || got > size/int64(n)+1 {
					t.Errorf("shard %d/%d has %d bytes", i, n, got)
				}
			}
		}
	}
}
