package message

import (
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/evaluate"
)

// This file formats failures about the items of an array.

// wordEqualItems writes the message for an array with two equal items.
func (w *Writer) wordEqualItems(f *evaluate.Failure) {
	w.sayForm(formUniqueItems, number(inFirst, f.First), number(inSecond, f.Second))
	w.causedBy(f.Equal)
}

// wordAdditionalItem writes the message for an item that the schema does not allow, because of its
// index or because it is unevaluated.
func (w *Writer) wordAdditionalItem(m *message, f *evaluate.Failure) {
	limit := f.Limit()
	if f.Keyword == "unevaluatedItems" || limit == "" {
		w.sayWord(formAdditionalItem)
		return
	}
	w.expectForm(m, formMaxItems, text(inLimit, limit))
	w.sayForm(formAdditionalItemAfter, text(inLimit, limit))
}

func (w *Writer) wordContains(m *message, f *evaluate.Failure) {
	least, most := f.Contains()
	expected, message, limit := formContainsLeast, formContainsFew, least
	switch f.Keyword {
	case "contains":
		limit = 1
	case "maxContains":
		expected, message, limit = formContainsMost, formContainsMany, most
	}
	if f.Count == 0 {
		message = formContainsNone
	}
	w.expectForm(m, expected, number(inLimit, limit))
	w.sayForm(message, number(inCount, f.Count), number(inLimit, limit))
	for k := range f.Branches {
		why := &f.Branches[k]
		at := pointerText(inFirst, string(why.AppendPointer(nil, w.doc)))
		if k == 0 {
			w.sayForm(formContainsNearest, at)
		} else {
			w.sayWord(formNextReason)
			w.sayForm(formReasonAt, at)
		}
		w.messageOf(why)
		w.causedBy(why.Node)
	}
	if f.Matching != nil {
		w.sayForm(formContainsItems, text(inNames, w.listIndices(f.Matching)))
	}
}

// listIndices formats the indices of items.
func (w *Writer) listIndices(items []int) string {
	texts := make([]string, len(items))
	for k, item := range items {
		texts[k] = strconv.Itoa(item)
	}
	return strings.Join(texts, w.words(formComma))
}
