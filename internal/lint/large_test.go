package lint

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/race"
)

// largeList returns an array that is read in several pieces and validated in several chunks.
func largeList() []byte {
	items := strings.Repeat(`{"id": 1, "tags": ["a", "b"]},`+"\n", 40_000)
	return []byte("[" + items + `{"id": 2}` + "]\n")
}

// findings is a sink that records everything as text.
type findings struct{ all []finding.Finding }

func (f *findings) File(string) error   { return nil }
func (f *findings) Problem(error) error { return nil }
func (f *findings) Finding(one *finding.Finding) error {
	f.all = append(f.all, *one)
	return nil
}

// largePayload is the size from which on several workers validate one payload.
const largePayload = 1 << 20

// listLinter returns a linter that uses a number of jobs, also to validate one payload.
func listLinter(jobs int) *Linter {
	const schema = `{"items": {"properties": {"id": {"type": "integer"}, "tags": {"items": {"type": "string"}}}}}`
	c := oneSchema(schema)
	c.Workers = jobs
	return New(c, Options{Jobs: jobs, Context: 2})
}

// With one job, a large file is linted in order; with several, in chunks at the same time. The
// findings are the same.
func TestFindingsDoNotDependOnTheNumberOfJobs(t *testing.T) {
	list := largeList()
	broken := map[string]func(text []byte) []byte{
		"valid":   func(text []byte) []byte { return text },
		"cut off": func(text []byte) []byte { return text[:largePayload+largePayload/8] },
		"more":    func(text []byte) []byte { return append(text, "[]"...) },
		"imprecise": func(text []byte) []byte {
			return bytes.Replace(text, []byte(`"id": 2`), []byte(`"id": 9007199254740993`), 1)
		},
		"imprecise at the end": func(text []byte) []byte {
			last := bytes.LastIndex(text, []byte(`"id": `)) + len(`"id": `)
			return slices.Insert(text, last, []byte("9007199254740993")...)
		},
		"unknown": func(text []byte) []byte { return bytes.Replace(text, []byte(`{"id": 2`), []byte(`{"ids": 2`), 1) },
	}
	random := rand.New(rand.NewPCG(1, 2))
	places := []int{largePayload, 0, 1, largePayload - 1, random.IntN(len(list)), random.IntN(len(list)), len(list) - 2}
	if race.Enabled || testing.Short() {
		places = places[:1] // the goroutines run the same code for each
	}
	for _, at := range places {
		wrong := "\x00x\"]}1"[random.IntN(6)]
		broken[fmt.Sprintf("%q at %d", wrong, at)] = func(text []byte) []byte { text[at] = wrong; return text }
	}
	for name, change := range broken {
		if testing.Short() && (name == "more" || name == "imprecise" || name == "unknown") {
			continue // like "cut off" and "imprecise at the end"
		}
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "list.json")
			if err := os.WriteFile(path, change(bytes.Clone(list)), 0o644); err != nil {
				t.Fatal(err)
			}
			stored := files.NewInput(path)
			piped := stored // is always read whole
			piped.Open = func() (io.ReadCloser, error) { return os.Open(path) }
			var sums [3]finding.Summary
			var found [3]findings
			for i, run := range []struct {
				jobs  int
				input files.Input
			}{{1, stored}, {4, stored}, {1, piped}} {
				var err error
				if sums[i], err = listLinter(run.jobs).Run(context.Background(), []files.Input{run.input}, &found[i]); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(found[0].all, found[i].all); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(sums[0], sums[i]); diff != "" {
					t.Error(diff)
				}
			}
			if (name == "valid") != (len(found[0].all) == 0) {
				t.Errorf("%d findings", len(found[0].all))
			}
		})
	}
}

// A large array is read piece by piece, so that memory does not depend on its size.
func TestALargeArrayTakesLittleMemory(t *testing.T) {
	race.Skip(t)
	path := filepath.Join(t.TempDir(), "list.json")
	list := bytes.Repeat([]byte(`{"id": 1, "tags": ["a", "b"]},`+"\n"), 500_000)
	if err := os.WriteFile(path, append(append([]byte("["), list...), "{}]"...), 0o644); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var found findings
	sum, err := listLinter(1).Run(context.Background(), []files.Input{files.NewInput(path)}, &found)
	if err != nil || len(found.all) > 0 || sum.Files != 1 {
		t.Fatal(sum, err, found.all)
	}
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 5<<20 {
		t.Errorf("linting %d bytes allocates %d", len(list), allocated)
	}
}
