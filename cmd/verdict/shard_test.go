package main

import (
	"fmt"
	"strings"
	"testing"
)

// shardInputs are files with all kinds of line ends, and with and without one at the end.
var shardInputs = map[string]string{
	"a.ndjson": "\ufeff{\"a\": 1}\r\n\r\n{\"a\": 2}\n\n\n{\"a\": 3}\n",
	"b.ndjson": "",
	"c.json":   "{\"a\": 4,\n\"a\": 5}\n",
	"d.ndjson": "\n\r\n",
	"e.ndjson": strings.Repeat("{\"a\": 6}\n", 40) + "{\"a\": " + strings.Repeat("[", 300) + "\n{\"a\": 7}",
	"f.json":   "",
	"g.yaml":   "a: 8\n---\na: 9\n",
	"h.ndjson": "{\"a\": 10}",
	"i.json":   "",
	"schema":   `{"properties": {"a": {"type": "string"}}}`,
	"j.ndjson": "x\n\"\xff\"\n",
}

// shardCounts returns into how many shards a test divides its inputs: every small number, numbers that do not
// divide the size of a file, and more than there are records; some of them with -short.
func shardCounts() []int {
	if testing.Short() {
		return []int{1, 2, 3, 7, 64}
	}
	return []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 17, 31, 64}
}

func TestShardsOfLintAreTheWhole(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, content := range shardInputs {
		write(t, name, content)
	}
	lint := func(args ...string) string {
		code, stdout, stderr := execute(append([]string{"lint", "--schema", "schema", "-f", "jsonl", "*.{ndjson,json,yaml}"}, args...)...)
		if code != 0 && code != 1 {
			t.Fatalf("%q exits with %d: %s", args, code, stderr)
		}
		return stdout
	}
	whole := lint()
	if n := strings.Count(whole, "\n"); n < 50 || strings.Count(whole, `"line":42,`) == 0 {
		t.Fatalf("%d findings:\n%s", n, whole)
	}
	for _, n := range shardCounts() {
		var all strings.Builder
		for i := 1; i <= n; i++ {
			all.WriteString(lint("--shard", fmt.Sprintf("%d/%d", i, n)))
		}
		if all.String() != whole {
			t.Fatalf("%d shards find\n%s, want\n%s", n, all.String(), whole)
		}
	}
}

func TestWhatCannotBeDividedIntoShards(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.json", "{}")
	for _, args := range [][]string{
		{"--shard", "0/2"}, {"--shard", "3/2"}, {"--shard", "1"}, {"--shard", "1/2", "-"}, {"--shard", "1/2", "--fix"}, {"--shard", "1/2", "--diff"},
		{"--shard", "1/2", "--staged"}, {"--shard", "1/2", "--watch"}, {"--shard", "1/2", "--baseline", "b", "--update-baseline"},
	} {
		code, _, stderr := execute(append([]string{"lint", "a.json"}, args...)...)
		if code != exitUsage || !strings.Contains(stderr, "--shard") {
			t.Errorf("%q exits with %d: %s", args, code, stderr)
		}
	}
	if code, _, stderr := execute("lint", "--shard", "1/2", "/dev/null"); code != exitFailure || !strings.Contains(stderr, "not a regular file") {
		t.Errorf("a device: %d, %s", code, stderr)
	}
}
