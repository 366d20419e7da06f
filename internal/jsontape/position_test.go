package jsontape

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/race"
)

func TestColumnsAreCodePointsAndLinesEndInThreeWays(t *testing.T) {
	tests := []struct {
		name, text   string
		line, column int
	}{
		{"nothing", "", 1, 1},
		{"ASCII", "abc", 1, 4},
		{"LF", "a\nb", 2, 2},
		{"CRLF", "a\r\nb", 2, 2},
		{"CR", "a\rb", 2, 2},
		{"CR at the end", "a\r", 2, 1},
		{"wide letters", "水曜", 1, 3},
		{"beyond the BMP", "😀", 1, 2},
		{"not UTF-8", "\xff\xfe", 1, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			line, column := new(LineIndex).At([]byte(test.text), len(test.text))
			if line != test.line || column != test.column {
				t.Errorf("%q ends at %d:%d, want %d:%d", test.text, line, column, test.line, test.column)
			}
		})
	}
}

// A LineIndex returns the same as counting, in any order of offsets.
func TestALineIndexAgreesWithCounting(t *testing.T) {
	race.Skip(t)
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "b", "\n", "\r", "\r\n", "\r\r\n", "é", "水", "😀", "\xff", "\xe6\xb0", "\x80"}
	for round := range 20 {
		if round == 10 { // without carriage returns, which are counted differently
			pieces = slices.DeleteFunc(pieces, func(s string) bool { return strings.Contains(s, "\r") })
		}
		var b strings.Builder
		for b.Len() < 5*stride {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text := []byte(b.String())
		var lines LineIndex
		for range 300 {
			offset := random.IntN(len(text) + 1)
			want := beginning
			want.walk(text, offset)
			if line, column := lines.At(text, offset); line != want.line || column != want.column {
				t.Fatalf("offset %d is at %d:%d, want %d:%d", offset, line, column, want.line, want.column)
			}
		}
		if len(lines.known) < 3 {
			t.Errorf("%d positions are known", len(lines.known))
		}
	}
}
