package lint

import (
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
)

func TestPositionsInALineAreThoseInTheFile(t *testing.T) {
	doc := document{source: []byte(`{"id":null}`), offset: 1000, lines: 41}
	want := finding.Range{
		Start: finding.Position{Line: 42, Column: 7}, End: finding.Position{Line: 42, Column: 11},
		Offset: 1006, EndOffset: 1010,
	}
	if diff := cmp.Diff(want, doc.span(6, 10)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, doc.spanFrom(finding.Position{Line: 1, Column: 7}, 6, 10)); diff != "" {
		t.Error(diff)
	}
}

// A stream of YAML can have a document in every four bytes. Keeping all of them took 800 bytes for each.
func TestOneDocumentOfAFileIsKeptAtATime(t *testing.T) {
	const n = 50_000
	in := files.NewInput("many.yaml")
	live := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	source := []byte(strings.Repeat("---\n", n))
	before, seen := live(), 0
	for doc := range new(Linter).documents(&in, in.Syntax, source) {
		if seen++; seen == n {
			if now := live(); now > before+n*50 {
				t.Errorf("with document %d, %d bytes more are kept than before the first", seen, now-before)
			}
		}
		_ = doc
	}
	if seen != n {
		t.Errorf("there are %d documents, want %d", seen, n)
	}
	runtime.KeepAlive(source)
}
