package finding

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
			f := NewFrame([]byte(test.text), start, start+len(test.fault), 0)
			if f.Text != test.line || f.Text[f.Start:f.End] != test.marked {
				t.Errorf("marked %q in %q, want %q in %q", f.Text[f.Start:f.End], f.Text, test.marked, test.line)
			}
			if f.CutLeft != test.cutLeft || f.CutRight != test.cutRight {
				t.Errorf("cut left %v right %v", f.CutLeft, f.CutRight)
			}
		})
	}
}

func TestFrameHasTheLinesAroundItIfRequested(t *testing.T) {
	text := []byte("one\r\ntwo\nthree\nfour\nfive")
	f := NewFrame(text, 9, 10, 2)
	want := Frame{Text: "three", Start: 0, End: 1, Before: []string{"one", "two"}, After: []string{"four", "five"}}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Error(diff)
	}
	f = NewFrame(text, 0, 1, 2)
	want = Frame{Text: "one", Start: 0, End: 1, After: []string{"two", "three"}}
	if diff := cmp.Diff(want, f); diff != "" {
		t.Error(diff)
	}
}

// If two runs of invalid bytes together have the length of their replacements, the text between them
// still moves.
func TestFrameMarksTheTextAfterInvalidBytes(t *testing.T) {
	text := "\"\xff\": 1, \"\xff\xfe\xff\xfe\xff\": 2"
	f := NewFrame([]byte(text), 5, 6, 0)
	if got := f.Text[f.Start:f.End]; got != "1" {
		t.Errorf("%q is marked in %q", got, f.Text)
	}
}
