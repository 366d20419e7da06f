package lint

import (
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// What the linter reads off the tape of a payload that something is wrong with.

// A key is a name of an object, with where it is written.
type key struct {
	name       string
	start, end int
}

// topKeys reads the names of the payload's own object; none where it is no
// object or cannot be read.
func topKeys(doc *jsontape.Tape) []key {
	if !doc.Readable() || len(doc.Nodes) == 0 || doc.Nodes[0].Kind() != jsontape.Object {
		return nil
	}
	var keys []key
	for i := uint32(1); i < doc.Nodes[0].Next; i = doc.Nodes[i+1].Next {
		name := string(doc.AppendText(nil, i))
		keys = append(keys, key{name: name, start: int(doc.Nodes[i].Start), end: int(doc.Nodes[i].End)})
	}
	return keys
}

// A walker goes over the values of a tape in order and knows where it is.
type walker struct {
	doc  *jsontape.Tape
	open []step // the arrays and objects around the value
}

// A step is an array or object on the way to a value, and which of its children
// lies on that way: a key, or an index.
type step struct {
	node, key uint32
	index     int
}

// walk calls visit for every value.
func walk(doc *jsontape.Tape, visit func(w *walker, value uint32)) {
	w := walker{doc: doc}
	for i := range uint32(len(doc.Nodes)) {
		for len(w.open) > 0 && i >= doc.Nodes[w.open[len(w.open)-1].node].Next {
			w.open = w.open[:len(w.open)-1]
		}
		kind := doc.Nodes[i].Kind()
		if len(w.open) > 0 {
			top := &w.open[len(w.open)-1]
			if kind == jsontape.Key {
				top.key = i
				continue
			}
			top.index++
		}
		visit(&w, i)
		if kind == jsontape.Array || kind == jsontape.Object {
			w.open = append(w.open, step{node: i, index: -1})
		}
	}
}

// pointer is the JSON Pointer of the value that is visited.
func (w *walker) pointer() string {
	var b strings.Builder
	for _, s := range w.open {
		b.WriteByte('/')
		if w.doc.Nodes[s.node].Kind() == jsontape.Object {
			b.WriteString(escapeToken(string(w.doc.AppendText(nil, s.key))))
		} else {
			b.WriteString(strconv.Itoa(s.index))
		}
	}
	return b.String()
}

func escapeToken(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}
