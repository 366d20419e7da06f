package lint

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// What would mend a fault. A fix is only a proposal: whether it leaves the
// payload better than it was is found out by linting it again.

// proposers gives, for a rule, what proposes fixes for its faults.
var proposers = map[verdict.Rule]func(*fixContext, *fault) *fix{
	verdict.RuleEnum:            proposeValue,
	verdict.RuleConst:           proposeValue,
	verdict.RuleUnknownProperty: proposeName,
	verdict.RuleNull:            proposeAbsence,
	verdict.RuleType:            proposeQuotes,
	verdict.RuleFormat:          proposeDateTime,
}

// A fixContext holds what the fix functions need to know about an invalid payload.
type fixContext struct {
	source   *document
	doc      *jsontape.Tape
	failures failures

	// Of every key its object, and of objects that were asked about the names they have;
	// made when the first is asked about.
	objects []uint32
	names   map[uint32]map[string]bool
}

// propose adds fixes to the faults that have none.
func propose(r *run, source *document, faults []fault) {
	var at *fixContext
	for i := range faults {
		f := &faults[i]
		proposer := proposers[f.Rule]
		if proposer == nil || f.fix != nil {
			continue
		}
		if at == nil {
			doc := r.tape(source.text.JSON)
			if !readable(doc) {
				return
			}
			at = &fixContext{source: source, doc: doc, failures: failuresOf(r)}
		}
		f.fix = proposer(at, f)
	}
}

// readable reports whether a tape can be used.
func readable(doc *jsontape.Tape) bool {
	for _, f := range doc.Errors {
		if f.Kind == jsontape.Syntax || f.Kind == jsontape.Limit {
			return false
		}
	}
	return true
}

// node finds the node that begins at an offset.
func (s *fixContext) node(offset int) (uint32, bool) {
	nodes := s.doc.Nodes
	i := sort.Search(len(nodes), func(i int) bool { return int(nodes[i].Start) >= offset })
	return uint32(i), i < len(nodes) && int(nodes[i].Start) == offset
}

// replacing is a fix that writes another value or name.
func replacing(f *fault, text string, safe bool) *fix {
	return &fix{
		title: fmt.Sprintf("replace %s by %s", f.Got, text), safe: safe,
		edits: []syntax.Edit{{Start: f.Offset, End: f.End, Text: text}},
	}
}

// proposeValue is for a value that is none of those allowed, where one is near.
func proposeValue(s *fixContext, f *fault) *fix {
	failure := s.failures.of(f)
	if failure == nil || s.doc.Nodes[failure.Node].Kind() != jsontape.String || f.End-f.Offset != len(f.Got) {
		return nil
	}
	near, ok := nearestText(failure.Values(), string(s.doc.Raw(failure.Node)))
	got := s.doc.String(failure.Node)
	if trimmed := strings.TrimSpace(got); trimmed != got && slices.Contains(failure.Values().Texts, syntax.Quote(trimmed)) {
		near, ok = trimmed, true
	}
	if !ok {
		return nil
	}
	return replacing(f, syntax.Quote(near), nearest.Same(got, near))
}

// nearestText is the string that was most likely meant by what was written.
func nearestText(values *program.List, written string) (text string, ok bool) {
	near, ok := values.Nearest(written)
	ok = ok && json.Unmarshal([]byte(near), &text) == nil
	return text, ok
}

// proposeName is for a property that is not known, where a name is near that the
// object does not have yet.
func proposeName(s *fixContext, f *fault) *fix {
	at, ok := s.node(f.Offset)
	if !ok || s.doc.Nodes[at].Kind() != jsontape.Key {
		return nil
	}
	name := f.meant
	if name == "" {
		name = s.nearestName(f)
	}
	if name == "" || s.hasSibling(at, name) {
		return nil
	}
	return replacing(f, syntax.Quote(name), nearest.Same(f.Property, name))
}

// nearestName is the property of the schema that an unknown one stands for, "" if
// none is near.
func (s *fixContext) nearestName(f *fault) string {
	failure := s.failures.of(f)
	if failure == nil {
		return ""
	}
	near, _ := failure.Names().Nearest(f.Property)
	return near
}

// hasSibling reports whether the object of a key has a property of that name.
func (s *fixContext) hasSibling(key uint32, name string) bool {
	if s.objects == nil {
		s.objects, s.names = objectsOf(s.doc), make(map[uint32]map[string]bool)
	}
	object := s.objects[key]
	names, ok := s.names[object]
	if !ok {
		names = make(map[string]bool)
		for i := object + 1; i < s.doc.Nodes[object].Next; i = s.doc.Nodes[i+1].Next {
			names[string(s.doc.AppendText(nil, i))] = true
		}
		s.names[object] = names
	}
	return names[name]
}

// objectsOf gives for the number of every key that of its object.
func objectsOf(doc *jsontape.Tape) []uint32 {
	objects := make([]uint32, len(doc.Nodes))
	for object := range doc.Nodes {
		if doc.Nodes[object].Kind() != jsontape.Object {
			continue
		}
		for i := uint32(object) + 1; i < doc.Nodes[object].Next; i = doc.Nodes[i+1].Next {
			objects[i] = uint32(object)
		}
	}
	return objects
}

// proposeAbsence is for null where the property may as well not be there.
func proposeAbsence(s *fixContext, f *fault) *fix {
	if failure := s.failures.of(f); failure == nil || !failure.MayBeLeftOut() {
		return nil
	}
	value, ok := s.node(f.Offset)
	if !ok || value == 0 || s.doc.Nodes[value-1].Kind() != jsontape.Key {
		return nil
	}
	key := s.doc.Nodes[value-1]
	return &fix{
		title: fmt.Sprintf("leave %s out", s.doc.Raw(value-1)), safe: true,
		edits: []syntax.Edit{cut(s.doc.Text, int(key.Start), int(s.doc.Nodes[value].End))},
	}
}

// cut takes a property out, with the one comma that goes with it.
func cut(text []byte, start, end int) syntax.Edit {
	before := start
	for before > 0 && isSpace(text[before-1]) {
		before--
	}
	if before > 0 && text[before-1] == ',' {
		return syntax.Edit{Start: before - 1, End: end}
	}
	after := end
	for after < len(text) && isSpace(text[after]) {
		after++
	}
	if after < len(text) && text[after] == ',' {
		for after++; after < len(text) && isSpace(text[after]); after++ {
		}
		return syntax.Edit{Start: start, End: after}
	}
	return syntax.Edit{Start: start, End: end}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// proposeQuotes is for a number or boolean in quotes, and for one that lacks
// them. Between them the text stays as it is.
func proposeQuotes(s *fixContext, f *fault) *fix {
	failure := s.failures.of(f)
	if failure == nil || f.End-f.Offset != len(f.Got) { // or shown in part only
		return nil
	}
	switch s.doc.Nodes[failure.Node].Kind() {
	case jsontape.String:
		text := s.doc.String(failure.Node)
		if strings.TrimSpace(text) == text && isWanted(failure, text) {
			return replacing(f, text, true)
		}
	case jsontape.Integer, jsontape.Number, jsontape.True, jsontape.False:
		if !slices.Contains(failure.Types(), "string") {
			return nil
		}
		if fits, _ := failure.AsText(s.source.written(f.Offset, f.End)); fits {
			return replacing(f, `"`+f.Got+`"`, true)
		}
	}
	return nil
}

// isWanted reports whether a text is that of a number or boolean, and one is wanted.
func isWanted(failure *program.Failure, text string) bool {
	var inner jsontape.Tape
	if !inner.Parse([]byte(text), jsontape.Limits{Depth: 1}) {
		return false
	}
	switch inner.Nodes[0].Kind() {
	case jsontape.Integer:
		return slices.Contains(failure.Types(), "number") || slices.Contains(failure.Types(), "integer")
	case jsontape.Number:
		return slices.Contains(failure.Types(), "number")
	case jsontape.True, jsontape.False:
		return slices.Contains(failure.Types(), "boolean")
	}
	return false
}

// A date-time lacks what can be known where only its punctuation is wrong.
var (
	spacedDateTime = lazyregexp.New(`^(\d{4}-\d\d-\d\d) +(\d\d:\d\d:\d\d(?:[.,]\d+)?) *([Zz]|[-+][\d:]+)$`)
	looseOffset    = lazyregexp.New(`([-+]\d\d)(\d\d)?$`)
)

// proposeDateTime is for a date-time with a space for its T, or with an offset
// that lacks its colon or its minutes.
func proposeDateTime(_ *fixContext, f *fault) *fix {
	var text string
	if f.Expected != "date-time" || json.Unmarshal([]byte(f.Got), &text) != nil {
		return nil
	}
	mended := spacedDateTime().ReplaceAllString(text, "${1}T${2}${3}")
	if match := looseOffset().FindStringSubmatch(mended); match != nil && strings.Contains(mended, ":") {
		minutes := match[2]
		if minutes == "" {
			minutes = "00"
		}
		mended = mended[:len(mended)-len(match[0])] + match[1] + ":" + minutes
	}
	if mended == text {
		return nil
	}
	return replacing(f, syntax.Quote(mended), true)
}
