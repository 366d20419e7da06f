package lint

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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
