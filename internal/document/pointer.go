package document

import (
	"strconv"
	"strings"
)

var tokenEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// EscapeToken writes a property name as a reference token (RFC 6901, section 3).
func EscapeToken(name string) string {
	if !strings.ContainsAny(name, "~/") {
		return name
	}
	return tokenEscaper.Replace(name)
}

// Pointer is the JSON Pointer (RFC 6901) to a node. A Key stands for its property.
func (d *Document) Pointer(node uint32) string { return d.PointerFrom(0, node) }

// PointerFrom is the JSON Pointer from one node to another below it.
func (d *Document) PointerFrom(from, to uint32) string {
	var b strings.Builder
	for from != to {
		inObject := d.Nodes[from].Kind() == Object
		child, item := from+1, 0
		for d.after(child) <= to {
			child = d.after(child)
			item++
		}
		b.WriteByte('/')
		if !inObject {
			b.WriteString(strconv.Itoa(item))
			from = child
			continue
		}
		b.WriteString(EscapeToken(d.String(child)))
		if child == to {
			break
		}
		from = child + 1
	}
	return b.String()
}

// after is the node after an item, or after a property: its name and its value.
func (d *Document) after(child uint32) uint32 {
	if d.Nodes[child].Kind() == Key {
		child++
	}
	return d.Nodes[child].Next
}
