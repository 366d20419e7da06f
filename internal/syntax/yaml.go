package syntax

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// YAML 1.2 (https://yaml.org/spec/1.2.2/), with the core schema's idea of what
// is a number, a boolean or null. Timestamps are strings, as they are in JSON.

const (
	// maxYAMLDepth bounds how deep the collections of a document may be nested.
	maxYAMLDepth = 1000

	// maxYAMLGrowth bounds how much larger than its source a document may
	// become by its aliases, beyond a first allowance.
	maxYAMLGrowth    = 10
	maxYAMLAllowance = 1 << 20
)

// A Document is one document of a YAML stream.
type Document struct {
	// Source is the part of the stream that the document is written in. It
	// begins at byte Offset, after Lines lines.
	Source        []byte
	Offset, Lines int

	// Text is the document as JSON; its spans are ranges of Source. Err, where
	// it is set, says why there is none.
	Text Text
	Err  *Error

	// Schema is what a comment in the document, or before it, names its schema by.
	Schema string
}

// YAML turns every document of a stream into JSON. Documents without content
// are left out. A fault in one document does not keep the others from being
// read.
func YAML(stream []byte) []Document {
	var docs []Document
	schema := ""
	for _, doc := range splitYAML(stream) {
		if name := schemaComment(doc.Source); name != "" {
			schema = name
		}
		text, err := convertYAML(doc.Source)
		var fault *Error
		switch {
		case errors.As(err, &fault):
			doc.Err = fault
		case text == nil:
			continue
		default:
			doc.Text = *text
		}
		doc.Schema, schema = schema, ""
		docs = append(docs, doc)
	}
	return docs
}

// modeline is the comment that editors with yaml-language-server take a schema from
// (https://github.com/redhat-developer/yaml-language-server#using-inlined-schema).
var modeline = lazyregexp.New(`(?m)^#\s*yaml-language-server\s*:\s*\$schema=(\S+)`)

func schemaComment(source []byte) string {
	if !bytes.Contains(source, []byte("yaml-language-server")) {
		return ""
	}
	match := modeline().FindSubmatch(source)
	if match == nil {
		return ""
	}
	return string(match[1])
}

// splitYAML cuts a stream where its documents begin (section 9.2 of the
// specification: these marks cannot be part of any content). The parser could
// do that as well, but it loses what follows an empty document.
func splitYAML(stream []byte) []Document {
	var docs []Document
	first := len(stream) - len(bytes.TrimPrefix(stream, byteOrderMark))
	start, startLine := first, 0
	content, directives := false, false
	cut := func(end, line int) {
		if content {
			docs = append(docs, Document{Source: stream[start:end], Offset: start, Lines: startLine})
		}
		start, startLine = end, line
		content, directives = false, false
	}
	for at, line := first, 0; at < len(stream); line++ {
		end := len(stream)
		if n := bytes.IndexByte(stream[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		text := stream[at:end]
		switch {
		case isMark(text, "---"):
			if !directives || content { // directives belong to the document that follows
				cut(at, line)
			}
			content = true
		case isMark(text, "..."):
			cut(at, line)
			start, startLine = end, line+1
		case text[0] == '%' && !content:
			directives = true
		case len(bytes.TrimSpace(text)) > 0:
			content = true
		}
		at = end
	}
	cut(len(stream), 0)
	return docs
}

// byteOrderMark may stand before YAML (section 5.2 of the specification), and says nothing.
var byteOrderMark = []byte("\xEF\xBB\xBF")

// isMark reports whether a line is a document mark, with or without content
// behind it.
func isMark(line []byte, mark string) bool {
	rest, ok := bytes.CutPrefix(line, []byte(mark))
	return ok && (len(rest) == 0 || isSpace(rest[0]))
}

// convertYAML turns one document into JSON; nil stands for one without content.
func convertYAML(source []byte) (json *Text, err error) {
	defer func() {
		if failure := recover(); failure != nil {
			err = &Error{Message: fmt.Sprintf("YAML that the parser gives up on: %v", failure)}
		}
	}()
	if deep := flowDepth(source); deep >= 0 {
		return nil, &Error{Offset: deep, Message: fmt.Sprintf("nested deeper than %d levels", maxYAMLDepth)}
	}
	text := plainLines(source)
	tokens := joinPlain(lexer.Tokenize(string(text)))
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	at := newPlaces(source, text, tokens)
	if err != nil {
		return nil, at.syntaxError(err)
	}
	for _, doc := range file.Docs {
		if doc.Body == nil || isEmpty(doc.Body) {
			continue
		}
		c := converter{source: source, places: at, anchors: make(map[string]ast.Node)}
		if err := c.node(doc.Body, 0); err != nil {
			return nil, err
		}
		return &Text{JSON: c.out.Bytes(), segments: c.segments}, nil
	}
	return nil, nil
}

// plainLines is a document as the parser reads it rightly: its lines end in LF, whatever
// they end in in the source, and directives are comments, for JSON has no use for them.
// What is on which line, and where, stays.
func plainLines(source []byte) []byte {
	text := source
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	for at := 0; at < len(text) && (text[at] == '%' || text[at] == '#' || isSpace(text[at])); {
		if text[at] == '%' {
			text = bytes.Clone(text)
			text[at] = '#'
		}
		n := bytes.IndexByte(text[at:], '\n')
		if n < 0 {
			break
		}
		at += n + 1
	}
	return text
}

// joinPlain joins the lines of plain scalars in flow mappings, which the lexer takes for
// scalars of their own (https://yaml.org/spec/1.2.2/#733-plain-style).
func joinPlain(tokens token.Tokens) token.Tokens {
	kept := tokens[:0]
	depth := 0
	for i, t := range tokens {
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		}
		if last := len(kept) - 1; depth > 0 && last > 0 && goesOn(kept[last-1], kept[last], t) &&
			!(i+1 < len(tokens) && tokens[i+1].Type == token.MappingValueType) { // there, a comma is missing
			whole := kept[last]
			whole.Type = token.StringType
			whole.Origin += t.Origin
			whole.Value = foldPlain(whole.Origin)
			whole.Next = t.Next
			if t.Next != nil {
				t.Next.Prev = whole
			}
			continue
		}
		kept = append(kept, t)
	}
	return kept
}

// goesOn reports whether a token is the next line of the plain scalar that comes before it.
func goesOn(before, scalar, t *token.Token) bool {
	if before.Type == token.AnchorType || before.Type == token.AliasType { // the scalar is a name
		return false
	}
	return isPlainToken(scalar) && isPlainToken(t) && t.Position.Line > scalar.Position.Line
}

func isPlainToken(t *token.Token) bool {
	switch t.Type {
	case token.StringType, token.IntegerType, token.FloatType, token.BoolType, token.NullType, token.InfinityType,
		token.NanType, token.BinaryIntegerType, token.OctetIntegerType, token.HexIntegerType:
		return true
	}
	return false
}

func isEmpty(node ast.Node) bool {
	switch node.(type) {
	case *ast.CommentGroupNode, *ast.CommentNode, *ast.DirectiveNode:
		return true
	}
	return false
}

// flowDepth looks for brackets nested so deep that parsing them would take
// forever, and returns where; -1 where all is well. It counts generously:
// brackets in strings and comments too.
func flowDepth(source []byte) int {
	depth := 0
	for i, c := range source {
		switch c {
		case '[', '{':
			if depth++; depth > maxYAMLDepth {
				return i
			}
		case ']', '}':
			depth = max(0, depth-1)
		case '\n':
			if i+1 < len(source) && !isSpace(source[i+1]) && !bytes.ContainsAny(source[i+1:i+2], "[]{},#") {
				depth = 0 // a line at the margin belongs to no flow collection
			}
		}
	}
	return -1
}

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
	c.emit(quote(scalarText(inner)), start, end)
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

// singleQuoted is the length of the string in single quotes that text begins
// with. Two quotes in a row are one in the string.
func singleQuoted(text []byte) int {
	for i := 1; i < len(text); i++ {
		if text[i] != '\'' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '\'' {
			i++
			continue
		}
		return i + 1
	}
	return len(text)
}
