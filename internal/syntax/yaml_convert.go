package syntax

import (
	"bytes"
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// From the nodes of a YAML document to JSON, and the way back.

// A converter writes one document as JSON.
type converter struct {
	source   []byte
	places   *places
	out      bytes.Buffer
	segments []segment
	anchors  map[string]ast.Node
	open     []string // the anchors that are being written
	last     int      // where the last token ends
}

// emit writes JSON that stands for the bytes [start, end) of the source.
func (c *converter) emit(json string, start, end int) {
	c.segments = append(c.segments, segment{json: c.out.Len(), start: start, end: end})
	c.out.WriteString(json)
	c.last = end
}

func (c *converter) fail(node ast.Node, format string, args ...any) error {
	return &Error{Offset: c.start(node), Message: fmt.Sprintf(format, args...)}
}

// node writes any node.
func (c *converter) node(node ast.Node, depth int) error {
	if depth > maxYAMLDepth {
		return c.fail(node, "nested deeper than %d levels", maxYAMLDepth)
	}
	if c.out.Len() > maxYAMLAllowance+maxYAMLGrowth*len(c.source) {
		return c.fail(node, "the aliases of this document expand to more than %d times its size", maxYAMLGrowth)
	}
	switch n := node.(type) {
	case nil:
		c.emit("null", c.last, c.last)
		return nil
	case *ast.MappingNode:
		return c.mapping(n, n.Values, depth)
	case *ast.MappingValueNode:
		return c.mapping(n, []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		return c.sequence(n, depth)
	case *ast.AnchorNode:
		return c.anchor(n, depth)
	case *ast.AliasNode:
		return c.alias(n, depth)
	case *ast.TagNode:
		return c.tagged(n, depth)
	case *ast.DocumentNode:
		return c.node(n.Body, depth)
	case *ast.MappingKeyNode:
		return c.node(n.Value, depth)
	}
	return c.scalar(node)
}

func (c *converter) mapping(node ast.Node, values []*ast.MappingValueNode, depth int) error {
	start := c.last
	if len(values) > 0 {
		start = c.start(values[0].Key)
	}
	if m, ok := node.(*ast.MappingNode); ok && m.IsFlowStyle {
		start = c.position(m.Start)
	}
	members, err := c.members(values, depth)
	if err != nil {
		return err
	}
	c.emit("{", start, start)
	for i, m := range members {
		if i > 0 {
			c.emit(",", c.last, c.last)
		}
		if err := c.key(m.Key); err != nil {
			return err
		}
		c.emit(":", c.last, c.last)
		if err := c.node(m.Value, depth+1); err != nil {
			return err
		}
	}
	c.emit("}", c.last, max(c.last, c.end(node)))
	return nil
}

// members gives the members of a mapping, with those that a merge key ("<<")
// brings in and that the mapping does not have itself.
func (c *converter) members(values []*ast.MappingValueNode, depth int) ([]*ast.MappingValueNode, error) {
	if depth > maxYAMLDepth {
		return nil, c.fail(values[0], "nested deeper than %d levels", maxYAMLDepth)
	}
	var own, merged []*ast.MappingValueNode
	have := make(map[string]bool)
	for _, value := range values {
		if value.Key.IsMergeKey() {
			continue
		}
		have[scalarText(c.bare(value.Key))] = true
		own = append(own, value)
	}
	for _, value := range values {
		if !value.Key.IsMergeKey() {
			continue
		}
		sources, err := c.mergeSources(value.Value, depth)
		if err != nil {
			return nil, err
		}
		for _, m := range sources {
			if name := scalarText(c.bare(m.Key)); !have[name] {
				have[name] = true
				merged = append(merged, m)
			}
		}
	}
	return append(own, merged...), nil
}

// mergeSources gives the members of what a merge key names: a mapping, an alias
// of one, or a sequence of these.
func (c *converter) mergeSources(node ast.Node, depth int) ([]*ast.MappingValueNode, error) {
	switch n := node.(type) {
	case *ast.AliasNode:
		target, ok := c.anchors[n.Value.GetToken().Value]
		if !ok || depth > maxYAMLDepth {
			return nil, c.fail(n, "no anchor &%s comes before this alias", n.Value.GetToken().Value)
		}
		return c.mergeSources(target, depth+1)
	case *ast.AnchorNode:
		c.anchors[n.Name.GetToken().Value] = n.Value
		return c.mergeSources(n.Value, depth+1)
	case *ast.MappingNode:
		return c.members(n.Values, depth+1)
	case *ast.MappingValueNode:
		return c.members([]*ast.MappingValueNode{n}, depth+1)
	case *ast.SequenceNode:
		var all []*ast.MappingValueNode
		for _, item := range n.Values {
			members, err := c.mergeSources(item, depth+1)
			if err != nil {
				return nil, err
			}
			all = append(all, members...)
		}
		return all, nil
	}
	return nil, c.fail(node, "a merge key takes a mapping or an alias of one")
}

// key writes the name of a member. A scalar that is no string becomes the text
// it is written with.
func (c *converter) key(node ast.MapKeyNode) error {
	inner := c.bare(node)
	switch inner.(type) {
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode, *ast.AliasNode, nil:
		return c.fail(node, "a key that is not a scalar cannot be written in JSON")
	}
	start, end := c.start(inner), c.end(inner)
	if alias, ok := node.(*ast.AliasNode); ok {
		start = c.start(alias)
		end = start + 1 + len(alias.Value.GetToken().Value)
	}
	c.emit(Quote(scalarText(inner)), start, end)
	return nil
}

// bare is a key without its anchor and its tag, and what an alias stands for.
func (c *converter) bare(node ast.Node) ast.Node {
	for range maxYAMLDepth {
		switch n := node.(type) {
		case *ast.MappingKeyNode:
			node = n.Value
		case *ast.AnchorNode:
			c.anchors[n.Name.GetToken().Value] = n.Value
			node = n.Value
		case *ast.TagNode:
			node = n.Value
		case *ast.AliasNode:
			target, ok := c.anchors[n.Value.GetToken().Value]
			if !ok {
				return n
			}
			node = target
		default:
			return node
		}
	}
	return node
}

func (c *converter) sequence(n *ast.SequenceNode, depth int) error {
	start := c.position(n.Start)
	c.emit("[", start, start+1)
	for i, item := range n.Values {
		if i > 0 {
			c.emit(",", c.last, c.last)
		}
		if err := c.node(item, depth+1); err != nil {
			return err
		}
	}
	c.emit("]", c.last, max(c.last, c.end(n)))
	return nil
}

func (c *converter) anchor(n *ast.AnchorNode, depth int) error {
	name := n.Name.GetToken().Value
	c.anchors[name] = n.Value
	c.open = append(c.open, name)
	defer func() { c.open = c.open[:len(c.open)-1] }()
	return c.node(n.Value, depth+1)
}

// alias writes what the anchor of that name stands for. All of it has the place
// of the alias: that is where it was written.
func (c *converter) alias(n *ast.AliasNode, depth int) error {
	name := n.Value.GetToken().Value
	target, ok := c.anchors[name]
	if !ok {
		return c.fail(n, "no anchor &%s comes before this alias", name)
	}
	for _, open := range c.open {
		if open == name {
			return c.fail(n, "the alias *%s is a part of what it stands for", name)
		}
	}
	start := c.start(n)
	end := start + 1 + len(name)
	json, segments := c.out.Len(), len(c.segments)
	c.open = append(c.open, name)
	err := c.node(target, depth+1)
	c.open = c.open[:len(c.open)-1]
	c.segments = append(c.segments[:segments], segment{json: json, start: start, end: end})
	c.last = end
	return err
}

// position is where a token begins in the source.
func (c *converter) position(t *token.Token) int {
	if t == nil || t.Position == nil {
		return c.last
	}
	return c.places.of(t)
}

// start is where a node begins. The parser knows a mapping by its first colon.
func (c *converter) start(node ast.Node) int {
	switch n := node.(type) {
	case nil:
		return c.last
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return c.start(n.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return c.start(n.Key)
	}
	return c.position(node.GetToken())
}

// end is where a node ends, as far as its first token tells.
func (c *converter) end(node ast.Node) int {
	switch n := node.(type) {
	case *ast.MappingNode:
		if n.IsFlowStyle && n.End != nil {
			return c.position(n.End) + 1
		}
		return c.last
	case *ast.SequenceNode:
		if n.IsFlowStyle && n.End != nil {
			return c.position(n.End) + 1
		}
		return c.last
	case *ast.MappingValueNode:
		return c.last
	}
	start := c.start(node)
	t := node.GetToken()
	if t == nil || start >= len(c.source) {
		return start
	}
	rest := c.source[start:]
	switch t.Type {
	case token.DoubleQuoteType:
		return skipString(c.source, start)
	case token.SingleQuoteType:
		return start + singleQuoted(rest)
	}
	if bytes.HasPrefix(rest, []byte(t.Value)) {
		return start + len(t.Value)
	}
	if n := bytes.IndexAny(rest, "\r\n"); n >= 0 {
		rest = rest[:n]
	}
	return start + len(bytes.TrimRight(rest, " \t"))
}
