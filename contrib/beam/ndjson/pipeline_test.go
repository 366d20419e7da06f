package ndjson_test

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	"github.com/verdict-lint/verdict/contrib/beam/ndjson"
)

func TestMain(m *testing.M) {
	flag.Parse()
	beam.Init()
	os.Exit(m.Run())
}

func TestWrittenLinesAreThoseThatWereRead(t *testing.T) {
	var want []string
	for i := range 1000 {
		want = append(want, fmt.Sprintf("{\"n\": %d}\r\n", i))
	}
	memfs.Write("memfs://pipeline/a.ndjson", []byte(strings.Join(want, "\r\n")))
	memfs.Write("memfs://pipeline/b.ndjson", []byte("last")) // gets a line end
	want = append(want, "last\n")
	for _, shards := range []int{1, 7} {
		name := fmt.Sprintf("memfs://written/%d.ndjson", shards)
		p, s := beam.NewPipelineWithRoot()
		ndjson.Write(s, name, shards, ndjson.Lines(s, ndjson.Read(s, "memfs://pipeline/a*", "memfs://pipeline/[ab].ndjson", "memfs://pipeline/b.ndjson")))
		if _, err := prism.Execute(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range shards {
			lines := written(t, ndjson.ShardName(name, i+1, shards))
			if len(lines) == 0 {
				t.Errorf("shard %d of %d is empty", i+1, shards)
			}
			got = append(got, lines...)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%d shards: got %q, want %q", shards, got, want)
		}
	}
}

func TestEveryShardIsWrittenEvenIfThereAreNoLines(t *testing.T) {
	memfs.Write("memfs://pipeline/empty.ndjson", nil)
	p, s := beam.NewPipelineWithRoot()
	ndjson.Write(s, "memfs://written/empty.ndjson", 3, ndjson.Lines(s, ndjson.Read(s, "memfs://pipeline/empty.ndjson")))
	if _, err := prism.Execute(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if got := written(t, ndjson.ShardName("memfs://written/empty.ndjson", i+1, 3)); len(got) > 0 {
			t.Errorf("got %q", got)
		}
	}
}

func TestAGlobWithoutFilesIsAnError(t *testing.T) {
	p, s := beam.NewPipelineWithRoot()
	ndjson.Read(s, "memfs://pipeline/no-*")
	if _, err := prism.Execute(t.Context(), p); err == nil || !strings.Contains(err.Error(), "memfs://pipeline/no-*") {
		t.Errorf("got %v", err)
	}
}

func TestNamesOfShards(t *testing.T) {
	for want, got := range map[string]string{
		"out/valid.ndjson":                   ndjson.ShardName("out/valid.ndjson", 1, 1),
		"out/valid-00002-of-00003.ndjson":    ndjson.ShardName("out/valid.ndjson", 2, 3),
		"gs://b.c/valid-00001-of-00010":      ndjson.ShardName("gs://b.c/valid", 1, 10),
		"memfs://x.y/a.b-00001-of-00002.ndj": ndjson.ShardName("memfs://x.y/a.b.ndj", 1, 2),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// written returns the lines of a file in memory.
func written(t *testing.T, name string) []string {
	t.Helper()
	file, err := memfs.New(t.Context()).OpenRead(t.Context(), name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(strings.Lines(string(text)))
}
