package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/filter"
	"github.com/verdict-lint/verdict/internal/shard"
	"github.com/verdict-lint/verdict/summary"
)

// This file tests that the summary of filter depends on neither shards nor jobs.

// summaryOptions returns the options to filter files with all kinds of records, one of them compressed.
func summaryOptions(t *testing.T) filter.Options {
	t.Helper()
	dir := t.TempDir()
	write := func(name, content string) string {
		if strings.HasSuffix(name, ".gz") {
			var compressed strings.Builder
			w := gzip.NewWriter(&compressed)
			if _, err := w.Write([]byte(content)); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			content = compressed.String()
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var records strings.Builder
	for k := range 200 {
		switch k % 5 {
		case 0:
			fmt.Fprintf(&records, `{"id":"%d"}`, k)
		case 1:
			records.WriteString("\r\n" + `{"id":` + "\r")
		case 2:
			fmt.Fprintf(&records, `{"id":%d,"label":null,"other":[]}`, k)
		default:
			fmt.Fprintf(&records, `{"id":%d,"label":"%s"}`, k, strings.Repeat("ü", k))
		}
		records.WriteString("\n")
	}
	inputs, err := filter.Files([]string{write("a.ndjson", records.String()), write("b.ndjson.gz", `{"label":7}`), write("c.ndjson", "")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	schema := verdict.MustCompile([]byte(`{"required": ["id"], "properties": {"id": {"type": "integer"}, "label": {"type": ["string", "null"], "maxLength": 150}}}`))
	return filter.Options{Inputs: inputs, Schema: schema}
}

// summarize returns the summary of a run with a number of goroutines.
func summarize(t *testing.T, o filter.Options) string {
	t.Helper()
	collectors := &command.Collectors{Schema: o.Schema, Options: summary.Options{Seed: 7, Samples: 2}}
	o.Valid.Writer, o.Observer = io.Discard, collectors.Add
	if _, err := filter.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	s, err := collectors.Summary()
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheSummariesOfShardsMergeToThatOfTheWhole(t *testing.T) {
	o := summaryOptions(t)
	whole := summarize(t, o)
	if !strings.Contains(whole, `"records":201,"valid":100,"invalid":101,`) {
		t.Errorf("summary: %s", whole)
	}
	for _, n := range shardCounts() {
		var merged summary.Summary
		for i := 1; i <= n; i++ {
			var err error
			if o.Shard, err = shard.Parse(fmt.Sprintf("%d/%d", i, n)); err != nil {
				t.Fatal(err)
			}
			next, err := summary.Parse([]byte(summarize(t, o)))
			if err != nil {
				t.Fatal(err)
			}
			if merged, err = summary.Merge(next, merged); err != nil {
				t.Fatal(err)
			}
		}
		text, err := merged.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != whole {
			t.Fatalf("%d shards: %s\nwhole: %s", n, text, whole)
		}
	}
}

func TestTheSummaryDoesNotDependOnTheNumberOfJobs(t *testing.T) {
	o := summaryOptions(t)
	o.Jobs = 1
	one := summarize(t, o)
	for _, o.Jobs = range []int{2, 16} {
		if got := summarize(t, o); got != one {
			t.Errorf("%d jobs: %s\none: %s", o.Jobs, got, one)
		}
	}
}
