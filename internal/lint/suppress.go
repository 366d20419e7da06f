package lint

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
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

// suppress drops the findings that a comment says are meant to be.
func (d *document) suppress(found []finding.Finding) []finding.Finding {
	if !d.comments || len(found) == 0 || !bytes.Contains(d.source, []byte("verdict-ignore")) {
		return found
	}
	rules := make(map[int][]string) // by line; an empty list stands for all
	number := d.lines
	for line := range bytes.Lines(d.source) {
		number++
		match := suppression().FindSubmatch(line)
		if match == nil {
			continue
		}
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
