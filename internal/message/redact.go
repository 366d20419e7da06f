package message

import "github.com/verdict-lint/verdict/internal/jsontape"

// This file writes values of the payload, as they are written or, if they are redacted, by
// their type and length.

// hides reports whether a node is a value that is not shown.
func (w *Writer) hides(node uint32) bool {
	return w.Redact && w.doc.Nodes[node].Kind() != jsontape.Key
}

// clipValue writes a value as clip does.
func (w *Writer) clipValue(node uint32) span {
	if w.hides(node) {
		return w.showKind(node)
	}
	return w.clip(w.doc.Raw(node))
}

// showValue writes a value as show does.
func (w *Writer) showValue(node uint32) span {
	if w.hides(node) {
		return w.showKind(node)
	}
	return w.show(w.doc.Raw(node))
}

// showKind writes the type of a value, and how long it is: "a string of 12 characters".
func (w *Writer) showKind(node uint32) span {
	from := len(w.text)
	switch w.doc.Nodes[node].Kind() {
	case jsontape.Null:
		w.say("null")
	case jsontape.True, jsontape.False:
		w.say("a boolean")
	case jsontape.Integer:
		w.say("an integer")
	case jsontape.Number:
		w.say("a number")
	case jsontape.String:
		w.say("a string of ")
		w.sayCount(w.doc.Length(node), "character")
	case jsontape.Array:
		w.say("an array of ")
		w.sayCount(w.doc.Count(node), "item")
	default:
		w.say("an object of ")
		w.sayCount(w.doc.Count(node), "property")
	}
	return w.since(from)
}

// sayCount writes a number with its noun.
func (w *Writer) sayCount(n int, thing string) {
	from := len(w.text)
	w.sayInt(n)
	thing = plural(string(w.text[from:]), thing)
	w.say(" ", thing)
}
