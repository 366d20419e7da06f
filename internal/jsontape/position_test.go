package jsontape

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/internal/rounds"
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
		for range rounds.Of(300) {
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

// What the parser knows of a text does not change positions.
func TestPositionsInParsedTextsAgreeWithCounting(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{`"a"`, "17", "\n", "\r\n", "\r", " ", `"` + strings.Repeat("b", 100) + `"`}
	for round := range 300 {
		switch round {
		case 100:
			pieces = append(pieces, `"é"`, `"水\n"`, `"😀\\u00e9"`)
		case 200:
			pieces = append(pieces, "é", "\"\xff\"", "\x80", "]")
		}
		var b strings.Builder
		b.WriteString("[")
		for range 20 {
			b.WriteString(pieces[random.IntN(len(pieces))])
			b.WriteString([]string{",", ", ", ",\n", `,{"n":1},`, `,{"é":1},`}[random.IntN(4+min(round/100, 1))])
		}
		b.WriteString("0]")
		text := []byte(b.String())
		var d Tape
		d.Parse(text, Limits{})
		var cursor Cursor
		cursor.Start(&d)
		for range 20 {
			offset := random.IntN(len(text))
			for !utf8.RuneStart(text[offset]) {
				offset--
			}
			want := beginning
			want.walk(text, offset)
			if line, column := cursor.Seek(offset); line != want.line || column != want.column {
				t.Fatalf("offset %d of %q is at %d:%d, want %d:%d", offset, text, line, column, want.line, want.column)
			}
		}
	}
}
