package vetrun

// Mending what was found.

import (
	"bytes"
	"context"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"slices"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/finding"
)

// RunAndFix is Run, but mends what it finds where there is one way to mend it,
// and vets again until there is nothing more to mend. The report is of what
// remains; mended is how many findings do not.
func RunAndFix(ctx context.Context, o Options) (report *Report, mended int, err error) {
	// Each round makes at least one fix, or is the last; fixes that call for
	// each other without end are cut short.
	const rounds = 10
	for range rounds {
		if report, err = Run(ctx, o); err != nil {
			return nil, mended, err
		}
		n, err := fix(report.Findings)
		mended += n
		if err != nil || n == 0 {
			return report, mended, err
		}
	}
	return report, mended, nil
}

// fix makes the fixes of findings and counts them. Of fixes that touch the same
// text only the first is made. A file that was formatted stays so, and one that
// would no longer be Go is left alone.
func fix(findings []*finding.Finding) (mended int, err error) {
	byFile := make(map[string][]*finding.Finding)
	var files []string
	for _, f := range findings {
		if byFile[f.File] == nil {
			files = append(files, f.File)
		}
		byFile[f.File] = append(byFile[f.File], f)
	}
	for _, file := range files {
		n, err := fixFile(file, byFile[file])
		mended += n
		if err != nil {
			return mended, err
		}
	}
	return mended, nil
}

func fixFile(file string, findings []*finding.Finding) (mended int, err error) {
	path := filepath.FromSlash(file)
	source, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	var edits []finding.Edit
	for _, f := range findings {
		if f.Fix == nil || overlaps(edits, f.Fix.Edits) {
			continue
		}
		edits = append(edits, f.Fix.Edits...)
		mended++
	}
	if mended == 0 {
		return 0, nil
	}
	text := apply(source, edits)
	formatted, err := format.Source(text)
	if err != nil {
		return 0, fmt.Errorf("%s would not be Go any more, and is left as it is: %w", file, err)
	}
	if was, err := format.Source(source); err == nil && bytes.Equal(was, source) {
		text = formatted
	}
	if err := atomicfile.Replace(path, source, text); err != nil {
		return 0, err
	}
	return mended, nil
}

// overlaps reports whether an edit of b touches the text of one of a. Two
// insertions at one place count as touching, since their order is not known.
func overlaps(a, b []finding.Edit) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Offset < y.End && y.Offset < x.End || x.Offset == y.Offset {
				return true
			}
		}
	}
	return false
}

// apply makes edits that do not overlap.
func apply(source []byte, edits []finding.Edit) []byte {
	slices.SortFunc(edits, func(a, b finding.Edit) int { return int(a.Offset - b.Offset) })
	var out bytes.Buffer
	at := int64(0)
	for _, e := range edits {
		out.Write(source[at:e.Offset])
		out.WriteString(e.Text)
		at = e.End
	}
	out.Write(source[at:])
	return out.Bytes()
}
