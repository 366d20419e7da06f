package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// This file compares the pipeline with the command verdict, which it builds.

// sessions is the number of generated records.
const sessions = 3000

// TestFilterShardsAndPipelineAgree filters the same files with one run of `verdict filter`, with four
// shards and `verdict merge`, and with the pipeline.
func TestFilterShardsAndPipelineAgree(t *testing.T) {
	verdict := buildVerdict(t)
	dir := t.TempDir()
	for name, text := range inputs() {
		write(t, filepath.Join(dir, name), text)
	}
	schema := filepath.Join(dir, "schema.json")
	write(t, schema, []byte(`{
		"$id": "https://example.com/event.json", "title": "Event", "$ref": "base.json",
		"properties": {"createdAt": {"format": "date-time"}, "metadata": {"$ref": "definitions.json#/$defs/metadata"}}}`))
	write(t, filepath.Join(dir, "base.json"), []byte(`{"$id": "https://example.com/base.json", "type": "object", "required": ["id", "provider"]}`))
	write(t, filepath.Join(dir, "definitions.json"), []byte(`{"$id": "https://example.com/definitions.json", "$defs": {"metadata": {"maxProperties": 1}}}`))

	for _, flags := range [][]string{
		{"--schema", "connect-session"},
		{"--schema", "connect-session", "--strict", "--no-format-assertion", "--seed", "9", "--samples", "1"},
		{"--schema", schema}, // refers to the files next to it
		{"--schema", schema, "--redact"},
	} {
		t.Run(filepath.Base(strings.Join(flags, " ")), func(t *testing.T) {
			run := runs{t: t, verdict: verdict, input: filepath.Join(dir, "*.ndjson*"), flags: flags}
			want := run.filter("")
			if len(want.valid) < sessions/2 || len(want.rejects) < sessions/100 {
				t.Fatalf("%d valid records and %d rejects: the test needs more", len(want.valid), len(want.rejects))
			}
			shards := run.shards(4)
			shards.compare(t, "shards", want)
			pipeline := run.pipeline()
			pipeline.compare(t, "pipeline", want)
		})
	}
}

// inputs returns files that readers of NDJSON may read wrongly, and one with many sessions.
func inputs() map[string][]byte {
	valid := `{"id": 1, "organizationId": 2, "projectId": "p", "categories": ["hris"], "provider": "x", "originOwnerId": "o", ` +
		`"originOwnerName": "n", "createdAt": "2025-03-01T09:30:00+01:00", "type": "PRODUCTION"}`
	var many bytes.Buffer
	random := rand.New(rand.NewPCG(1, 2))
	faults := []func(map[string]any){
		func(s map[string]any) { delete(s, "provider") },
		func(s map[string]any) { s["provider"] = nil },
		func(s map[string]any) { s["id"] = fmt.Sprint(s["id"]) },
		func(s map[string]any) { s["createdAt"] = "yesterday" },
		func(s map[string]any) { s["type"] = "production" },
		func(s map[string]any) { s["categories"] = []any{"hris", "nonsense", nil} },
		func(s map[string]any) { s["unknown"] = true },
		func(s map[string]any) { s["metadata"] = map[string]any{"a": 1, "b": nil} },
	}
	for i := range sessions {
		session := make(map[string]any)
		json.Unmarshal([]byte(valid), &session)
		session["id"] = i
		if random.IntN(5) == 0 {
			faults[random.IntN(len(faults))](session)
		}
		line, _ := json.Marshal(session)
		many.Write(line)
		many.WriteString([]string{"\n", "\r\n", "\n\n"}[random.IntN(3)])
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(many.Bytes()[:many.Len()/3])
	w.Close()
	return map[string][]byte{
		"a-crlf.ndjson":       []byte(valid + "\r\n\r\n" + valid + "\r\n{}\r\n"),
		"b-blank.ndjson":      []byte("\n \n\t\r\n\n"),
		"c-broken.ndjson":     []byte("{\n[\n\"\n}{\nnul\n" + valid + "\r" + valid + "\n{\"id\": 1, \"id\": 2}\n"),
		"d-empty.ndjson":      nil,
		"e-encoding.ndjson":   []byte("{}\n\xff\xfe\n\f\n\u00a0\n\"\xc3(\"\n" + strings.Replace(valid, `"x"`, "\"\xe9\"", 1) + "\n\x00\n"),
		"f-duplicates.ndjson": []byte(strings.Repeat(valid+"\n", 3) + strings.Repeat("{\"id\": null}\n", 3)),
		"g-mark.ndjson":       []byte("\uFEFF" + valid + "\n\uFEFF" + valid + "\n"),
		"h-many.ndjson":       many.Bytes(),
		"i-packed.ndjson.gz":  packed.Bytes(),
		"j-no-end.ndjson":     []byte(valid + "\n{\"id\": 3}"),
	}
}

// runs are runs with the same inputs and flags.
type runs struct {
	t       *testing.T
	verdict string // the program
	input   string // pattern
	flags   []string
}

// A result is the output of a run. Valid records and rejects are sorted.
type result struct {
	valid, rejects []string
	summary        string
}

// filter runs `verdict filter`, for one shard if it is not "".
func (r runs) filter(shard string) result {
	r.t.Helper()
	dir := r.t.TempDir()
	rejects, summary := filepath.Join(dir, "rejects"), filepath.Join(dir, "summary")
	args := append([]string{"filter", r.input, "--rejects", rejects, "--summary", summary, "--tolerance", "100%"}, r.flags...)
	if shard != "" {
		args = append(args, "--shard", shard)
	}
	return result{valid: sorted(r.output(args)), rejects: rejectsIn(r.t, read(r.t, rejects)), summary: read(r.t, summary)}
}

// shards filters each of n shards, and merges their summaries.
func (r runs) shards(n int) result {
	r.t.Helper()
	var all result
	merge := []string{"merge"}
	for i := n; i > 0; i-- {
		part := r.filter(fmt.Sprintf("%d/%d", i, n))
		all.valid = append(all.valid, part.valid...)
		all.rejects = append(all.rejects, part.rejects...)
		name := filepath.Join(r.t.TempDir(), "part")
		write(r.t, name, []byte(part.summary))
		merge = append(merge, name)
	}
	slices.Sort(all.valid)
	slices.Sort(all.rejects)
	all.summary = r.output(merge)
	return all
}

// pipeline runs the program of this package.
func (r runs) pipeline() result {
	r.t.Helper()
	dir := r.t.TempDir()
	name := func(base string) string { return filepath.Join(dir, base+".ndjson") }
	args := append([]string{"--input", r.input, "--valid", name("valid"), "--rejects", name("rejects"), "--summary", name("summary"),
		"--output-files", "3", "--tolerance", "100%"}, r.flags...)
	var stderr bytes.Buffer
	if code := run(args, &stderr, &stderr); code != 0 {
		r.t.Fatalf("verdict-beam %q: exit code %d: %s", args, code, &stderr)
	}
	var valid, rejects string
	for i := range 3 {
		valid += read(r.t, fmt.Sprintf("%s/valid-%05d-of-00003.ndjson", dir, i+1))
		rejects += read(r.t, fmt.Sprintf("%s/rejects-%05d-of-00003.ndjson", dir, i+1))
	}
	return result{valid: sorted(valid), rejects: rejectsIn(r.t, rejects), summary: read(r.t, name("summary"))}
}

// output runs verdict and returns its standard output.
func (r runs) output(args []string) string {
	r.t.Helper()
	cmd := exec.Command(r.verdict, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		r.t.Fatalf("verdict %q: %v: %s", args, err, &stderr)
	}
	return stdout.String()
}

func (got result) compare(t *testing.T, name string, want result) {
	t.Helper()
	for what, lines := range map[string][2][]string{"valid records": {got.valid, want.valid}, "rejects": {got.rejects, want.rejects}} {
		if !slices.Equal(lines[0], lines[1]) {
			t.Errorf("%s: %d %s, want %d; first difference: %s", name, len(lines[0]), what, len(lines[1]), difference(lines[0], lines[1]))
		}
	}
	if got.summary != want.summary {
		t.Errorf("%s: summary\n%s\nwant\n%s", name, got.summary, want.summary)
	}
}

// difference returns the first lines that differ.
func difference(got, want []string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	at := func(lines []string) string {
		if i < len(lines) {
			return fmt.Sprintf("%q", lines[i])
		}
		return "none"
	}
	return "got " + at(got) + ", want " + at(want)
}

// sorted returns the lines of a text, which may lack the last line end.
func sorted(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
	slices.Sort(lines)
	return lines
}

// rejectsIn returns rejects, sorted, without line numbers, which are not known in a part of a file.
func rejectsIn(t *testing.T, text string) []string {
	t.Helper()
	var rejects []string
	for line := range strings.Lines(text) {
		var reject map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &reject); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		delete(reject, "line")
		var b strings.Builder
		for _, key := range slices.Sorted(maps.Keys(reject)) {
			fmt.Fprintf(&b, "%s: %s\n", key, reject[key])
		}
		rejects = append(rejects, b.String())
	}
	slices.Sort(rejects)
	return rejects
}

// buildVerdict builds the command verdict.
func buildVerdict(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "verdict")
	cmd := exec.Command("go", "build", "-o", program, "./cmd/verdict")
	cmd.Dir = "../../../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
