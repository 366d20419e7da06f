package evaluate

import (
	"slices"
	"strconv"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file collects annotations: of keywords whose value is the annotation, and of keywords whose
// annotation is the properties or items that they apply to.

// applies records that a keyword of the schema applies to a property or item.
func (v *visit) applies(doc *jsontape.Tape, s step) {
	if s.edge.Keyword == "unevaluatedItems" {
		v.rest = true
	}
	if s.move != toProperty {
		return
	}
	at := slices.Index(nameKeywords[:], s.edge.Keyword)
	if at < 0 || at == 1 && v.lastKey == s.at {
		return // another pattern has matched the name
	}
	if at == 1 {
		v.lastKey = s.at
	}
	v.names[at] = appendElement(v.names[at], doc.Raw(s.at))
}

func appendElement(list, element []byte) []byte {
	if len(list) > 0 {
		list = append(list, ',')
	}
	return append(list, element...)
}

// annotateAll collects the annotations of a schema.
func (t *tracer) annotateAll(v *visit) {
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

// annotateNames adds the annotations that are lists of names, which may be empty.
func (t *tracer) annotateNames(v *visit) {
	for at, keyword := range nameKeywords {
		if v.outline.has(keyword) && (v.node.Object != nil || keyword == "unevaluatedProperties") {
			t.annotateWith(v, keyword, list(v.names[at]))
		}
	}
}

// annotateItems adds the annotations of array keywords: the largest index that the keyword applies
// to, or true if it applies to all remaining items (Core 2020-12, section 10.3.1 and 11.2). For
// contains it is the indices of the matching items, since 2020-12 (section 10.3.1.3).
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

// annotate adds the annotation of a custom keyword.
func (t *tracer) annotate(keyword string, value []byte) {
	if v := t.top(); t.muted == 0 && v.outline != nil {
		t.annotateWith(v, keyword, value)
	}
}

// list returns a JSON array of elements that are separated by commas.
func list(elements []byte) []byte { return append(append([]byte{'['}, elements...), ']') }

// annotateWith sets the annotation of a keyword.
func (t *tracer) annotateWith(v *visit, keyword string, value []byte) {
	t.budget -= len(value)
	t.keyword(v, keyword).Annotation = value
}
