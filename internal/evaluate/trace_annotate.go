package evaluate

import (
	"slices"
	"strconv"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file collects annotations: of keywords whose value is one, and of those that annotate
// with the properties and items that they are for.

// applies notes for which property or item a keyword of the schema is.
func (v *visit) applies(doc *jsontape.Tape, s step) {
	if s.edge.Keyword == "unevaluatedItems" {
		v.rest = true
	}
	if s.move != toProperty {
		return
	}
	at := slices.Index(nameKeywords[:], s.edge.Keyword)
	if at < 0 || at == 1 && v.lastKey == s.key {
		return // another pattern has matched the name
	}
	if at == 1 {
		v.lastKey = s.key
	}
	v.names[at] = appendElement(v.names[at], doc.Raw(s.key))
}

func appendElement(list, element []byte) []byte {
	if len(list) > 0 {
		list = append(list, ',')
	}
	return append(list, element...)
}

// annotate collects the annotations of a schema.
func (t *tracer) annotate(v *visit) {
	if t.muted > 0 || v.endless {
		return
	}
	kind := t.doc.Nodes[v.i].Kind()
	if v.node != nil && kind == jsontape.Object {
		t.annotateNames(v)
	}
	if v.node != nil && kind == jsontape.Array {
		t.annotateItems(v)
	}
	tape := v.outline.place.Tape()
	for _, w := range v.outline.words {
		if w.annotates && (!w.ofStrings || kind == jsontape.String) {
			t.annotateWith(v, w.name, tape.Raw(w.value))
		}
	}
}

// annotateNames annotates with names, of which there may be none.
func (t *tracer) annotateNames(v *visit) {
	for at, keyword := range nameKeywords {
		if v.outline.has(keyword) && (v.node.Object != nil || keyword == "unevaluatedProperties") {
			t.annotateWith(v, keyword, list(v.names[at]))
		}
	}
}

// annotateItems annotates with the largest index that a keyword is for, or with true if it is
// for all that are left (Core 2020-12, section 10.3.1 and 11.2); contains annotates with the
// indices of the items that match, since 2020-12 (section 10.3.1.3).
func (t *tracer) annotateItems(v *visit) {
	if rule := v.node.Array; rule != nil {
		count := t.doc.Count(v.i)
		if prefix := min(len(rule.Prefix), count); prefix == count && count > 0 {
			t.annotateWith(v, rule.Prefix[0].Keyword, []byte("true"))
		} else if prefix > 0 {
			t.annotateWith(v, rule.Prefix[0].Keyword, strconv.AppendInt(nil, int64(prefix-1), 10))
		}
		if rule.Items != nil && count > len(rule.Prefix) {
			t.annotateWith(v, rule.Items.Keyword, []byte("true"))
		}
		if rule.Contains != nil && rule.ContainsEvaluates {
			t.annotateWith(v, "contains", list(v.contained))
		}
	}
	if v.rest {
		t.annotateWith(v, "unevaluatedItems", []byte("true"))
	}
}

// list is a JSON array of elements that are separated by commas.
func list(elements []byte) []byte { return append(append([]byte{'['}, elements...), ']') }

// annotateWith gives a keyword its annotation.
func (t *tracer) annotateWith(v *visit, keyword string, value []byte) {
	t.budget -= len(value)
	t.keyword(v, keyword).Annotation = value
}
