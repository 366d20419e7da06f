package filter_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/filter"
	"github.com/verdict-lint/verdict/internal/records"
	"github.com/verdict-lint/verdict/internal/shard"
)

var number = verdict.MustCompile([]byte(`{"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}`))

// A text is a source in memory.
type text struct {
	name, content string
	compressed    bool
	reader        func(io.Reader) io.Reader
}

func (s text) Name() string { return s.name }
func (s text) Size() int64  { return int64(len(s.content)) }
func (s text) Splits() bool { return !s.compressed }
func (s text) Open(_ context.Context, offset int64) (io.ReadCloser, error) {
	r := io.Reader(strings.NewReader(s.content[min(int(offset), len(s.content)):]))
	if s.reader != nil {
		r = s.reader(r)
	}
	return io.NopCloser(r), nil
}

// unsized is a text whose size is not known, as that of standard input.
type unsized struct{ text }

func (unsized) Size() int64 { return -1 }

// A result is the output of a run.
type result struct {
	valid, rejects string
	totals         filter.Totals
	err            error
}

func run(o filter.Options) result {
	var valid, rejects bytes.Buffer
	o.Valid, o.Rejects = filter.Output{Name: "valid", Writer: &valid}, filter.Output{Name: "rejects", Writer: &rejects}
	if o.Schema == nil {
		o.Schema = number
	}
	totals, err := filter.Run(context.Background(), o)
	return result{valid.String(), rejects.String(), totals, err}
}

// naive filters texts without chunks, shards or goroutines. The lines of rejects are "NAME OFFSET LINE".
func naive(schema *verdict.Schema, inputs []filter.Source, maxLine int) (valid, rejects string) {
	for i, in := range inputs {
		content := in.(text).content
		offset := 0
		if rest, ok := strings.CutPrefix(content, "\ufeff"); ok {
			content, offset = rest, 3
		}
		for number, line := range strings.SplitAfter(content, "\n") {
			record := strings.TrimRight(strings.TrimSuffix(line, "\n"), "\r")
			switch {
			case len(record) <= maxLine && strings.Trim(record, " \t\r") == "": // what JSON calls white space
			case len(record) > maxLine || !schema.Valid([]byte(record)):
				rejects += fmt.Sprintln(in.Name(), offset, number+1)
			case i < len(inputs)-1 && !strings.HasSuffix(line, "\n"):
				valid += line + "\n"
			default:
				valid += line
			}
			offset += len(line)
		}
	}
	return valid, rejects
}

// places returns the positions of rejects in the form of naive.
func places(t *testing.T, rejects string) string {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(rejects) {
		var reject struct {
			File   string
			Offset int64
			Line   int
		}
		if err := json.Unmarshal([]byte(line), &reject); err != nil || !strings.HasSuffix(line, "\n") {
			t.Fatalf("%v: %q", err, line)
		}
		fmt.Fprintln(&b, reject.File, reject.Offset, reject.Line)
	}
	return b.String()
}

// withoutLines removes the line numbers from rejects, which are not known in the middle of an input.
func withoutLines(places string) string {
	var b strings.Builder
	for line := range strings.Lines(places) {
		b.WriteString(line[:strings.LastIndexByte(line, ' ')] + "\n")
	}
	return b.String()
}

// inputs have all kinds of text at the borders of chunks and shards.
var inputs = map[string][]filter.Source{
	"none":             nil,
	"empty":            {text{name: "a"}},
	"only line ends":   {text{name: "a", content: "\n\r\n\n"}},
	"one record":       {text{name: "a", content: `{"n":1}`}},
	"no last line end": {text{name: "a", content: "{\"n\":1}\n{}"}, text{name: "b", content: "{\"n\":1}\n{\"n\":2}"}, text{name: "c"}},
	"line ends":        {text{name: "a", content: "{\"n\":1}\r\n{\"n\":\"x\"}\r\n\n\r\n  \n{\"n\":2}\r\r\n \t{\"n\":3} \n"}},
	"byte order marks": {text{name: "a", content: "\ufeff{\"n\":1}\n\ufeff{\"n\":1}\n"}, text{name: "b", content: "\ufeff"}},
	"compressed":       {text{name: "a", content: "{\"n\":1}\nx\n", compressed: true}, text{name: "b", content: "{\"n\":2}\n"}, text{name: "c", content: "{\"n\":3}", compressed: true}},
	"broken":           {text{name: "a", content: "{\"n\":1\n{\"n\":1}\n]\n\xff\n\x00\n{\"n\":1,\"n\":2}\n"}},
	"one long line":    {text{name: "a", content: `{"n":1,"x":"` + strings.Repeat("x", 3*records.ChunkSize) + "\"}\n{\"n\":1}\n"}},
	"border of chunks": {text{name: "a", content: strings.Repeat("{\"n\":123456}\n ", 9*records.ChunkSize/128) + strings.Repeat("0123456789abcde\n", records.ChunkSize/640)}},
}

func TestEveryRecordIsWrittenOnce(t *testing.T) {
	for name, in := range inputs {
		t.Run(name, func(t *testing.T) {
			wantValid, wantRejects := naive(number, in, math.MaxInt)
			whole := run(filter.Options{Inputs: in})
			if whole.err != nil || whole.valid != wantValid || places(t, whole.rejects) != wantRejects {
				t.Fatalf("%v\n%.500q, want\n%.500q\n%.500s, want\n%.500s", whole.err, whole.valid, wantValid, whole.rejects, wantRejects)
			}
			if n := strings.Count(wantRejects, "\n"); whole.totals.Invalid != int64(n) {
				t.Errorf("%d invalid records, want %d", whole.totals.Invalid, n)
			}
			for n := 1; n <= 64; n++ {
				if name == "border of chunks" && n > 8 && n&(n-1) != 0 || testing.Short() && !slices.Contains([]int{1, 2, 3, 7, 64}, n) {
					continue
				}
				var all result
				for i := 1; i <= n; i++ {
					part := run(filter.Options{Inputs: in, Shard: shard.Shard{Index: i, Count: n}})
					if part.err != nil {
						t.Fatal(part.err)
					}
					all.valid, all.rejects = all.valid+part.valid, all.rejects+part.rejects
					all.totals.Valid += part.totals.Valid
				}
				if all.valid != wantValid || withoutLines(places(t, all.rejects)) != withoutLines(wantRejects) || all.totals.Valid != whole.totals.Valid {
					t.Fatalf("%d shards: %.500q, want\n%.500q\n%.500s, want\n%.500s", n, all.valid, wantValid, all.rejects, wantRejects)
				}
			}
		})
	}
}

func TestShardsAtEveryByte(t *testing.T) {
	const content = "\ufeff{\"n\":1}\r\n\n{\"n\":2}\nx\n{\"n\":3}\r\n\r\n{\"n\":4}"
	in := []filter.Source{text{name: "a", content: content}}
	wantValid, wantRejects := naive(number, in, math.MaxInt)
	n := len(content)
	var valid, rejects string
	for i := 1; i <= n; i++ {
		part := run(filter.Options{Inputs: in, Shard: shard.Shard{Index: i, Count: n}})
		valid, rejects = valid+part.valid, rejects+part.rejects
	}
	if valid != wantValid || withoutLines(places(t, rejects)) != withoutLines(wantRejects) {
		t.Errorf("%q, want %q\n%s, want\n%s", valid, wantValid, rejects, wantRejects)
	}
}

func TestRejectsHaveTheRecordAsWritten(t *testing.T) {
	for _, tt := range []struct{ record, want string }{
		{`{"n": 1e400,  "a":"<\u00e9>" }`, `"record":{"n": 1e400,  "a":"<\u00e9>" }`},
		{`{"n":null, "n":1}`, `"record":{"n":null, "n":1}`},
		{`null`, `"record":null`},
		{`{"n":"é`, `"encoding":"text","record":"{\"n\":\"é"`},
		{"\x00\x1b", `"encoding":"text","record":"\u0000\u001b"`},
		{"\ufeff{\"n\":1}", "\"encoding\":\"text\",\"record\":\"\ufeff{\\\"n\\\":1}\""},
		{"{\"n\":\"\xff\"}", `"encoding":"base64","record":"eyJuIjoi/yJ9"`},
	} {
		got := run(filter.Options{Inputs: []filter.Source{text{name: "a/b.ndjson", content: "{\"n\":1}\n" + tt.record + "\r\n"}}}).rejects
		want := `{"file":"a/b.ndjson","offset":8,"line":2,` + tt.want + `,"violations":`
		if tt.record == `{"n": 1e400,  "a":"<\u00e9>" }` {
			want = "" // valid: an integer may have any size
		}
		if !strings.HasPrefix(got, want) || want != "" && !json.Valid([]byte(got)) {
			t.Errorf("%s:\n%s, want\n%s", tt.record, got, want)
		}
	}
}

func TestViolationsAreThoseOfTheError(t *testing.T) {
	record := []byte(`{"n": "x"}`)
	want, err := json.Marshal(number.Validate(record))
	if err != nil {
		t.Fatal(err)
	}
	got := run(filter.Options{Inputs: []filter.Source{text{name: "a", content: string(record)}}}).rejects
	var reject struct {
		Violations []verdict.Violation `json:"violations"`
	}
	if err := json.Unmarshal([]byte(got), &reject); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(reject); err != nil || !bytes.Equal(again, want) {
		t.Errorf("%s, want %s", again, want)
	}
}

func TestALineThatIsTooLongIsRejectedAndOthersAreRead(t *testing.T) {
	blank := text{name: "a", content: "\n" + strings.Repeat("x", 3*records.ChunkSize), reader: iotest.OneByteReader}
	if got := run(filter.Options{Inputs: []filter.Source{blank}, MaxLine: 100}); got.err != nil || places(t, got.rejects) != "a 1 2\n" {
		t.Errorf("%v, %.500s", got.err, got.rejects)
	}
	for _, size := range []int{101, 1000, records.ChunkSize, 5 * records.ChunkSize} {
		long := `{"n":1,"x":"` + strings.Repeat("x", size) + "\"}\n"
		in := []filter.Source{text{name: "a", content: "{\"n\":1}\n" + long + "{\"n\":2}\n" + long}, text{name: "b", content: long}}
		got := run(filter.Options{Inputs: in, MaxLine: 100})
		want := fmt.Sprintf("a 8 2 %[1]d\na %[2]d 4 %[1]d\nb 0 1 %[1]d\n", len(long), 8+len(long)+8)
		var places string
		for line := range strings.Lines(got.rejects) {
			var reject struct {
				File               string
				Offset, Line, Size int
				Violations         []verdict.Violation
				Record             any
			}
			if err := json.Unmarshal([]byte(line), &reject); err != nil || reject.Record != nil || len(reject.Violations) != 1 || reject.Violations[0].Rule != verdict.RuleLimit {
				t.Errorf("%v: %s", err, line)
			}
			places += fmt.Sprintln(reject.File, reject.Offset, reject.Line, reject.Size)
		}
		if got.err != nil || got.valid != "{\"n\":1}\n{\"n\":2}\n" || places != want {
			t.Errorf("%d bytes: %v\n%s\n%s, want\n%s", size, got.err, got.valid, places, want)
		}
	}
}

func TestWhatIsNotNDJSONIsAnError(t *testing.T) {
	many := strings.Repeat("  {\"n\": 1},\n", records.ChunkSize/5)
	for _, tt := range []struct{ content, want string }{
		{"[\n  {\"n\": 1},\n  {\"n\": 2}\n]\n", "is a JSON array"},
		{"\ufeff\n [{\"n\": 1},\n{\"n\": 2}]", "is a JSON array"},
		{"[\n" + many, "is a JSON array"},
		{`[{"n": 1}, {"n": 2}]`, "is a JSON array"},
		{"[" + strings.Repeat("1,", records.ChunkSize) + "1]\n\n", "is a JSON array"},
		{"{\n  \"n\": 1\n}\n", "values of several lines"},
		{"{\n  \"n\": [\n" + many, "values of several lines"},
		{"\x1F\x8B\x08\x00\x00", "with gzip -dc"},
		{"\x28\xB5\x2F\xFD\x00", "with zstd -dc"},
		{"\x1E{\"n\": 1}\n\x1E{\"n\": 2}\n", "is a JSON text sequence"},
		{"\xFF\xFE{\x00\"\x00n\x00", "iconv -f UTF-16 -t UTF-8"},
		{"{\x00\"\x00n\x00\"\x00", "iconv -f UTF-16 -t UTF-8"},
		{"[1]\n[2]\n", ""},                      // invalid records
		{"{\"n\": 1\n{\"n\": 2}\n", ""},         // a record that is cut off
		{"{\"n\":\n{\"n\": 2}\n{\"n\": 2}", ""}, // also if a value may follow
		{"{\"n\": 1} {\"n\": 2}\n", ""},
		{"{\"n\": 1", ""},
		{"{\"n\": 1, \"x\": \"" + strings.Repeat("x", 2*records.ChunkSize) + "\"\n{\"n\": 1}\n", ""},
		{"", ""},
	} {
		slowly := iotest.OneByteReader
		if testing.Short() { // only at both ends
			slowly = func(r io.Reader) io.Reader {
				middle := io.LimitReader(r, max(0, int64(len(tt.content))-2000))
				return io.MultiReader(iotest.OneByteReader(io.LimitReader(r, 1000)), middle, iotest.OneByteReader(r))
			}
		}
		for name, reader := range map[string]func(io.Reader) io.Reader{"at once": nil, "slowly": slowly} {
			got := run(filter.Options{Inputs: []filter.Source{text{name: "a", content: tt.content, reader: reader}}})
			if tt.want == "" && got.err != nil || tt.want != "" && (got.err == nil || !strings.Contains(got.err.Error(), tt.want) || got.valid != "" || got.rejects != "") {
				t.Errorf("%.30q read %s: %v, %s%s", tt.content, name, got.err, got.valid, got.rejects)
			}
		}
	}
}

func TestNothingAfterAnErrorIsWritten(t *testing.T) {
	boom := errors.New("boom")
	fails := func(r io.Reader) io.Reader { return io.MultiReader(r, iotest.ErrReader(boom)) }
	got := run(filter.Options{Inputs: []filter.Source{
		text{name: "a", content: "{\"n\":1}\nx\n{\"n\":2}\n{\"n\":3", reader: fails},
		text{name: "b", content: "{\"n\":4}\n"},
	}})
	if !errors.Is(got.err, boom) || got.err.Error() != "a: boom" || got.valid != "{\"n\":1}\n{\"n\":2}\n" || places(t, got.rejects) != "a 8 2\n" || got.totals.Valid != 2 || got.totals.Invalid != 1 {
		t.Errorf("%+v", got)
	}
}

// A short writer accepts a number of bytes and then fails.
type short struct {
	bytes.Buffer
	left int
}

func (w *short) Write(p []byte) (int, error) {
	n := min(len(p), w.left)
	w.left -= n
	w.Buffer.Write(p[:n])
	if n < len(p) {
		return n, errors.New("full")
	}
	return n, nil
}

func TestOnlyWholeRecordsAreCounted(t *testing.T) {
	in := []filter.Source{text{name: "a", content: strings.Repeat("{\"n\":1}\n", 10)}}
	for left, want := range map[int]int64{0: 0, 7: 0, 8: 1, 23: 2, 79: 9} {
		totals, err := filter.Run(context.Background(), filter.Options{Schema: number, Inputs: in, Valid: filter.Output{Name: "out", Writer: &short{left: left}}})
		var failed *filter.WriteError
		if !errors.As(err, &failed) || err.Error() != "writing out: full" || totals.Valid != want {
			t.Errorf("%d bytes: %v, %d records, want %d", left, err, totals.Valid, want)
		}
	}
}

func TestACanceledRunDoesNotWaitForItsInput(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	silent, writer := io.Pipe()
	defer writer.Close() // only after the run
	in := []filter.Source{unsized{text{name: "a", content: "{\"n\":1}\n", reader: func(r io.Reader) io.Reader { return io.MultiReader(r, silent) }}}}
	var valid bytes.Buffer
	o := filter.Options{Schema: number, Inputs: in, Jobs: 2, Valid: filter.Output{Name: "valid", Writer: &valid}}
	o.Observer = func() func([]byte, error) { return func([]byte, error) { cancel() } }
	if totals, err := filter.Run(ctx, o); !errors.Is(err, context.Canceled) || totals.Valid > 1 {
		t.Errorf("%v, %d records", err, totals.Valid)
	}
}

func TestShardsNeedASize(t *testing.T) {
	in, err := filter.Files([]string{"-"}, strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	got := run(filter.Options{Inputs: in, Shard: shard.Shard{Index: 1, Count: 2}})
	if got.err == nil || !strings.Contains(got.err.Error(), "<stdin>: cannot be divided into shards") {
		t.Errorf("%v", got.err)
	}
}

func TestAFileThatChangesWhileItIsReadIsAnError(t *testing.T) {
	lines := strings.Repeat("{\"n\":1}\n", 10_000)
	for name, change := range map[string]func(*os.File) error{
		"grows":   func(f *os.File) error { _, err := f.WriteString("{\"n\":2}\n"); return err },
		"shrinks": func(f *os.File) error { return f.Truncate(80) },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.ndjson")
			if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
				t.Fatal(err)
			}
			in, err := filter.Files([]string{path}, nil)
			if err != nil {
				t.Fatal(err)
			}
			file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if err := change(file); err != nil {
				t.Fatal(err)
			}
			got := run(filter.Options{Inputs: in})
			if got.err == nil || !strings.Contains(got.err.Error(), "its size changed from 80000 to ") || !strings.HasPrefix(lines, got.valid) || got.valid == "" || got.rejects != "" {
				t.Errorf("%v, %d bytes, %s", got.err, len(got.valid), got.rejects)
			}
		})
	}
}

func TestObserversSeeEveryRecord(t *testing.T) {
	in := []filter.Source{text{name: "a", content: "{\"n\":1}\nx\n\n{\"n\":\"" + strings.Repeat("x", 100) + "\"}\n"}}
	seen := make(chan string, 10)
	run(filter.Options{Inputs: in, MaxLine: 50, Observer: func() func([]byte, error) {
		return func(record []byte, err error) {
			var invalid *verdict.Error
			if errors.As(err, &invalid) {
				seen <- string(record) + " " + string(invalid.Violations[0].Rule)
			} else {
				seen <- fmt.Sprint(string(record), " ", err)
			}
		}
	}})
	close(seen)
	got := slices.Sorted(func(yield func(string) bool) {
		for s := range seen {
			yield(s)
		}
	})
	if want := []string{" limit", "x syntax", `{"n":1} <nil>`}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// FuzzFilter compares shards of a stream that is read in pieces of any size with a naive splitter.
func FuzzFilter(f *testing.F) {
	for _, in := range inputs {
		for _, source := range in {
			if content := source.(text).content; len(content) < 1000 {
				f.Add([]byte(content), []byte(content), uint8(3), uint8(200), []byte{1, 7, 0, 200})
			}
		}
	}
	marked := []byte("\ufeff{\"n\":1}\r\r\n\ufeff")
	for limit := range uint8(12) {
		f.Add([]byte("0"), marked, uint8(3), limit, []byte{1, 7, 0, 200})
		f.Add(marked, []byte("0"), uint8(3), limit, []byte{0})
		f.Add([]byte("\t \t \t \t \n"), []byte(" \t \t \t 0"), uint8(1), limit, []byte{200})
	}
	f.Fuzz(func(t *testing.T, first, second []byte, n, maxLine uint8, sizes []byte) {
		pieces := func(r io.Reader) io.Reader { return &inPieces{r, sizes, 0} }
		in := []filter.Source{text{name: "a", content: string(first), reader: pieces}, text{name: "b", content: string(second), reader: pieces}}
		wantValid, wantRejects := naive(number, in, int(maxLine)+1)
		whole := run(filter.Options{Inputs: in, MaxLine: int(maxLine) + 1})
		if whole.err != nil && strings.Contains(whole.err.Error(), "not NDJSON") {
			return // see TestWhatIsNotNDJSONIsAnError
		}
		if whole.err != nil || whole.valid != wantValid || places(t, whole.rejects) != wantRejects {
			t.Fatalf("%v\n%q, want\n%q\n%s, want\n%s", whole.err, whole.valid, wantValid, whole.rejects, wantRejects)
		}
		count := int(n%64) + 1
		var valid, rejects string
		for i := 1; i <= count; i++ {
			part := run(filter.Options{Inputs: in, MaxLine: int(maxLine) + 1, Shard: shard.Shard{Index: i, Count: count}})
			if part.err != nil {
				t.Fatal(part.err)
			}
			valid, rejects = valid+part.valid, rejects+part.rejects
		}
		if valid != wantValid || withoutLines(places(t, rejects)) != withoutLines(wantRejects) {
			t.Fatalf("%d shards: %q, want\n%q\n%s, want\n%s", count, valid, wantValid, rejects, wantRejects)
		}
	})
}

// inPieces reads pieces whose sizes repeat.
type inPieces struct {
	io.Reader
	sizes []byte
	next  int
}

func (r *inPieces) Read(p []byte) (int, error) {
	if len(r.sizes) > 0 {
		p = p[:min(len(p), int(r.sizes[r.next%len(r.sizes)])+1)]
		r.next++
	}
	return r.Reader.Read(p)
}
