package message

import (
	"strconv"

	"github.com/verdict-lint/verdict/internal/evaluate"
)

// This file formats failures about the items of an array.

// wordEqualItems writes the message for an array with two equal items.
func (w *Writer) wordEqualItems(f *evaluate.Failure) {
	w.say("items ")
	w.sayInt(f.First)
	w.say(" and ")
	w.sayInt(f.Second)
	w.say(" are equal; items must be unique, remove one")
}

// wordAdditionalItem writes the message for an item that the schema does not allow, because of its
// index or because it is unevaluated.
func (w *Writer) wordAdditionalItem(m *message, f *evaluate.Failure) {
	limit := f.Limit()
	if f.Keyword == "unevaluatedItems" || limit == "" {
		w.say("this item is not allowed by the schema; remove it")
		return
	}
	w.expect(m, "at most ", limit, " ", plural(limit, "item"))
	w.say("too many items, at most ", limit, " allowed; remove this one")
}

func (w *Writer) wordContains(m *message, f *evaluate.Failure) {
	least, most := f.Contains()
	bound, limit, rest := "at least ", strconv.Itoa(least), " required"
	switch f.Keyword {
	case "contains":
		limit = "1"
	case "maxContains":
		bound, limit, rest = "at most ", strconv.Itoa(most), " allowed"
	}
	w.expect(m, bound, limit, " ", plural(limit, "item"), " matching \"contains\"")
	switch f.Count {
	case 0:
		w.say("no item matches ")
	case 1:
		w.say("1 item matches ")
	default:
		w.sayInt(f.Count)
		w.say(" items match ")
	}
	verb := " are"
	if limit == "1" {
		verb = " is"
	}
	w.say("\"contains\"; ", bound, limit, verb, rest)
}
