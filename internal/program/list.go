package program

import (
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/nearest"
)

// A List has the values or names that a schema allows. It is shared and must not be modified.
type List struct {
	Texts []string

	near            atomic.Pointer[nearest.Names]
	listed, encoded atomic.Pointer[string]
}

// Nearest returns the text of the list that is most similar to written, if any is similar. It does
// not search a very long list, or for a very long text, which bounds the cost of a payload full of
// unknown names.
func (l *List) Nearest(written string) (near string, ok bool) {
	const most, longest = 1000, 256
	if len(l.Texts) > most || len(written) > longest {
		return "", false
	}
	names := l.near.Load()
	if names == nil {
		names = nearest.Prepare(l.Texts)
		l.near.Store(names)
	}
	return names.Nearest(written)
}

// Listed returns the result of write for the list. It is cached, and write is called only once.
func (l *List) Listed(write func(texts []string) string) string { return l.written(&l.listed, write) }

// Encoded is Listed for a second form of the list, cached separately.
func (l *List) Encoded(write func(texts []string) string) string { return l.written(&l.encoded, write) }

func (l *List) written(kept *atomic.Pointer[string], write func(texts []string) string) string {
	if known := kept.Load(); known != nil {
		return *known
	}
	text := write(l.Texts)
	kept.Store(&text)
	return text
}

// Constants returns the values of enum or const, as JSON. The list is built once.
func (n *Node) Constants() *List {
	rule := n.Values
	if known := rule.written.Load(); known != nil {
		return known
	}
	values := &List{Texts: make([]string, len(rule.List))}
	for k, value := range rule.List {
		values.Texts[k] = string(rule.Tape.Raw(value))
	}
	rule.written.Store(values)
	return values
}

// PropertyNames returns the properties that are listed by the schema, or by schemas that it may apply
// to the same instance. The list is built once.
func (n *Node) PropertyNames() *List {
	if known := n.listed.Load(); known != nil {
		return known
	}
	names := new(List)
	seen := map[*Node]bool{}
	var collect func(n *Node)
	collect = func(n *Node) {
		if seen[n] {
			return
		}
		seen[n] = true
		if n.Object != nil {
			for k := range n.Object.Members {
				if n.Object.Members[k].Node != nil {
					names.Texts = append(names.Texts, n.Object.Names.Texts[k])
				}
			}
		}
		n.Alternatives(func(e *Edge) { collect(e.Node) })
	}
	collect(n)
	n.listed.Store(names)
	return names
}
