package lint

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/finding"
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
			got := advance(finding.Position{Line: 1, Column: 1}, []byte(test.text))
			if got.Line != test.line || got.Column != test.column {
				t.Errorf("%q ends at %d:%d, want %d:%d", test.text, got.Line, got.Column, test.line, test.column)
			}
		})
	}
}

// In whatever order they are asked for, wherever the marks of the ruler come to lie.
func TestARulerAgreesWithCounting(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "b", "\n", "\r", "\r\n", "\r\r\n", "é", "水", "😀", "\xff", "\xe6\xb0", "\x80"}
	for range 20 {
		var b strings.Builder
		for b.Len() < 5*stride {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text := []byte(b.String())
		var places ruler
		for range 300 {
			offset := random.IntN(len(text) + 1)
			if got, want := places.at(text, offset), advance(finding.Position{Line: 1, Column: 1}, text[:offset]); got != want {
				t.Fatalf("offset %d is at %v, want %v", offset, got, want)
			}
		}
		if len(places.marks) < 3 {
			t.Errorf("there are %d marks", len(places.marks))
		}
	}
}

func TestALineOfAStreamLiesWhereItIsWritten(t *testing.T) {
	doc := document{source: []byte(`{"id":null}`), offset: 1000, lines: 41}
	want := finding.Range{
		Start: finding.Position{Line: 42, Column: 7}, End: finding.Position{Line: 42, Column: 11},
		Offset: 1006, EndOffset: 1010,
	}
	if diff := cmp.Diff(want, doc.span(6, 10)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, doc.spanFrom(finding.Position{Line: 1, Column: 7}, 6, 10)); diff != "" {
		t.Error(diff)
	}
}

func TestFrameIsTheLineWithTheFaultMarked(t *testing.T) {
	long := strings.Repeat("é", 400) // two bytes each
	tests := []struct {
		name, text, fault string
		line, marked      string
		cutLeft, cutRight bool
	}{
		{"in a line", "{\n  \"a\": null,\n  \"b\": 1\n}", "null", `  "a": null,`, "null", false, false},
		{"CRLF", "{\r\n  \"a\": null\r\n}", "null", `  "a": null`, "null", false, false},
		{"of many lines", "[\n{\n\"a\": 1\n}]", "{\n\"a\": 1\n}", "{", "{", false, false},
		{"not UTF-8 before it", "[\"\xff\", null]", "null", "[\"\uFFFD\", null]", "null", false, false},
		{"far into a long line", long + "null" + long, "null",
			strings.Repeat("é", 120) + "null" + strings.Repeat("é", 118), "null", true, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			start := strings.Index(test.text, test.fault)
			f := frame([]byte(test.text), start, start+len(test.fault), 0)
			if f.Text != test.line || f.Text[f.Start:f.End] != test.marked {
				t.Errorf("marked %q in %q, want %q in %q", f.Text[f.Start:f.End], f.Text, test.marked, test.line)
			}
			if f.CutLeft != test.cutLeft || f.CutRight != test.cutRight {
				t.Errorf("cut left %v right %v", f.CutLeft, f.CutRight)
			}
		})
	}
}

func TestFrameHasTheLinesAroundItWhenAskedFor(t *testing.T) {
	text := []byte("one\r\ntwo\nthree\nfour\nfive")
	f := frame(text, 9, 10, 2)
	want := finding.Frame{Text: "three", Start: 0, End: 1, Before: []string{"one", "two"}, After: []string{"four", "five"}}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Error(diff)
	}
	f = frame(text, 0, 1, 2)
	want = finding.Frame{Text: "one", Start: 0, End: 1, After: []string{"two", "three"}}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Error(diff)
	}
}
