package evaluate

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file determines which keywords of a schema have a unit, and which of them are annotations.

// An outline has what a trace needs to know about one schema: its location and keywords.
type outline struct {
	place     resource.Place
	location  string         // absolute
	words     []word         // in the order of the document
	index     map[string]int // into words, by name
	asserting []string       // the words that do more than annotate
}

// A word is a keyword of a schema.
type word struct {
	name      string
	piece     string // as a JSON Pointer
	value     uint32
	asserts   bool // it asserts something or applies schemas
	annotates bool // its value is an annotation
	ofStrings bool // it annotates only strings
}

// annotations are the keywords whose value is an annotation, with the draft that introduced each
// (Validation 2020-12, section 7 to 9). The content keywords annotate only strings.
var annotations = map[string]struct {
	since     resource.Draft
	ofStrings bool
}{
	"title":            {resource.OpenAPI30, false},
	"description":      {resource.OpenAPI30, false},
	"default":          {resource.OpenAPI30, false},
	"format":           {resource.OpenAPI30, false},
	"examples":         {resource.Draft6, false},
	"readOnly":         {resource.Draft7, false},
	"writeOnly":        {resource.Draft7, false},
	"contentEncoding":  {resource.Draft7, true},
	"contentMediaType": {resource.Draft7, true},
	"contentSchema":    {resource.Draft2019, true},
	"deprecated":       {resource.Draft2019, false},
}

func (t *tracer) outlineOf(place resource.Place) *outline {
	if o, ok := t.outlines[place]; ok {
		return o
	}
	o := &outline{place: place, location: place.Resource.URI + "#" + program.Fragment(place.Pointer()), index: make(map[string]int)}
	t.outlines[place] = o
	tape := place.Tape()
	if tape.Nodes[place.Node].Kind() != jsontape.Object {
		return o
	}
	keywords := program.ReadKeywords(place, t.custom)
	draft := place.Resource.Dialect.Draft
	alone := keywords.OnlyReference(draft)
	for key, end := place.Node+1, tape.Nodes[place.Node].Next; key < end; key = tape.Nodes[key+1].Next {
		w := word{name: tape.String(key), value: key + 1}
		w.piece = "/" + jsontape.EscapeToken(w.name)
		w.asserts = keywords.Asserts(w.name, w.value, draft)
		if rule, ok := annotations[w.name]; ok {
			w.annotates = draft >= rule.since
			w.ofStrings = rule.ofStrings
		} else {
			w.annotates = !w.asserts && draft >= resource.Draft2019 && !reserved(w.name)
		}
		w.annotates = w.annotates && !alone
		if w.name == "contentSchema" {
			_, ok := resource.Property(tape, place.Node, "contentMediaType")
			w.annotates = w.annotates && ok // without it, it is ignored (Validation, section 8.5)
		}
		if w.asserts || w.annotates {
			o.index[w.name] = len(o.words)
			o.words = append(o.words, w)
			if w.asserts {
				o.asserting = append(o.asserting, w.name)
			}
		}
	}
	return o
}

// reserved reports whether a keyword without assertion and annotation is defined by the
// specification. Since 2019-09, the values of unknown keywords are annotations (Core 2020-12, section
// 6.5).
func reserved(name string) bool {
	return strings.HasPrefix(name, "$") || name == "definitions"
}

// has reports whether the schema has the keyword and its dialect gives it a meaning.
func (o *outline) has(name string) bool {
	at, ok := o.index[name]
	return ok && o.words[at].asserts
}
