package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheExitCodeDependsOnTheTolerance(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	write(t, path("schema.json"), []byte(`{"type": "integer"}`))
	write(t, path("in.ndjson"), []byte("1\n2\n\"3\"\n4\n"))
	complete := []string{"--input", path("in.ndjson"), "--schema", path("schema.json"), "--summary", path("summary.json")}
	with := func(args ...string) []string { return append(append([]string(nil), complete...), args...) }
	for _, c := range []struct {
		args   []string
		code   int
		stderr string
	}{
		{complete, 1, "4 records: 3 valid, 1 invalid; --tolerance allows 0\n"},
		{with("--tolerance", "1", "--rejects", path("rejects.ndjson")), 0, "4 records: 3 valid, 1 invalid\n"},
		{with("--tolerance", "24.9%"), 1, "4 records: 3 valid, 1 invalid; --tolerance allows 24.9%\n"},

		{nil, 2, "--input is required"},
		{complete[:2], 2, "--summary is required"},
		{[]string{"--input", path("in.ndjson"), "--summary", path("summary.json")}, 2, "--schema is required"},
		{with("--tolerance", "x"), 2, "--tolerance"},
		{with("--output-files", "0"), 2, "--output-files 0"},
		{with("--runner", "spar"), 2, "--runner spar: must be one of prism, dataflow, flink, spark, universal"},
		{with("--runner", "flink", "--endpoint", ""), 2, "--runner flink requires --endpoint"},
		{with("--valid", path("in.ndjson")), 2, "is an input"},
		{with("--valid", path("summary.json")), 2, "another output has the same name"},
		{with("--input", "ftp://host/a"), 2, "ftp"},
		{with("--inputs", "a"), 2, "did you mean --input?"},
		{with("argument"), 2, "argument"},

		{with("--input", path("no-*.ndjson")), 3, "no file matches"},
		{with("--schema", path("no.json")), 3, "no.json"},
		{with("--valid", path("in.ndjson/valid")), 3, "in.ndjson"},
	} {
		var stderr bytes.Buffer
		code := run(c.args, &stderr, &stderr)
		if got := stderr.String(); code != c.code || !strings.Contains(got, c.stderr) {
			t.Errorf("%q: got exit code %d and %q, want %d and %q", c.args[min(len(complete), len(c.args)):], code, got, c.code, c.stderr)
		}
	}
}

func TestHelpListsFlagsOfThisProgramAndFewOfBeam(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"--help"}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	for _, flag := range []string{"--input", "--schema", "--valid", "--rejects", "--summary", "--tolerance", "--seed", "--samples", "--runner", "--endpoint", "--environment_type"} {
		if !strings.Contains(stdout.String(), flag+" ") {
			t.Errorf("%s is not listed", flag)
		}
	}
	for _, flag := range []string{"--staging_location ", "--worker ", "--test."} {
		if strings.Contains(strings.SplitAfter(stdout.String(), "Flags:")[1], flag) {
			t.Errorf("%s is listed", flag)
		}
	}
}
