package lint

import (
	"bytes"
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// Where payloads can have comments, one can say that a finding is meant to be:
//
//	projectId: null # verdict-ignore null
//	# verdict-ignore-next-line null, type
//	projectId: null
//
// Without names of rules, all of them are left out. In plain JSON there are no
// comments; .verdict.yaml and a baseline serve there.
var suppression = lazyregexp.New(`(?://|#|/\*)\s*verdict-ignore(-next-line)?(?:$|\*/|[\s,:]+((?:[a-z][a-z-]*[\s,]*)*))`)

// commentLines goes over the lines of all comments, with their offsets in the source. What
// looks like a comment in a value is none: a payload must not silence its own findings.
func (d *document) commentLines() iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		var comments []syntax.Range
		if d.converted != nil {
			comments = d.converted.Comments
		} else {
			comments = syntax.JSONCComments(d.source)
		}
		for _, c := range comments {
			offset := c.Start
			for line := range bytes.Lines(d.source[c.Start:c.End]) {
				if !yield(offset, line) {
					return
				}
				offset += len(line)
			}
		}
	}
}

// suppress drops the findings that a comment says are meant to be.
func (d *document) suppress(found []finding.Finding) []finding.Finding {
	if !d.comments || len(found) == 0 || !bytes.Contains(d.source, []byte("verdict-ignore")) {
		return found
	}
	rules := make(map[int][]string) // by line; an empty list stands for all
	for offset, line := range d.commentLines() {
		match := suppression().FindSubmatch(line)
		if match == nil {
			continue
		}
		number := d.lines + position(&d.places, d.source, offset).Line
		at := number
		if len(match[1]) > 0 {
			at++
		}
		names := strings.FieldsFunc(string(match[2]), func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
		if others, ok := rules[at]; ok && len(names) > 0 && len(others) > 0 {
			names = append(others, names...) // of the line before, for this one
		} else if ok {
			names = nil
		}
		rules[at] = names
	}
	return slices.DeleteFunc(found, func(f finding.Finding) bool {
		names, ok := rules[f.Range.Start.Line]
		return ok && (len(names) == 0 || slices.Contains(names, f.Rule))
	})
}
