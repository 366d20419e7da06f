package lint

import (
	"context"
	"os"
	"testing"

	"github.com/verdict-lint/verdict/internal/files"
)

// In git, only LF ends a line, so that findings have the lines that git compares.
func TestLinesOfGitEndOnlyAtLF(t *testing.T) {
	for _, test := range []struct {
		name, file, text string
		want             [][2]int
	}{
		{"LF", "a.json", "[\n1,\n[\n2\n]]\n", [][2]int{{2, 2}, {3, 5}}},
		{"CRLF", "a.json", "[\r\n1,\r\n[\r\n2\r\n]]\r\n", [][2]int{{2, 2}, {3, 5}}},
		{"CR", "a.json", "[\r1,\r[\r2\r]]\r", [][2]int{{1, 1}, {1, 1}}},
		{"CR before CRLF", "a.json", "[\r\r\n1,\r\r\n[2]]", [][2]int{{2, 2}, {3, 3}}},
		{"LINE SEPARATOR", "a.jsonc", "[ //\u2028\n1,\n[2]]", [][2]int{{2, 2}, {3, 3}}},
		{"YAML", "a.yaml", "- a\r- 1\n- 2\n", [][2]int{{1, 1}, {2, 2}}},
		{"NDJSON", "a.ndjson", "[]\r\n[\r1\r]\n[2]\n", [][2]int{{2, 2}, {3, 3}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			linter := fileLinter(t, `{"items": {"type": "string"}, "type": "array"}`)
			if err := os.WriteFile(test.file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			found := &findings{}
			if _, err := linter.Run(context.Background(), []files.Input{files.NewInput(test.file)}, found); err != nil {
				t.Fatal(err)
			}
			var got [][2]int
			for _, f := range found.all {
				got = append(got, [2]int{f.Range.FirstLine, f.Range.LastLine})
			}
			if len(got) != len(test.want) {
				t.Fatalf("lines %v, want %v: %+v", got, test.want, found.all)
			}
			for i := range got {
				if got[i] != test.want[i] {
					t.Errorf("finding %d is on the lines %v, want %v", i, got[i], test.want[i])
				}
			}
		})
	}
}
