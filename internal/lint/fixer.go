package lint

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// maxPasses bounds how often a file is mended and linted again: one fix can
// uncover another.
const maxPasses = 10

// Fix reads a file and returns it with everything mended that can be, and how
// many findings that makes less. Unsafe fixes are those that could change what
// the payload was meant to say. A fix that does not leave fewer findings behind
// is not made; every byte that no fix is about stays as it is.
func (l *Linter) Fix(in *Input, unsafe bool) (before, after []byte, mended int, err error) {
	c := chooser{linter: l}
	if err := c.choose(in); err != nil {
		return nil, nil, 0, err
	}
	before, _, err = readFile(in, nil, 1)
	if err != nil {
		return nil, nil, 0, describe(in.Path, err)
	}
	after = before
	if in.Compression != Uncompressed {
		return before, after, 0, nil
	}
	found := l.lintSource(in, after)
	start := len(found)
	for range maxPasses {
		next, left, ok := l.mend(in, after, found, unsafe)
		if !ok {
			break
		}
		after, found = next, left
	}
	return before, after, start - len(found), nil
}

// mend makes one pass over a source. It reports false where nothing helped.
func (l *Linter) mend(in *Input, source []byte, found []finding.Finding, unsafe bool) ([]byte, []finding.Finding, bool) {
	var sets [][]syntax.Edit
	for i := range found {
		if fix := found[i].Fix; fix != nil && (fix.Safe || unsafe) {
			var set []syntax.Edit
			for _, e := range fix.Edits {
				set = append(set, syntax.Edit{Start: int(e.Offset), End: int(e.End), Text: e.Text})
			}
			sets = append(sets, set)
		}
	}
	m := mending{linter: l, input: in, source: source, found: found}
	m.try(apart(sets))
	return m.source, m.found, len(m.found) < len(found)
}

// A mending is a source on its way to having fewer findings.
type mending struct {
	linter *Linter
	input  *Input
	source []byte
	found  []finding.Finding
}

// try makes the fixes that help. Where all of them together leave a finding less
// for each, that is all there is to do; otherwise each half is tried for itself,
// the later one first, so that the offsets of the earlier one stay right.
func (m *mending) try(sets [][]syntax.Edit) {
	if len(sets) == 0 {
		return
	}
	next := apply(m.source, slices.Concat(sets...))
	if left := m.linter.lintSource(m.input, next); len(left)+len(sets) <= len(m.found) {
		m.source, m.found = next, left
		return
	}
	if half := len(sets) / 2; half > 0 {
		m.try(sets[half:])
		m.try(sets[:half])
	}
}

// apart sorts sets of edits and leaves out each one that reaches into another;
// its turn comes in the next pass.
func apart(sets [][]syntax.Edit) [][]syntax.Edit {
	slices.SortStableFunc(sets, func(a, b []syntax.Edit) int { return cmp.Compare(a[0].Start, b[0].Start) })
	var kept [][]syntax.Edit
	end := -1
	for _, set := range sets {
		if set[0].Start <= end {
			continue
		}
		kept = append(kept, set)
		end = set[len(set)-1].End
	}
	return kept
}

// lintSource lints the content of a file that is in memory.
func (l *Linter) lintSource(in *Input, source []byte) []finding.Finding {
	t := &task{input: in}
	p := &pipeline{linter: l}
	if in.Syntax == Lines {
		t.chunk = source
		p.lintChunk(t)
	} else {
		p.lintDocuments(t, source)
	}
	return t.findings
}
