package program

import (
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/nearest"
)

// A List is what a schema gives to choose from. It is shared, and not to be changed.
type List struct {
	Texts []string

	near            atomic.Pointer[nearest.Names]
	listed, encoded atomic.Pointer[string]
}

// Nearest is what was most likely meant by what was written, if that is one of the list. It
// is not looked for in a very long list, or for a very long text, which bounds what a payload
// full of unknown names costs.
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

// Listed is the list as write writes it, which is called once.
func (l *List) Listed(write func(texts []string) string) string { return l.written(&l.listed, write) }

// Encoded is Listed for another form of the list.
func (l *List) Encoded(write func(texts []string) string) string { return l.written(&l.encoded, write) }

func (l *List) written(kept *atomic.Pointer[string], write func(texts []string) string) string {
	if known := kept.Load(); known != nil {
		return *known
	}
	text := write(l.Texts)
	kept.Store(&text)
	return text
}

// constants are the values of enum or const, in JSON. They are written when they are first
// asked for, and kept.
func (n *node) constants() *List {
	rule := n.values
	if known := rule.written.Load(); known != nil {
		return known
	}
	values := &List{Texts: make([]string, len(rule.list))}
	for k, value := range rule.list {
		values.Texts[k] = string(rule.tape.Raw(value))
	}
	rule.written.Store(values)
	return values
}
