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
		w.sayWord(formTheNull)
	case jsontape.True, jsontape.False:
		w.sayWord(formABoolean)
	case jsontape.Integer:
		w.sayWord(formAnInteger)
	case jsontape.Number:
		w.sayWord(formANumber)
	case jsontape.String:
		w.sayForm(formAString, number(inCount, w.doc.Length(node)))
	case jsontape.Array:
		w.sayForm(formAnArray, number(inCount, w.doc.Count(node)))
	default:
		w.sayForm(formAnObject, number(inCount, w.doc.Count(node)))
	}
	return w.since(from)
}
