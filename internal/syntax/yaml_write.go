package syntax

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v4"
)

// This file writes the nodes of a YAML document as JSON, with the mapping to the source.

// A yamlWriter writes one document as JSON.
type yamlWriter struct {
	doc      *Document
	out      bytes.Buffer
	segments []segment
	last     int // end of the last token
	aliases  int // the number of aliases around the node
	shared   int // the number of nodes with aliases around it
	opaque   int // the number of nodes with tags of an application around it
}

// write reports errors in the aliases, merge keys and keys of a document, and writes it as JSON.
func (d *Document) write(root *yamlNode) {
	x := expander{limit: maxYAMLAllowance + maxYAMLGrowth*len(d.Source)}
	err := x.expand(root)
	d.Errors = append(d.Errors, x.errors...)
	if err != nil {
		d.Errors = append(d.Errors, *err)
		return
	}
	w := yamlWriter{doc: d}
	w.node(root)
	d.Text = Text{JSON: w.out.Bytes(), segments: w.segments}
}

// emit writes the JSON of the bytes [start, end) of the source.
func (w *yamlWriter) emit(json string, start, end int) {
	if w.aliases == 0 {
		w.segments = append(w.segments, segment{json: w.out.Len(), start: start, end: end})
	}
	w.out.WriteString(json)
	w.last = end
}

// token writes a scalar or key. It can be edited if its text in the source belongs to this value
// alone, and has no tag, anchor or the like.
func (w *yamlWriter) token(n *yamlNode, json string) {
	w.emit(json, n.start, n.end)
	if w.aliases == 0 {
		w.segments[len(w.segments)-1].locked = w.shared > 0 || n.shared || n.kind != yaml.ScalarNode ||
			strings.HasPrefix(n.tag, "!!") || n.tag == "!" || n.style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	}
}

// node writes any node.
func (w *yamlWriter) node(n *yamlNode) {
	if n.incomplete {
		w.doc.incomplete = append(w.doc.incomplete, w.out.Len())
	}
	if start := w.out.Len(); start > 0 && n.isOpaque() { // of the document itself, the schema says what it is
		w.opaque++
		defer func() {
			if w.opaque--; w.opaque == 0 {
				w.doc.opaque = append(w.doc.opaque, Range{start, w.out.Len()})
			}
		}()
	}
	if n.shared {
		w.shared++
		defer func() { w.shared-- }()
	}
	switch n.kind {
	case yaml.AliasNode:
		w.alias(n)
	case yaml.MappingNode:
		w.mapping(n)
	case yaml.SequenceNode:
		w.emit("[", n.start, n.start)
		for i, item := range n.content {
			if i > 0 {
				w.emit(",", w.last, w.last)
			}
			w.node(item)
		}
		w.emit("]", n.end, n.end)
	default:
		w.scalar(n)
	}
}

func (w *yamlWriter) mapping(n *yamlNode) {
	w.emit("{", n.start, n.start)
	first := true
	for i, m := range n.all() {
		if n.merged && i == n.own {
			w.shared++ // members that merge keys add
			defer func() { w.shared-- }()
		}
		name, ok := keyName(m.key)
		if !ok {
			continue // that is reported
		}
		if !first {
			w.emit(",", w.last, w.last)
		}
		first = false
		w.token(m.key, Quote(name))
		w.emit(":", w.last, w.last)
		w.node(m.value)
	}
	w.emit("}", n.end, n.end)
}

// alias writes the node of an anchor. All of it is mapped to the alias.
func (w *yamlWriter) alias(n *yamlNode) {
	w.token(n, "")
	w.aliases++
	w.node(n.target)
	w.aliases--
	w.last = n.end
}

// scalar writes a scalar.
func (w *yamlWriter) scalar(n *yamlNode) {
	start := w.out.Len()
	json, special := n.json()
	if special {
		w.doc.NotFinite = append(w.doc.NotFinite, NotFinite{Offset: start, Written: n.value, JSON: json})
	}
	if n.madeUp {
		w.doc.madeUp = append(w.doc.madeUp, Range{start, start + len(json)})
	}
	w.token(n, json)
}
