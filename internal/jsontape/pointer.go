package jsontape

import (
	"strconv"
	"strings"
)

var tokenEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// EscapeToken returns a property name as a reference token (RFC 6901, section 3).
func EscapeToken(name string) string {
	if isToken(name) {
		return name
	}
	return tokenEscaper.Replace(name)
}

// isToken reports whether a name is its own reference token.
func isToken[T string | []byte](name T) bool {
	for k := range len(name) {
		if name[k] == '~' || name[k] == '/' {
			return false
		}
	}
	return true
}

// UnescapeToken returns the property name of a reference token.
func UnescapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}

// AppendToken appends a slash and the name of a Key as a reference token.
func (d *Tape) AppendToken(dst []byte, key uint32) []byte {
	n := &d.Nodes[key]
	if !n.Escaped() {
		if written := d.Text[n.Start : n.End-1]; isToken(written) {
			from := len(dst)
			dst = append(dst, written...)
			dst[from] = '/' // instead of the quote
			return dst
		}
	}
	return append(append(dst, '/'), EscapeToken(d.String(key))...)
}

// Pointer returns the JSON Pointer (RFC 6901) to a node. That to a Key is that to its value.
func (d *Tape) Pointer(node uint32) string { return d.PointerFrom(0, node) }

// PointerFrom returns the JSON Pointer from one node to another below it.
func (d *Tape) PointerFrom(from, to uint32) string {
	t := Trail{d: d, from: from}
	return t.Seek(to)
}

// A Trail returns pointers to nodes in ascending order, in one pass over the tape. The text may
// be incomplete: an array or object that is not closed then contains all that follows it.
type Trail struct {
	d    *Tape
	from uint32
	open []opened
}

// opened is an array or object that contains the node, and the child that does.
type opened struct {
	node  uint32
	child uint32 // its item or its Key
	index int    // of the child
}

// Trail returns a trail at the root.
func (d *Tape) Trail() *Trail { return &Trail{d: d} }

// Seek moves to the node and returns the pointer to it.
func (t *Trail) Seek(to uint32) string { return string(t.Append(nil, to)) }

// Append moves to the node and appends the pointer to it.
func (t *Trail) Append(dst []byte, to uint32) []byte {
	d := t.d
	for len(t.open) > 0 && to >= d.end(t.open[len(t.open)-1].node) {
		t.open = t.open[:len(t.open)-1]
	}
	if to == t.from {
		return dst
	}
	if len(t.open) == 0 {
		t.open = append(t.open, opened{t.from, t.from + 1, 0})
	}
	for {
		in := &t.open[len(t.open)-1]
		for d.after(in.child) <= to {
			in.child = d.after(in.child)
			in.index++
		}
		value := in.child
		if d.Nodes[value].Kind() == Key {
			value++
		}
		if to <= value {
			return t.appendPointer(dst)
		}
		t.open = append(t.open, opened{value, value + 1, 0})
	}
}

func (t *Trail) appendPointer(dst []byte) []byte {
	for _, in := range t.open {
		if t.d.Nodes[in.node].Kind() == Object {
			dst = t.d.AppendToken(dst, in.child)
		} else {
			dst = strconv.AppendInt(append(dst, '/'), int64(in.index), 10)
		}
	}
	return dst
}

// after returns the node after an item, or after a property with its value.
func (d *Tape) after(child uint32) uint32 {
	if d.Nodes[child].Kind() == Key {
		child++
	}
	return d.end(child)
}

// end returns the node after a value and all that it contains.
func (d *Tape) end(value uint32) uint32 {
	if next := d.Nodes[value].Next; next != 0 {
		return next
	}
	return uint32(len(d.Nodes)) // it is not closed
}
