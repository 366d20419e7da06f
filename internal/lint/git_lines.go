package lint

import (
	"bytes"
	"sort"

	"github.com/verdict-lint/verdict/internal/finding"
)

// This file numbers the lines of findings as git does, which ends a line at LF alone. For
// people, and in YAML, a CR ends a line as well.

// setGitLines sets the lines of findings in a text that begins at an offset of the file,
// after so many lines that end in LF.
func setGitLines(found []finding.Finding, text []byte, offset int64, lines int) {
	if len(found) == 0 {
		return
	}
	set := func(r *finding.Range) { r.FirstLine, r.LastLine = r.Start.Line, r.End.Line }
	if hasLoneCR(text) {
		var ends []int
		for at := 0; ; at++ {
			next := bytes.IndexByte(text[at:], '\n')
			if next < 0 {
				break
			}
			at += next
			ends = append(ends, at)
		}
		line := func(at int64) int { return lines + 1 + sort.SearchInts(ends, int(at-offset)) }
		set = func(r *finding.Range) { r.FirstLine, r.LastLine = line(r.Offset), line(r.EndOffset) }
	}
	for i := range found {
		f := &found[i]
		set(&f.Range)
		for k := range f.Causes {
			set(&f.Causes[k])
		}
		for k := range f.Related {
			set(&f.Related[k].Range)
		}
	}
}

// hasLoneCR reports whether a text has a CR that no LF follows.
func hasLoneCR(text []byte) bool {
	for {
		at := bytes.IndexByte(text, '\r')
		if at < 0 {
			return false
		}
		if text = text[at+1:]; len(text) == 0 || text[0] != '\n' {
			return true
		}
	}
}
