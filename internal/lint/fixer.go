package lint

import (
	"cmp"
	"slices"
	"sort"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// What mending a file may cost.
const (
	// maxPasses bounds how often a file is mended and linted again: one fix can uncover
	// another. Where there is more wrong than is ever collected of one payload, each pass
	// takes a part of it, and there may be many.
	maxPasses        = 10
	maxPartialPasses = 1000

	// maxGuilty is of how many fixes, all of which are to blame, each is tried for itself.
	maxGuilty = 16

	// maxHalves bounds how often the fixes of a file are divided where nobody knows which of
	// them are to blame.
	maxHalves = 200
)

// Fix reads a file and returns it with everything mended that can be, and how
// many findings that makes less. Unsafe fixes are those that could change what
// the payload was meant to say. A fix that does not leave fewer findings behind
// is not made; every byte that no fix is about stays as it is.
func (l *Linter) Fix(in *files.Input, unsafe bool) (before, after []byte, mended int, err error) {
	schema, err := l.catalog.For(in.Path)
	if err != nil {
		return nil, nil, 0, err
	}
	before, err = in.Read(nil, 1, l.limits())
	if err != nil {
		return nil, nil, 0, files.Describe(in.Path, err)
	}
	if in.Compression != files.Uncompressed {
		return before, before, 0, nil
	}
	m := mending{linter: l, input: in, schema: schema, unsafe: unsafe, version: l.lintSource(in, schema, before)}
	m.mendAll()
	if m.reach != everything && !m.unread && !l.strict(in.Path) {
		// Warnings may be what is in the way of more errors.
		plain := Linter{catalog: l.catalog, options: l.options, plain: true}
		m.linter, m.version = &plain, plain.lintSource(in, schema, m.source)
		m.mendAll()
	}
	return before, m.source, m.mended, nil
}

// A version is a source and what was found in it: all of it, or all before the offset reach.
type version struct {
	source []byte
	found  []finding.Finding
	reach  int64
	unread bool // there are more syntax errors
}

// lintSource lints the content of a file that is in memory.
func (l *Linter) lintSource(in *files.Input, s *catalog.Schema, source []byte) version {
	t := &task{input: in, schema: s, reach: everything}
	p := &pipeline{linter: l}
	if isLines(*in) {
		t.chunk.Text = source
		p.lintChunk(t)
	} else {
		p.lintDocuments(t, in.Syntax, source)
	}
	return version{source, t.findings, t.reach, t.unread}
}

// countBefore counts the findings that lie before an offset as a whole.
func (v *version) countBefore(offset int64) int {
	if offset == everything {
		return len(v.found)
	}
	n := 0
	for i := range v.found {
		if v.found[i].Range.EndOffset <= offset {
			n++
		}
	}
	return n
}

// A mending is a source on its way to having fewer findings.
type mending struct {
	version
	linter *Linter
	input  *files.Input
	schema *catalog.Schema
	unsafe bool
	mended int // how many findings there are less
	halves int // that have been tried
}

// A repair is what a fix does, and the finding that it is to mend.
type repair struct {
	edits []syntax.Edit
	mends *finding.Finding
}

// mendAll makes passes over the source until one does not help, or there were enough.
func (m *mending) mendAll() {
	partial := maxPartialPasses
	if m.unread { // each pass reads the source again for each syntax error
		partial = maxPasses
	}
	for whole := maxPasses; whole > 0 && partial > 0; {
		if m.reach == everything {
			whole--
		} else {
			partial--
		}
		if !m.mend() {
			return
		}
	}
}

// mend makes one pass over the source. It reports false where nothing helped.
func (m *mending) mend() bool {
	var repairs []repair
	for i := range m.found {
		f := &m.found[i]
		if f.Fix == nil || !f.Fix.Safe && !m.unsafe || f.Range.EndOffset > m.reach {
			continue
		}
		r := repair{mends: f}
		for _, e := range f.Fix.Edits {
			r.edits = append(r.edits, syntax.Edit{Start: int(e.Offset), End: int(e.End), Text: e.Text})
		}
		repairs = append(repairs, r)
	}
	mended := m.mended
	m.try(apart(repairs))
	return m.mended > mended
}

// try makes the repairs that help. Where all of them together leave a finding less for each,
// that is all there is to do. Otherwise those to blame are left out. Where nobody knows which
// these are, each half is tried for itself, the later one first, so that the offsets of the
// earlier one stay right.
func (m *mending) try(repairs []repair) {
	for len(repairs) > 0 {
		next := m.linter.lintSource(m.input, m.schema, syntax.Apply(m.source, editsOf(repairs)))
		if gain := m.gain(&next); gain >= len(repairs) {
			m.version, m.mended = next, m.mended+gain
			return
		}
		innocent := m.innocent(repairs, &next)
		if len(innocent) == len(repairs) || len(innocent) == 0 && len(repairs) <= maxGuilty {
			break
		}
		repairs = innocent
	}
	if half := len(repairs) / 2; half > 0 && m.halves < maxHalves {
		m.halves += 2
		m.try(repairs[half:])
		m.try(repairs[:half])
	}
}

// gain is how many findings less the next version has, as far as all are known in both. What
// holds the place from which on they are not is left out: only where it ends is it known
// what it lacks.
func (m *mending) gain(next *version) int {
	reach := m.reach
	if reach != everything {
		reach += int64(len(next.source) - len(m.source))
	}
	return m.countBefore(m.reach) - next.countBefore(reach)
}

// innocent are the repairs that are not to blame for what is still wrong in the next
// version. To blame is each whose finding is still there; and for a new finding, the few that
// lie in it, or the one that it follows.
func (m *mending) innocent(repairs []repair, next *version) []repair {
	left := make(map[identity]bool, len(next.found))
	for i := range next.found {
		left[identify(&next.found[i], 0)] = true
	}
	moves := movesOf(editsOf(repairs))
	known := make(map[identity]bool, len(m.found))
	for i := range m.found {
		known[identify(&m.found[i], moves.at(m.found[i].Range.Offset))] = true
	}
	guilty := make([]bool, len(repairs))
	starts := make([]int64, len(repairs)) // in the next version
	for i, r := range repairs {
		start := int64(r.edits[0].Start)
		starts[i] = start + moves.at(start)
		guilty[i] = left[identify(r.mends, moves.at(r.mends.Range.Offset))]
	}
	for i := range next.found {
		f := &next.found[i]
		if known[identify(f, 0)] {
			continue
		}
		first := sort.Search(len(starts), func(k int) bool { return starts[k] >= f.Range.Offset })
		after := sort.Search(len(starts), func(k int) bool { return starts[k] >= f.Range.EndOffset })
		if first == after {
			first-- // none lies in it
		}
		for k := max(first, 0); k < after && after-first <= maxGuilty; k++ {
			guilty[k] = true
		}
	}
	var innocent []repair
	for i, r := range repairs {
		if !guilty[i] {
			innocent = append(innocent, r)
		}
	}
	return innocent
}

// An identity tells the findings of a version apart.
type identity struct {
	rule, property string
	offset         int64
}

// identify is the identity of a finding that has moved.
func identify(f *finding.Finding, by int64) identity {
	return identity{f.Rule, f.Property, f.Range.Offset + by}
}

// moves are how far edits move what follows them.
type moves []struct{ after, by int64 }

func movesOf(edits []syntax.Edit) moves {
	all := make(moves, len(edits))
	var by int64
	for i, e := range edits {
		by += int64(len(e.Text) - (e.End - e.Start))
		all[i].after, all[i].by = int64(e.Start), by
	}
	return all
}

// at is how far an offset is moved.
func (m moves) at(offset int64) int64 {
	i := sort.Search(len(m), func(i int) bool { return m[i].after >= offset })
	if i == 0 {
		return 0
	}
	return m[i-1].by
}

func editsOf(repairs []repair) []syntax.Edit {
	var edits []syntax.Edit
	for _, r := range repairs {
		edits = append(edits, r.edits...)
	}
	return edits
}

// apart sorts repairs and leaves out each one that overlaps or touches another; its turn comes
// in the next pass. Two that only remove text may touch, or a row of them would take as many
// passes as it can be halved.
func apart(repairs []repair) []repair {
	slices.SortStableFunc(repairs, func(a, b repair) int { return cmp.Compare(a.edits[0].Start, b.edits[0].Start) })
	var kept []repair
	end, removed := -1, false
	for _, r := range repairs {
		removes := r.removes()
		if start := r.edits[0].Start; start < end || start == end && !(removes && removed) {
			continue
		}
		kept = append(kept, r)
		end, removed = r.edits[len(r.edits)-1].End, removes
	}
	return kept
}

// removes reports whether a repair only removes text.
func (r *repair) removes() bool {
	return !slices.ContainsFunc(r.edits, func(e syntax.Edit) bool { return e.Text != "" })
}
