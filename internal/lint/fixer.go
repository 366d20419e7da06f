package lint

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/records"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file applies the fixes of a file: all that do not overlap at once, and only those that reduce
// the number of findings.

// Bounds on the cost of fixing a file.
const (
	// maxPasses bounds how often a file is fixed and linted again: one fix can uncover
	// another. If a payload has more findings than are collected, each pass fixes a part of
	// them, and there may be many.
	maxPasses        = 10
	maxPartialPasses = 1000

	// maxBlamed bounds how many fixes that are all to blame are tried one by one.
	maxBlamed = 16

	// maxHalves bounds how often the fixes of a file are divided if it is not known which of
	// them are to blame.
	maxHalves = 200
)

// Fix reads a file and returns it with all fixes applied that reduce the number of findings, and the
// number of findings fixed. Unsafe fixes are those that may change the meaning of the payload. Bytes
// outside of the fixes are unchanged.
func (l *Linter) Fix(in *files.Input, unsafe bool) (before, after []byte, fixed int, err error) {
	if l.options.Redact != nil { // redacted findings have no fixes
		shown := l.options
		shown.Redact = nil
		l = &Linter{catalog: l.catalog, options: shown}
	}
	schema, err := l.schemaOf(in.Path)
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
	r := fixRun{linter: l, input: in, schema: schema, unsafe: unsafe, version: l.lintSource(in, schema, before)}
	r.fixAll()
	if r.reach != everything && !r.unread && !l.strict(in.Path) {
		// Warnings may hide further errors.
		plain := Linter{catalog: l.catalog, options: l.options, plain: true}
		r.linter, r.version = &plain, plain.lintSource(in, schema, r.source)
		r.fixAll()
	}
	return before, r.source, r.fixed, nil
}

// A version is a source and its findings: all, or those before the offset reach.
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
		t.chunk = records.WholeChunk(source)
		p.lintChunk(t)
	} else {
		p.lintDocuments(t, in.Syntax, source)
	}
	return version{source, t.findings, t.reach, t.unread}
}

// countBefore counts the findings that end before an offset.
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

// A fixRun applies fixes to one source until no further fix reduces the findings.
type fixRun struct {
	version
	linter *Linter
	input  *files.Input
	schema *catalog.Schema
	unsafe bool
	fixed  int // number of findings fixed
	halves int // number of halves tried
}

// A candidate is the edits of a fix, and the finding that they fix.
type candidate struct {
	edits []syntax.Edit
	fixes *finding.Finding
}

// fixAll makes passes over the source until one fixes nothing, or the maximum number is reached.
func (r *fixRun) fixAll() {
	partial := maxPartialPasses
	if r.unread { // each pass reads the source again for each syntax error
		partial = maxPasses
	}
	for whole := maxPasses; whole > 0 && partial > 0; {
		if r.reach == everything {
			whole--
		} else {
			partial--
		}
		if !r.pass() {
			return
		}
	}
}

// pass makes one pass over the source and reports whether it fixed anything.
func (r *fixRun) pass() bool {
	var candidates []candidate
	for i := range r.found {
		f := &r.found[i]
		if f.Fix == nil || !f.Fix.Safe && !r.unsafe || f.Range.EndOffset > r.reach {
			continue
		}
		c := candidate{fixes: f}
		for _, e := range f.Fix.Edits {
			c.edits = append(c.edits, syntax.Edit{Start: int(e.Offset), End: int(e.End), Text: e.Text})
		}
		candidates = append(candidates, c)
	}
	fixed := r.fixed
	r.try(nonOverlapping(candidates))
	return r.fixed > fixed
}

// try applies the candidates if together they reduce the findings by one for each. Otherwise it drops
// those to blame. If it is not known which these are, it tries each half, the later one first, so that
// the offsets of the earlier one stay valid.
func (r *fixRun) try(candidates []candidate) {
	for len(candidates) > 0 {
		next := r.linter.lintSource(r.input, r.schema, syntax.Apply(r.source, editsOf(candidates)))
		if gain := r.gain(&next); gain >= len(candidates) {
			r.version, r.fixed = next, r.fixed+gain
			return
		}
		rest := r.withoutBlamed(candidates, &next)
		if len(rest) == len(candidates) || len(rest) == 0 && len(candidates) <= maxBlamed {
			break
		}
		candidates = rest
	}
	if half := len(candidates) / 2; half > 0 && r.halves < maxHalves {
		r.halves += 2
		r.try(candidates[half:])
		r.try(candidates[:half])
	}
}

// gain returns by how many findings the next version has fewer, counting only the part of the source
// in which the findings of both versions are complete. A finding about an array or object that extends
// beyond this part is not counted, because what it lacks is known only at its end.
func (r *fixRun) gain(next *version) int {
	reach := r.reach
	if reach != everything {
		reach += int64(len(next.source) - len(r.source))
	}
	return r.countBefore(r.reach) - next.countBefore(reach)
}

func editsOf(candidates []candidate) []syntax.Edit {
	var edits []syntax.Edit
	for _, c := range candidates {
		edits = append(edits, c.edits...)
	}
	return edits
}

// nonOverlapping sorts candidates by offset and drops those that overlap or touch an earlier
// one; the next pass retries them. Two that only remove text may touch, so that a row of them is
// removed in one pass.
func nonOverlapping(candidates []candidate) []candidate {
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.edits[0].Start, b.edits[0].Start) })
	var kept []candidate
	end, removed := -1, false
	for _, c := range candidates {
		removes := c.removes()
		if start := c.edits[0].Start; start < end || start == end && !(removes && removed) {
			continue
		}
		kept = append(kept, c)
		end, removed = c.edits[len(c.edits)-1].End, removes
	}
	return kept
}

// removes reports whether a candidate only removes text.
func (c *candidate) removes() bool {
	return !slices.ContainsFunc(c.edits, func(e syntax.Edit) bool { return e.Text != "" })
}
