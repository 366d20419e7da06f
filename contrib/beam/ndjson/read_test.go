package ndjson

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/rtrackers/offsetrange"
	"github.com/klauspost/compress/zstd"

	"github.com/verdict-lint/verdict/internal/records"
)

// awkward is a text that readers may read wrongly, with its records.
var awkward = []struct {
	name, text string
	records    []string // "offset: text"
}{
	{"empty", "", nil},
	{"only blank lines", "\n \r\n\t\n\n", nil},
	{"no final line end", "{}\n[1]", []string{"0: {}", "3: [1]"}},
	{"CRLF", "{}\r\n[1]\r\n", []string{"0: {}", "4: [1]"}},
	{"CR within a line", "{}\r{}\n1\n", []string{"0: {}\r{}", "6: 1"}},
	{"blank lines", "\n{}\n\n \n1\n\n", []string{"1: {}", "7: 1"}},
	{"white space around", " {} \n\t1\t\n", []string{"0:  {} ", "5: \t1\t"}},
	{"byte order mark", "\uFEFF{}\n\uFEFF1\n", []string{"3: {}", "6: \uFEFF1"}},
	{"only a byte order mark", "\uFEFF", nil},
	{"part of a byte order mark", "\xEF\xBB\n1", []string{"0: \xEF\xBB", "3: 1"}},
	{"blank line after a byte order mark", "\uFEFF\n{}\n", []string{"4: {}"}},
	{"not JSON, not UTF-8", "{\n\xff\xfe\n\x00\n}", []string{"0: {", "2: \xff\xfe", "5: \x00", "7: }"}},
	{"duplicates", "1\n1\n1\n", []string{"0: 1", "2: 1", "4: 1"}},
}

func TestRecordsHaveTheirOffsets(t *testing.T) {
	for _, c := range awkward {
		t.Run(c.name, func(t *testing.T) {
			memfs.Write("memfs://a.ndjson", []byte(c.text))
			if got := read(t, "memfs://a.ndjson", len(c.text), nil); !slices.Equal(got, c.records) {
				t.Errorf("got %q, want %q", got, c.records)
			}
		})
	}
}

func TestEveryRecordIsInOnePartHoweverAFileIsSplit(t *testing.T) {
	for _, c := range awkward {
		memfs.Write("memfs://a.ndjson", []byte(c.text))
		for from := range int64(len(c.text)) {
			for to := from + 1; to <= int64(len(c.text)); to++ {
				if got := read(t, "memfs://a.ndjson", len(c.text), []int64{from, to}); !slices.Equal(got, c.records) {
					t.Errorf("%s split at %d and %d: got %q, want %q", c.name, from, to, got, c.records)
				}
			}
		}
	}
}

// A runner may split the rest of a part after any record.
func TestEveryRecordIsInOnePartIfAPartIsSplitWhileItIsRead(t *testing.T) {
	text := strings.Repeat("{\"a\": 1}\r\n\n[2]\n\"three\"\n", 20) + "4"
	memfs.Write("memfs://a.ndjson", []byte(text))
	want := read(t, "memfs://a.ndjson", len(text), nil)
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 0))
		parts := []offsetrange.Restriction{{Start: 0, End: int64(len(text))}}
		var got []string
		for len(parts) > 0 {
			part := parts[0]
			parts = parts[1:]
			tracker := (&readFn{}).CreateTracker(part)
			got = append(got, readTracked(t, tracker, "memfs://a.ndjson", len(text), func() {
				if random.IntN(5) > 0 {
					return
				}
				if _, rest, err := tracker.TrySplit(random.Float64()); err != nil {
					t.Fatal(err)
				} else if rest != nil {
					parts = append(parts, rest.(offsetrange.Restriction))
				}
			})...)
		}
		if inOrder(got); !slices.Equal(got, want) {
			t.Fatalf("seed %d: got %q, want %q", seed, got, want)
		}
	}
}

func TestCompressedFilesAreReadAsAWhole(t *testing.T) {
	text := "\uFEFF{}\r\n\n1"
	var gz, zst bytes.Buffer
	g := gzip.NewWriter(&gz)
	g.Write([]byte(text))
	g.Close()
	z, err := zstd.NewWriter(&zst)
	if err != nil {
		t.Fatal(err)
	}
	z.Write([]byte(text))
	z.Close()
	for name, content := range map[string][]byte{"memfs://a.ndjson.gz": gz.Bytes(), "memfs://a.ndjson.zst": zst.Bytes()} {
		memfs.Write(name, content)
		file := fileio.FileMetadata{Path: name, Size: 1 << 40}
		whole := offsetrange.Restriction{End: 1 << 40}
		if parts := (&readFn{}).SplitRestriction(file, whole); !slices.Equal(parts, []offsetrange.Restriction{whole}) {
			t.Errorf("%s is split into %v", name, parts)
		}
		for at := range int64(len(content)) {
			if got, want := read(t, name, len(content), []int64{at}), []string{"3: {}", "8: 1"}; !slices.Equal(got, want) {
				t.Errorf("%s split at %d: got %q, want %q", name, at, got, want)
			}
		}
		memfs.Write(name, content[:len(content)-3])
		tracker := (&readFn{}).CreateTracker(offsetrange.Restriction{End: int64(len(content))})
		if err := (&readFn{}).ProcessElement(t.Context(), tracker, fileio.FileMetadata{Path: name}, func(Record) {}); err == nil {
			t.Errorf("%s: a file that ends too early is not an error", name)
		}
	}
}

func TestALineThatIsTooLongHasOnlyASize(t *testing.T) {
	defer func(before int64) { maxLine = before }(maxLine)
	maxLine = 2 * records.ChunkSize
	long := strings.Repeat(" ", 4*records.ChunkSize)
	text := "1\n" + long + "\n2\n" + long
	memfs.Write("memfs://a.ndjson", []byte(text))
	for _, at := range []int64{1, 2, 3, int64(len(long)), int64(len(text)) - 1} {
		var got []Record
		from := int64(0)
		for _, to := range []int64{at, int64(len(text))} {
			tracker := (&readFn{}).CreateTracker(offsetrange.Restriction{Start: from, End: to})
			if err := (&readFn{}).ProcessElement(t.Context(), tracker, fileio.FileMetadata{Path: "memfs://a.ndjson"}, func(r Record) { got = append(got, r) }); err != nil {
				t.Fatal(err)
			}
			from = to
		}
		second := int64(len(long)) + 3
		want := []Record{
			{File: "memfs://a.ndjson", Line: []byte("1\n")}, {File: "memfs://a.ndjson", Offset: 2, Size: second - 2},
			{File: "memfs://a.ndjson", Offset: second, Line: []byte("2\n")}, {File: "memfs://a.ndjson", Offset: second + 2, Size: int64(len(long))},
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("split at %d: got %v, want %v", at, got, want)
		}
	}
}

func TestRecordsOfSeveralChunksAreAsWritten(t *testing.T) {
	var text strings.Builder
	var want []string
	for i := range 20_000 {
		want = append(want, fmt.Sprintf("%d: {\"n\": %d}", text.Len(), i))
		fmt.Fprintf(&text, "{\"n\": %d}\r\n", i)
	}
	memfs.Write("memfs://a.ndjson", []byte(text.String()))
	if got := read(t, "memfs://a.ndjson", text.Len(), []int64{100_000, 150_000}); !slices.Equal(got, want) {
		t.Errorf("got %d records, want %d", len(got), len(want))
	}
}

func TestLargeFilesAreSplitAtFirst(t *testing.T) {
	parts := (&readFn{}).SplitRestriction(fileio.FileMetadata{Path: "a.ndjson"}, offsetrange.Restriction{End: 2*partSize + 1})
	want := []offsetrange.Restriction{{Start: 0, End: partSize}, {Start: partSize, End: 2 * partSize}, {Start: 2 * partSize, End: 2*partSize + 1}}
	if !slices.Equal(parts, want) {
		t.Errorf("got %v, want %v", parts, want)
	}
}

// read reads the parts of a file that end at the places in at, and the rest.
func read(t *testing.T, file string, size int, at []int64) []string {
	t.Helper()
	var got []string
	from := int64(0)
	for _, to := range append(slices.Clone(at), int64(size)) {
		tracker := (&readFn{}).CreateTracker(offsetrange.Restriction{Start: from, End: to})
		got = append(got, readTracked(t, tracker, file, size, func() {})...)
		from = to
	}
	inOrder(got)
	return got
}

// readTracked reads a part, and calls between after each record.
func readTracked(t *testing.T, tracker *sdf.LockRTracker, file string, size int, between func()) []string {
	t.Helper()
	var got []string
	err := (&readFn{}).ProcessElement(context.Background(), tracker, fileio.FileMetadata{Path: file, Size: int64(size)}, func(r Record) {
		got = append(got, fmt.Sprintf("%d: %s", r.Offset, r.Text()))
		between()
	})
	switch {
	case err != nil:
		t.Fatal(err)
	case tracker.GetError() != nil:
		t.Fatal(tracker.GetError())
	case !tracker.IsDone():
		t.Fatalf("%v is not done", tracker.Rt)
	}
	return got
}

// inOrder sorts records by their offsets.
func inOrder(records []string) {
	offset := func(record string) (n int) {
		fmt.Sscan(record, &n)
		return n
	}
	slices.SortFunc(records, func(a, b string) int { return offset(a) - offset(b) })
}
