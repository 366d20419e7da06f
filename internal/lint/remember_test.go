package lint

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/cache"
	"github.com/verdict-lint/verdict/internal/finding"
)

// A rerun is one run after another over the current directory, each with what
// the one before remembered.
type rerun struct{ t *testing.T }

func (r rerun) run() ([]string, finding.Summary) {
	r.t.Helper()
	store := cache.Open("cache", cache.Key())
	linter := New(NewCatalog(nil, func(string) ([]byte, bool) { return nil, false }), Options{
		SchemaFor: func(string) (string, bool) { return "number.schema", false },
		Cache:     store,
	})
	files, problems := Search{Cache: func() *cache.Store { return store }}.Find([]string{"."})
	if len(problems) > 0 {
		r.t.Fatal(problems)
	}
	var sink recorder
	sum, err := linter.Run(context.Background(), files, &sink)
	if err != nil || len(sink.problems) > 0 {
		r.t.Fatal(err, sink.problems)
	}
	if err := store.Save(); err != nil {
		r.t.Fatal(err)
	}
	return sink.log, sum
}

// put writes a file that was changed last a minute ago, as far as can be feigned:
// the system's own time of change is always now.
func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	then := time.Now().Add(-time.Minute)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
}

// settle waits until the time of change of every file written so far is past.
func settle() { time.Sleep(250 * time.Millisecond) }

func TestFilesThatHaveNotChangedAreNotLintedAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "number.schema", `{"type": "number"}`)
	put(t, "a.json", `1`)
	put(t, "b.json", `"no number"`)
	put(t, "c.ndjson", "1\n\n\"no number\"\n")
	settle()

	first, sum := rerun{t}.run()
	if sum.Unchanged != 0 || sum.Errors != 2 {
		t.Fatalf("the first run: %+v", sum)
	}
	second, again := rerun{t}.run()
	if again.Unchanged != 3 {
		t.Errorf("%d files were unchanged, want 3", again.Unchanged)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
	again.Unchanged = 0
	if diff := cmp.Diff(sum, again); diff != "" {
		t.Error(diff)
	}
}

func TestOfAFileThatWasOnlyTouchedTheContentIsCompared(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "number.schema", `{"type": "number"}`)
	put(t, "a.json", `1`)
	put(t, "c.ndjson", "1\n")
	settle()
	rerun{t}.run()
	put(t, "a.json", `1`)
	put(t, "c.ndjson", "1\n")
	if _, sum := (rerun{t}).run(); sum.Unchanged != 1 {
		t.Errorf("%d files were unchanged, want the one that is read as a whole", sum.Unchanged)
	}
}

// What changes between two runs, and what the second has to find nevertheless.
func TestNoChangeGoesUnseen(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(t *testing.T)
		want   string // part of the log
	}{
		{"content of the same size, at once", func(t *testing.T) {
			overwrite(t, "a.json", `"`+strings.Repeat("x", 8)+`"`)
		}, "a.json:1:1 [type]"},
		{"content of the same size and time", func(t *testing.T) {
			put(t, "a.json", `"`+strings.Repeat("x", 8)+`"`)
		}, "a.json:1:1 [type]"},
		{"a line", func(t *testing.T) { put(t, "c.ndjson", "1\n\"\"\n") }, "c.ndjson:2:1 [type]"},
		{"the schema", func(t *testing.T) { put(t, "number.schema", `{"type": "string"}`) }, "a.json:1:1 [type]"},
		{"what the schema refers to", func(t *testing.T) {
			put(t, "other.schema", `{"maximum": 0}`)
		}, "a.json:1:1 [maximum]"},
		{"the schema that a payload names", func(t *testing.T) {
			put(t, "own.schema", `{"properties": {"$schema": true}, "required": ["more"]}`)
		}, "own.json:1:1 [missing]"},
		{"a new file", func(t *testing.T) { put(t, "new.json", `"no number"`) }, "new.json:1:1 [type]"},
		{"a new file further down", func(t *testing.T) { put(t, "d/new.json", `"no number"`) }, "d/new.json:1:1 [type]"},
		{"another name", func(t *testing.T) { rename(t, "d/text", "d/text.json") }, "d/text.json:1:1 [type]"},
		{"a file in place of a directory", func(t *testing.T) {
			rename(t, "e.json", "e")
			put(t, "e.json", `"no number"`)
		}, "e.json:1:1 [type]"},
		{"a directory from elsewhere", func(t *testing.T) { rename(t, "d", "f") }, "f/g/a.json"},
		{"that the schema that a payload names is there", func(t *testing.T) {
			put(t, "later.schema", `{"properties": {"$schema": true}, "required": ["more"]}`)
		}, "later.json:1:1 [missing]"},
	} {
		for _, settled := range []bool{false, true} {
			t.Run(fmt.Sprint(c.name, ", settled: ", settled), func(t *testing.T) {
				t.Chdir(t.TempDir())
				put(t, "number.schema", `{"anyOf": [{"type": "number"}, {"type": "object"}], "allOf": [{"$ref": "other.schema"}]}`)
				put(t, "other.schema", `{}`)
				put(t, "own.schema", `{}`)
				put(t, "a.json", `1234567890`)
				put(t, "c.ndjson", "1\n2\n")
				put(t, "own.json", `{"$schema": "own.schema"}`)
				put(t, "later.json", `{"$schema": "later.schema"}`)
				for _, dir := range []string{"d/g", "e.json"} {
					if err := os.MkdirAll(dir, 0o755); err != nil {
						t.Fatal(err)
					}
				}
				put(t, "d/text", `"no number"`)
				put(t, "d/g/a.json", `1`)
				if settled {
					settle()
				}
				if _, sum := (rerun{t}).run(); sum.Errors != 0 {
					t.Fatalf("the first run: %+v", sum)
				}
				c.change(t)
				log, _ := rerun{t}.run()
				if !strings.Contains(strings.Join(log, "\n"), c.want) {
					t.Errorf("%s is not in %q", c.want, log)
				}
			})
		}
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// overwrite changes a file in its place, with its time of modification.
func overwrite(t *testing.T, path, content string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(content); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
}

func TestStandardInputIsNotRemembered(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "number.schema", `{"type": "number"}`)
	store := cache.Open("cache", cache.Key())
	linter := New(NewCatalog(nil, func(string) ([]byte, bool) { return nil, false }), Options{
		SchemaFor: func(string) (string, bool) { return "number.schema", true },
		Cache:     store,
	})
	var sink recorder
	if _, err := linter.Run(context.Background(), []Input{input("a.json", []byte(`1`)), input("b.ndjson", []byte("1\n"))}, &sink); err != nil {
		t.Fatal(err)
	}
	if err := store.Save(); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob("cache/*"); err != nil || len(left) > 0 {
		t.Errorf("%q, %v", left, err)
	}
}

// A line that names a schema that cannot be had, in one of several stretches.
func TestWhatKeepsALineFromBeingLintedIsToldInEveryRun(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "any.schema", `{"type": ["number", "object"]}`)
	unreachable := `{"$schema": "https://example.com/unreachable"}` + "\n"
	put(t, "a.ndjson", unreachable+"true\n"+unreachable+strings.Repeat("1\n", chunkSize)+"false\n")
	settle()
	for run := range 2 {
		store := cache.Open("cache", cache.Key())
		catalog := NewCatalog(nil, func(string) ([]byte, bool) { return nil, false })
		catalog.Fetch = func(string) ([]byte, error) { return nil, errors.New("unreachable") }
		linter := New(catalog, Options{
			SchemaFor: func(string) (string, bool) { return "any.schema", false },
			Cache:     store,
		})
		var sink recorder
		sum, err := linter.Run(context.Background(), []Input{NewInput("a.ndjson")}, &sink)
		if err != nil || len(sink.problems) != 1 {
			t.Errorf("run %d: %v, and the problems are %v", run, err, sink.problems)
		}
		if len(sink.log) != 3 || sink.log[0] != "a.ndjson" || !strings.HasPrefix(sink.log[1], "a.ndjson:2:1 ") {
			t.Errorf("run %d: what is wrong elsewhere is %q", run, sink.log)
		}
		if sum.Files != 1 || sum.Errors != 2 {
			t.Errorf("run %d: %+v", run, sum)
		}
		if err := store.Save(); err != nil {
			t.Fatal(err)
		}
	}
}
