package message

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file words failures as the keyword errorMessage of a schema says, which the package
// ajv-errors defines (https://ajv.js.org/packages/ajv-errors.html).

// An origin is what a message was taken from: a string of a schema, for an instance. Several
// failures with the same origin are one message.
type origin struct {
	schema *jsontape.Tape
	text   uint32
	base   string // pointer to the instance of the schema
}

// wordBySchema replaces the text of a message if a schema has one for the failure. The innermost
// schema takes precedence.
func (w *Writer) wordBySchema(m *message, f *evaluate.Failure) {
	for at := range f.Enclosing(w.doc) {
		tape := at.Place.Tape()
		value, ok := resource.Property(tape, at.Place.Node, "errorMessage")
		if !ok {
			continue
		}
		chosen, ok := choose(tape, value, &at, f)
		if !ok {
			continue
		}
		base := string(at.AppendPointer(nil, w.doc))
		m.origin = &origin{tape, chosen, base}
		from := len(w.text)
		w.sayTemplate(tape.String(chosen), base)
		m.message = w.since(from)
		return
	}
}

// choose returns the message that an errorMessage has for a failure.
func choose(tape *jsontape.Tape, value uint32, at *evaluate.Enclosing, f *evaluate.Failure) (uint32, bool) {
	if tape.Nodes[value].Kind() == jsontape.String {
		return value, true
	}
	if at.Keyword != "" {
		if entry, ok := resource.Property(tape, value, reported(at.Keyword)); ok {
			if text, ok := messageIn(tape, entry, f.Name); ok {
				return text, true
			}
		}
	}
	if at.InProperty {
		if entry, ok := resource.Property(tape, value, "properties"); ok {
			if text, ok := messageIn(tape, entry, at.Property); ok {
				return text, true
			}
		}
	}
	if entry, ok := resource.Property(tape, value, "items"); ok && at.InItem {
		if item, ok := itemOf(tape, entry, at.Index); ok {
			return messageIn(tape, item, "")
		}
	}
	entry, ok := resource.Property(tape, value, "_")
	if !ok {
		return 0, false
	}
	return messageIn(tape, entry, "")
}

// reported returns the keyword that is said to fail if a schema fails that it applies.
func reported(keyword string) string {
	if keyword == "then" || keyword == "else" {
		return "if"
	}
	return keyword
}

// messageIn returns a message, or the one for a name if there are several.
func messageIn(tape *jsontape.Tape, entry uint32, name string) (uint32, bool) {
	if tape.Nodes[entry].Kind() == jsontape.Object {
		var ok bool
		if entry, ok = resource.Property(tape, entry, name); !ok {
			return 0, false
		}
	}
	return entry, tape.Nodes[entry].Kind() == jsontape.String
}

// itemOf returns an item of an array.
func itemOf(tape *jsontape.Tape, list uint32, index int) (uint32, bool) {
	if tape.Nodes[list].Kind() != jsontape.Array {
		return 0, false
	}
	for item, end := list+1, tape.Nodes[list].Next; item < end; item = tape.Nodes[item].Next {
		if index == 0 {
			return item, true
		}
		index--
	}
	return 0, false
}

// mostPlaceholders bounds how many placeholders of a message are replaced: each is searched for in
// the payload.
const mostPlaceholders = 16

// sayTemplate writes a message of a schema, at most mostSaid bytes of it. ${POINTER} is the value at
// a JSON Pointer, or at a relative one from the instance at base.
func (w *Writer) sayTemplate(text, base string) {
	if len(text) > mostSaid {
		text = text[:mostSaid-len("…")] + "…"
	}
	for range mostPlaceholders {
		before, rest, found := strings.Cut(text, "${")
		pointer, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			break
		}
		w.sayLine(before)
		if !w.sayAt(pointer, base) {
			w.sayLine("${" + pointer + "}")
		}
		text = after
	}
	w.sayLine(text)
}

// sayAt writes the value, name or index that a pointer leads to. It reports whether it is a
// pointer.
func (w *Writer) sayAt(pointer, base string) bool {
	if pointer != "" && pointer[0] != '/' {
		digits := strings.TrimLeft(pointer, "0123456789")
		up, err := strconv.Atoi(pointer[:len(pointer)-len(digits)])
		if err != nil || digits != "" && digits != "#" && digits[0] != '/' {
			return false
		}
		for ; up > 0 && base != ""; up-- {
			base = base[:strings.LastIndexByte(base, '/')]
		}
		if up > 0 {
			w.say(nothing)
			return true
		}
		if digits == "#" {
			w.sayToken(base)
			return true
		}
		pointer = base + digits
	}
	if node, ok := w.find(pointer); ok {
		w.showValue(node)
	} else {
		w.say(nothing)
	}
	return true
}

// nothing is written for a value that does not exist.
const nothing = "undefined"

// sayToken writes the name or index of the value at a pointer.
func (w *Writer) sayToken(pointer string) {
	slash := strings.LastIndexByte(pointer, '/')
	if slash < 0 {
		w.say(nothing)
		return
	}
	parent, _ := w.find(pointer[:slash])
	token := jsontape.UnescapeToken(pointer[slash+1:])
	if w.doc.Nodes[parent].Kind() == jsontape.Array {
		w.say(token)
		return
	}
	w.quote(token)
}

// find returns the node at a pointer.
func (w *Writer) find(pointer string) (node uint32, ok bool) {
	for pointer != "" {
		var token string
		token, pointer, ok = strings.Cut(pointer[1:], "/")
		if ok {
			pointer = "/" + pointer
		}
		token = jsontape.UnescapeToken(token)
		switch w.doc.Nodes[node].Kind() {
		case jsontape.Object:
			node, ok = resource.Property(w.doc, node, token)
		case jsontape.Array:
			index, err := strconv.Atoi(token)
			if ok = err == nil && index >= 0 && strconv.Itoa(index) == token; ok {
				node, ok = itemOf(w.doc, node, index)
			}
		default:
			ok = false
		}
		if !ok {
			return 0, false
		}
	}
	return node, true
}

// oneOfEach drops all but the first message of the same origin.
func (w *Writer) oneOfEach(order []int) []int {
	seen := make(map[origin]bool)
	return slices.DeleteFunc(order, func(k int) bool {
		from := w.messages[k].origin
		if from == nil {
			return false
		}
		again := seen[*from]
		seen[*from] = true
		return again
	})
}
