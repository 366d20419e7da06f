package lint

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/internal/records"
)

// A recorder is a sink that records its calls.
type recorder struct {
	log      []string
	problems []error
	fail     error
}

func (r *recorder) File(path string) error {
	r.log = append(r.log, path)
	return nil
}

func (r *recorder) Finding(f *finding.Finding) error {
	r.log = append(r.log, fmt.Sprintf("%s:%d:%d [%s] at byte %d", f.File, f.Range.Start.Line, f.Range.Start.Column, f.Rule, f.Range.Offset))
	return r.fail
}

func (r *recorder) Problem(err error) error {
	r.problems = append(r.problems, err)
	return nil
}

// numberLinter lints against {"type": "number"}.
func numberLinter(jobs int) *Linter {
	return New(oneSchema(`{"type": "number"}`), Options{Jobs: jobs})
}

// oneSchema returns a catalog of one schema that is configured for every file.
func oneSchema(document string) *catalog.Catalog {
	c := catalog.New([]string{"schema"}, func(string) ([]byte, bool) { return []byte(document), true })
	c.SchemaFor = func(string) string { return "schema" }
	return c
}

func input(path string, content []byte) files.Input {
	in := files.NewInput(path)
	in.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
	return in
}

// lines returns n lines of NDJSON, of which every thousandth is invalid, and their findings.
func lines(n int) (text []byte, want []string) {
	var b bytes.Buffer
	for i := range n {
		if i%1000 == 999 {
			want = append(want, fmt.Sprintf("big.ndjson:%d:2 [type] at byte %d", i+1, b.Len()+1))
			b.WriteString(" \"wrong\"\n")
			continue
		}
		fmt.Fprintf(&b, "%d%s\r\n", i, strings.Repeat(" ", i%97))
	}
	return b.Bytes(), want
}

func TestFindingsOfManyChunksAreInOrder(t *testing.T) {
	text, want := lines(60_000)
	if len(text) < 3*records.ChunkSize {
		t.Fatal("too short to need chunks")
	}
	for _, jobs := range []int{1, 2, 8} {
		var r recorder
		sum, err := numberLinter(jobs).Run(context.Background(), []files.Input{input("big.ndjson", text)}, &r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(append([]string{"big.ndjson"}, want...), r.log); diff != "" {
			t.Error(diff)
		}
		if sum.Files != 1 || sum.Payloads != 60_000 || sum.Errors != len(want) || sum.Bytes != int64(len(text)) {
			t.Errorf("%+v", sum)
		}
	}
}

func TestALineLongerThanAChunk(t *testing.T) {
	text := "1\n" + strings.Repeat(" ", 3*records.ChunkSize) + "true\n\"x\""
	var r recorder
	if _, err := numberLinter(2).Run(context.Background(), []files.Input{input("a.ndjson", []byte(text))}, &r); err != nil {
		t.Fatal(err)
	}
	want := []string{"a.ndjson",
		fmt.Sprintf("a.ndjson:2:%d [type] at byte %d", 3*records.ChunkSize+1, 3*records.ChunkSize+2),
		fmt.Sprintf("a.ndjson:3:1 [type] at byte %d", 3*records.ChunkSize+7)}
	if diff := cmp.Diff(want, r.log); diff != "" {
		t.Error(diff)
	}
}

func TestCompressedFilesAreDecompressed(t *testing.T) {
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	io.WriteString(w, "1\ntrue\n")
	w.Close()
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	zst := encoder.EncodeAll([]byte("[]"), nil)

	var r recorder
	_, err = numberLinter(2).Run(context.Background(), []files.Input{input("a.ndjson.gz", gz.Bytes()), input("b.json.zst", zst)}, &r)
	if err != nil || r.problems != nil {
		t.Fatal(err, r.problems)
	}
	want := []string{"a.ndjson.gz", "a.ndjson.gz:2:1 [type] at byte 2", "b.json.zst", "b.json.zst:1:1 [type] at byte 0"}
	if diff := cmp.Diff(want, r.log); diff != "" {
		t.Error(diff)
	}
}

func TestTruncatedCompressedDataIsAProblem(t *testing.T) {
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	io.WriteString(w, strings.Repeat("true\n", 10))
	w.Close()
	for _, path := range []string{"a.ndjson.gz", "a.json.gz"} {
		var r recorder
		in := input(path, gz.Bytes()[:gz.Len()-10])
		if _, err := numberLinter(2).Run(context.Background(), []files.Input{in, input("b.json", []byte("1"))}, &r); err != nil {
			t.Fatal(err)
		}
		if len(r.problems) != 1 || !strings.HasPrefix(r.problems[0].Error(), path+": ") {
			t.Errorf("%s: %v", path, r.problems)
		}
		if r.log[len(r.log)-1] != "b.json" {
			t.Errorf("the rest was not linted: %v", r.log)
		}
	}
}

// Truncated compressed data is reported, and an incomplete line is not a payload.
func TestErrorsInCompressedDataAreReported(t *testing.T) {
	squeeze := func(text string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		io.WriteString(w, text)
		w.Close()
		return b.String()
	}
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	zst := string(encoder.EncodeAll([]byte("1\ntrue\n"), nil))
	for _, test := range []struct{ name, path, data, problem, log string }{
		{"two members, a line across them", "a.ndjson.gz", squeeze("1\ntr") + squeeze("ue\n2\n"), "", "2:1 [type] at byte 2"},
		{"cut off in a line", "a.ndjson.gz", squeeze("true\n[1")[:22], "the gzip data ends too early", "1:1 [type] at byte 0"},
		{"cut off behind its lines", "a.ndjson.gz", squeeze("true\n")[:20], "the gzip data ends too early", "1:1 [type] at byte 0"},
		{"something behind it", "a.ndjson.gz", squeeze("true\n") + strings.Repeat("\x00", 512), "it is not gzip, or something else follows that", "1:1 [type] at byte 0"},
		{"plain text", "a.ndjson.gz", "1\n2\n3\n4\n5\n6\n", "it is not gzip, or something else follows that", ""},
		{"nothing", "a.ndjson.gz", "", "the gzip data ends too early", ""},
		{"two frames", "a.ndjson.zst", zst + zst, "", "2:1 [type] at byte 2, 4:1 [type] at byte 9"},
		{"a frame cut off", "a.ndjson.zst", zst[:len(zst)-3], "the zstd data ends too early", ""},
		{"plain text for zstd", "a.ndjson.zst", "1\n2\n3\n4\n5\n6\n", "it is not zstd, or something else follows that", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var r recorder
			if _, err := numberLinter(2).Run(context.Background(), []files.Input{input(test.path, []byte(test.data))}, &r); err != nil {
				t.Fatal(err)
			}
			var problem string
			for _, p := range r.problems {
				problem += strings.TrimPrefix(p.Error(), test.path+": ")
			}
			var log []string
			for _, line := range r.log {
				if line != test.path {
					log = append(log, strings.TrimPrefix(line, test.path+":"))
				}
			}
			if problem != test.problem || strings.Join(log, ", ") != test.log {
				t.Errorf("problem %q, want %q; found %q, want %q", problem, test.problem, log, test.log)
			}
		})
	}
}

func TestARunEndsWithItsContextAndWithItsSink(t *testing.T) {
	text, _ := lines(60_000)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := numberLinter(2).Run(ctx, []files.Input{input("big.ndjson", text)}, &recorder{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the context has ended, but: %v", err)
	}
	full := errors.New("disk full")
	r := recorder{fail: full}
	if _, err := numberLinter(2).Run(context.Background(), []files.Input{input("big.ndjson", text)}, &r); !errors.Is(err, full) || len(r.log) != 2 {
		t.Errorf("the sink has failed, but: %v, %d", err, len(r.log))
	}
}

func TestManyFindingsWaitForDeliveryInOrder(t *testing.T) {
	// Each of the three chunks has more findings than a task reuses memory for, and together they
	// have more than maxWaiting.
	const line = "[   ]\n"
	const n = 3 * records.ChunkSize / len(line)
	files := []files.Input{input("a.ndjson", []byte(strings.Repeat(line, n)))}
	for range 20 {
		files = append(files, input("b.json", []byte("[]")))
	}
	last := 0
	sum, err := numberLinter(2).Run(t.Context(), files, sinkFunc(func(f *finding.Finding) error {
		if f.File == "a.ndjson" {
			if f.Range.Start.Line != last+1 {
				return fmt.Errorf("line %d comes after line %d", f.Range.Start.Line, last)
			}
			last++
		}
		return nil
	}))
	if err != nil || last != n || sum.Errors != n+20 {
		t.Errorf("%d of %d lines, %+v, %v", last, n, sum, err)
	}
}

// A sinkFunc is a sink that is called for findings only.
type sinkFunc func(*finding.Finding) error

func (sinkFunc) File(string) error                  { return nil }
func (sinkFunc) Problem(error) error                { return nil }
func (s sinkFunc) Finding(f *finding.Finding) error { return s(f) }

// The memory for a file of lines does not depend on its length: buffers are reused.
func TestLinesTakeTheSameMemoryForAnyLength(t *testing.T) {
	race.Skip(t)
	line := strings.Repeat(" ", 1000) + "1\n"
	allocated := func(chunks int) uint64 {
		in := files.NewInput("a.ndjson")
		in.Open = func() (io.ReadCloser, error) {
			lines := make([]io.Reader, chunks*records.ChunkSize/len(line))
			for i := range lines {
				lines[i] = strings.NewReader(line)
			}
			return io.NopCloser(io.MultiReader(lines...)), nil
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if sum, err := numberLinter(2).Run(t.Context(), []files.Input{in}, &recorder{}); err != nil || sum.Errors > 0 || sum.Payloads < 100*chunks {
			t.Errorf("%+v, %v", sum, err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	few, many := allocated(50), allocated(200)
	if many > few+150*records.ChunkSize/4 {
		t.Errorf("%d bytes are allocated for 50 chunks, and %d for 200", few, many)
	}
}
