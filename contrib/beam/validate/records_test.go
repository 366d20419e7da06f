package validate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/mtime"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/window"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/metrics"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/contrib/beam/ndjson"
	"github.com/verdict-lint/verdict/contrib/beam/validate"
	"github.com/verdict-lint/verdict/summary"
)

var person = validate.Schema{Document: []byte(`{
	"type": "object", "required": ["id", "name"],
	"properties": {"id": {"type": "integer"}, "name": {"type": ["string", "null"]}, "tags": {"items": {"maxLength": 3}}}
}`)}

var options = summary.Options{Seed: 7, Samples: 3}

func TestRecordsAreSeparatedCountedAndSummarized(t *testing.T) {
	a := []string{"{\"id\": 1, \"name\": \"a\"}\r\n", "\n", "{\"id\": 2}\n", "{\"id\": \"3\", \"name\": null}\n", "{\"id\":"}
	b := []string{"{\"id\": 1, \"name\": \"a\"}\n", "\"\xff\"\n", "{\"id\": 5, \"name\": null, \"tags\": [\"long\", \"longer\"]}"}
	memfs.Write("memfs://in/a.ndjson", []byte(strings.Join(a, "")))
	memfs.Write("memfs://in/b.ndjson", []byte("\uFEFF"+strings.Join(b, "")))

	result := run(t, person, func(s beam.Scope) beam.PCollection { return ndjson.Read(s, "memfs://in/*.ndjson") })

	if got, want := result.valid, []string{a[0], b[0]}; !slices.Equal(got, sorted(want)) {
		t.Errorf("valid: got %q, want %q", got, want)
	}
	var rejects []string
	for _, line := range result.rejects {
		var r struct {
			File       string
			Offset     int
			Encoding   string
			Record     json.RawMessage
			Violations []verdict.Violation
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		text := fmt.Sprintf("%s:%d: %s%s:", r.File, r.Offset, r.Encoding, r.Record)
		for _, v := range r.Violations {
			text += " " + string(v.Rule)
		}
		rejects = append(rejects, text)
	}
	want := []string{
		`memfs://in/a.ndjson:25: {"id": 2}: missing`,
		`memfs://in/a.ndjson:35: {"id": "3", "name": null}: type`,
		`memfs://in/a.ndjson:61: text"{\"id\":": syntax`,
		`memfs://in/b.ndjson:26: base64"Iv8i": type encoding`,
		`memfs://in/b.ndjson:30: {"id": 5, "name": null, "tags": ["long", "longer"]}: max-length max-length`,
	}
	if !slices.Equal(sorted(rejects), want) {
		t.Errorf("rejects: got %q, want %q", rejects, want)
	}

	schema := verdict.MustCompile(person.Document)
	collector := summary.New(schema, options)
	sizes := metrics.DistributionValue{Min: math.MaxInt64}
	for _, line := range slices.Concat(a, b) {
		if text := strings.TrimRight(line, "\r\n"); text != "" {
			collector.Add([]byte(text), schema.Validate([]byte(text)))
			size := int64(len(text))
			sizes.Count, sizes.Sum = sizes.Count+1, sizes.Sum+size
			sizes.Min, sizes.Max = min(sizes.Min, size), max(sizes.Max, size)
		}
	}
	if got, want := result.summary, marshal(t, collector.Summary()); got != want {
		t.Errorf("summary: got  %s\nwant %s", got, want)
	}

	counters := map[string]int64{
		"records": 7, "valid": 2, "invalid": 5,
		"violates/missing": 1, "violates/type": 2, "violates/syntax": 1, "violates/encoding": 1, "violates/max-length": 1,
	}
	if !maps.Equal(result.counters, counters) {
		t.Errorf("counters: got %v, want %v", result.counters, counters)
	}
	if result.sizes != sizes {
		t.Errorf("sizes: got %v, want %v", result.sizes, sizes)
	}
}

func TestNoRecordsHaveASummary(t *testing.T) {
	memfs.Write("memfs://none/a.ndjson", []byte("\n"))
	result := run(t, person, func(s beam.Scope) beam.PCollection { return ndjson.Read(s, "memfs://none/a.ndjson") })
	if len(result.valid)+len(result.rejects) > 0 {
		t.Errorf("got %q and %q", result.valid, result.rejects)
	}
	if got, want := result.summary, marshal(t, summary.New(verdict.MustCompile(person.Document), options).Summary()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A stage that emits at the end of a bundle does so in the global window.
func TestRecordsOfSeveralWindowsHaveOneSummary(t *testing.T) {
	result := run(t, person, func(s beam.Scope) beam.PCollection {
		col := beam.CreateList(s, []ndjson.Record{{File: "a", Line: []byte("1")}, {File: "a", Offset: 2, Line: []byte("2")}})
		return beam.WindowInto(s, window.NewFixedWindows(time.Second), beam.ParDo(s, at, col))
	})
	if len(result.rejects) != 2 || !strings.Contains(result.summary, `"records":2,`) {
		t.Errorf("got %q and %s", result.rejects, result.summary)
	}
}

// at assigns a second to a record.
func at(r ndjson.Record) (beam.EventTime, ndjson.Record) {
	return mtime.FromMilliseconds(1000 * r.Offset), r
}

func init() { register.Function1x2(at) }

func TestRedactedRejectsHaveNoValues(t *testing.T) {
	memfs.Write("memfs://secret/a.ndjson", []byte("{\"id\": \"SECRET\"}\n\"SECRET\"\n{\"SECRET\n"))
	schema := person
	schema.Redact = true
	result := run(t, schema, func(s beam.Scope) beam.PCollection { return ndjson.Read(s, "memfs://secret/*") })
	if len(result.rejects) != 3 || strings.Contains(fmt.Sprint(result.rejects, result.summary), "SECRET") {
		t.Errorf("got %q and %s", result.rejects, result.summary)
	}
}

func TestAnInvalidSchemaIsAnErrorBeforeThePipelineRuns(t *testing.T) {
	wrong := validate.Schema{Document: []byte(`{"type": 1}`)}
	if _, err := wrong.Bundle(nil); err == nil {
		t.Error("Bundle returns no error")
	}
	defer func() {
		if recover() == nil {
			t.Error("Records does not panic")
		}
	}()
	_, s := beam.NewPipelineWithRoot()
	validate.Records(s, ndjson.Read(s, "memfs://in/*"), wrong, validate.WithSummary(options))
}

func TestABundleHasWhatASchemaRefersTo(t *testing.T) {
	documents := map[string]string{
		"https://example.com/b.json": `{"$ref": "c.json"}`,
		"https://example.com/c.json": `{"type": "string"}`,
	}
	schema := validate.Schema{Document: []byte(`{"$ref": "b.json"}`), BaseURI: "https://example.com/a.json"}
	bundle, err := schema.Bundle(func(uri string) ([]byte, error) {
		text, ok := documents[uri]
		if !ok {
			return nil, fmt.Errorf("%s is not expected", uri)
		}
		return []byte(text), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	memfs.Write("memfs://bundle/a.ndjson", []byte("\"a\"\n1\n"))
	result := run(t, bundle, func(s beam.Scope) beam.PCollection { return ndjson.Read(s, "memfs://bundle/*") })
	if len(result.valid) != 1 || len(result.rejects) != 1 {
		t.Errorf("got %q and %q", result.valid, result.rejects)
	}
}

// A result is what a pipeline has written and counted. Lines are sorted.
type result struct {
	valid, rejects []string
	summary        string
	counters       map[string]int64
	sizes          metrics.DistributionValue
}

// run validates the records that read returns with Prism.
func run(t *testing.T, schema validate.Schema, read func(beam.Scope) beam.PCollection) result {
	t.Helper()
	p, s := beam.NewPipelineWithRoot()
	valid, rejects, report := validate.Records(s, read(s), schema, validate.WithSummary(options))
	out := "memfs://" + t.Name() + "/"
	ndjson.Write(s, out+"valid.ndjson", 1, ndjson.Lines(s, valid))
	ndjson.Write(s, out+"rejects.ndjson", 3, rejects)
	ndjson.Write(s, out+"summary.json", 1, validate.SummaryLines(s, report))
	job, err := prism.Execute(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	r := result{
		valid:    lines(out + "valid.ndjson"),
		summary:  strings.Join(lines(out+"summary.json"), ""),
		counters: make(map[string]int64),
	}
	for i := range 3 {
		r.rejects = append(r.rejects, lines(ndjson.ShardName(out+"rejects.ndjson", i+1, 3))...)
	}
	slices.Sort(r.rejects)
	found := job.Metrics().Query(func(m beam.MetricResult) bool { return m.Namespace() == validate.Namespace })
	for _, c := range found.Counters() {
		r.counters[c.Name()] += c.Result()
	}
	for _, d := range found.Distributions() {
		r.sizes = d.Result()
	}
	return r
}

// lines returns the lines of a file in memory, sorted.
func lines(name string) []string {
	return sorted(slices.Collect(strings.Lines(string(written(name)))))
}

func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}

func marshal(t *testing.T, s summary.Summary) string {
	t.Helper()
	text, err := s.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(text)) + "\n"
}
