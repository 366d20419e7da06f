package vetrun

// This file applies fixes.

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/format"
	"path/filepath"
	"slices"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// RunAndFix is like Run, but applies the fixes of findings that have exactly one, and
// repeats until no fix is left. The report holds the remaining findings;
// fixed is the number of those fixed.
func RunAndFix(ctx context.Context, o Options) (report *Report, fixed int, err error) {
	// Each round applies at least one fix or is the last; the limit ends fixes that cause
	// each other.
	const rounds = 10
	for range rounds {
		if report, err = Run(ctx, o); err != nil {
			return nil, fixed, err
		}
		n, err := fix(report)
		fixed += n
		if err != nil || n == 0 {
			return report, fixed, err
		}
	}
	return report, fixed, nil
}

// fix applies the fixes of findings and counts them. Of fixes that overlap only the first
// is applied. A formatted file stays formatted, and a file that would no longer be valid Go
// is not changed.
func fix(report *Report) (fixed int, err error) {
	byFile := make(map[string][]*finding.Finding)
	var files []string
	for _, f := range report.Findings {
		if byFile[f.File] == nil {
			files = append(files, f.File)
		}
		byFile[f.File] = append(byFile[f.File], f)
	}
	for _, file := range files {
		atomicfile.RemoveStale(filepath.Dir(filepath.FromSlash(file)))
		n, err := fixFile(file, report.sources[file], byFile[file])
		fixed += n
		if err != nil {
			return fixed, err
		}
	}
	return fixed, nil
}

// fixFile fixes a file if it still is the source that was vetted.
func fixFile(file string, source []byte, findings []*finding.Finding) (fixed int, err error) {
	var edits []syntax.Edit
	for _, f := range findings {
		if f.Fix == nil || overlaps(edits, f.Fix.Edits) {
			continue
		}
		for _, e := range f.Fix.Edits {
			edits = append(edits, syntax.Edit{Start: int(e.Offset), End: int(e.End), Text: e.Text})
		}
		fixed++
	}
	if fixed == 0 {
		return 0, nil
	}
	slices.SortFunc(edits, func(a, b syntax.Edit) int { return cmp.Compare(a.Start, b.Start) })
	text := syntax.Apply(source, edits)
	formatted, err := format.Source(text)
	if err != nil {
		return 0, fmt.Errorf("%s: the fixed file would not be valid Go; not changed: %w", file, err)
	}
	if was, err := format.Source(source); err == nil && bytes.Equal(was, source) {
		text = formatted
	}
	err = atomicfile.Replace(filepath.FromSlash(file), source, text)
	if errors.Is(err, atomicfile.ErrChanged) {
		return 0, fmt.Errorf("%s: changed while it was being vetted; not fixed", file)
	}
	if err != nil {
		return 0, err
	}
	return fixed, nil
}

// overlaps reports whether an edit of b changes the same text as one of a. Two insertions at
// one offset overlap, since their order is not known.
func overlaps(a []syntax.Edit, b []finding.Edit) bool {
	for _, x := range a {
		for _, y := range b {
			if start, end := int(y.Offset), int(y.End); x.Start < end && start < x.End || x.Start == start {
				return true
			}
		}
	}
	return false
}
