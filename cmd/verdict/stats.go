package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/words"
)

// writeStats prints how much was linted and how fast, and the number of findings per rule,
// highest first.
func writeStats(w io.Writer, sum finding.Summary, rules map[string]int, took time.Duration) {
	megabytes := float64(sum.Bytes) / 1e6
	fmt.Fprintf(w, "%s, %s, %.1f MB in %s (%.0f MB/s)\n", words.Count(sum.Files, "file"), words.Count(sum.Payloads, "payload"),
		megabytes, took.Round(time.Millisecond), megabytes/took.Seconds())
	names := slices.Collect(maps.Keys(rules))
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(rules[b], rules[a]), cmp.Compare(a, b)) })
	for _, name := range names {
		fmt.Fprintf(w, "%9d  %s\n", rules[name], name)
	}
}
