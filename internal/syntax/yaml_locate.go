package syntax

import (
	"bytes"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file finds where the nodes of a YAML document begin and end in its source. The parser gives
// the beginning of a node; its end is found by scanning the source from there, using the value that
// the parser returned. Each byte of the source is read once.

// A yamlNode is a node of a document with its range.
type yamlNode struct {
	kind  yaml.Kind
	style yaml.Style
	tag   string // the explicit tag, resolved; "" if there is none, "!" for the non-specific tag
	value string

	content []*yamlNode
	target  *yamlNode // of an alias
	shared  bool      // an alias refers to it

	madeUp     bool // a placeholder for what could not be read
	incomplete bool // a part of it could not be read

	// The node is the bytes [start, end) of the source. Its tag and anchor are before that, from
	// outer on.
	outer, start, end int

	expansion // of its aliases and merge keys
}

// A locator scans a document from its beginning to its end.
type locator struct {
	text     *yamlText
	lines    []int // their offsets
	at       int   // end of the last token
	comments []Range
	aliases  []*yamlNode
	errors   []Error      // that the parser does not report
	indents  []Indent     // that the parser accepts
	misread  *parserFault // if the text was changed, and has to be parsed again
	targets  map[*yaml.Node]*yamlNode

	// The last argument and result of offset.
	line, column, place int
}

// lineStarts returns the offsets of the lines of a text, from an offset on.
func lineStarts(text []byte, from int) []int {
	starts := []int{from}
	for i := from; i < len(text); i++ {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// offset returns the offset of a line and column, which are 1-based; columns are in characters. For
// positions in order, it reads each line only once.
func (l *locator) offset(line, column int) int {
	if line < 1 {
		return l.text.body
	}
	if line > len(l.lines) {
		return len(l.text.bytes)
	}
	if line != l.line || column < l.column {
		l.line, l.column, l.place = line, 1, l.lines[line-1]
	}
	for ; l.column < column && l.place < len(l.text.bytes); l.column++ {
		_, size := utf8.DecodeRune(l.text.bytes[l.place:])
		l.place += size
	}
	return l.place
}

// byteAt returns the byte at an offset, and 0 at the end.
func (l *locator) byteAt(offset int) byte {
	if offset < len(l.text.bytes) {
		return l.text.bytes[offset]
	}
	return 0
}

// gap skips the text between two tokens, up to an offset, and collects the comments in it.
func (l *locator) gap(to int) {
	text := l.text.bytes
	for l.at < to {
		n := bytes.IndexByte(text[l.at:to], '#')
		if n < 0 {
			break
		}
		l.at += n
		if !l.commentAt(l.at) {
			l.at++
			continue
		}
		end := l.at + lineLength(text[l.at:])
		if !l.text.isCut(l.at, l.at) {
			l.comments = append(l.comments, Range{l.at, end})
		}
		l.at = end
	}
	l.at = max(l.at, to)
}

// commentAt reports whether a comment can begin at an offset: after a blank, or at the beginning of
// a line.
func (l *locator) commentAt(at int) bool {
	return at == 0 || jsontape.IsSpace(l.text.bytes[at-1]) || bytes.HasSuffix(l.text.bytes[:at], ByteOrderMark)
}

// skipBlank returns the offset of the next byte that is neither blank nor in a comment.
func (l *locator) skipBlank(at int) int {
	text := l.text.bytes
	for at < len(text) {
		switch {
		case jsontape.IsSpace(text[at]):
			at++
		case text[at] == '#' && l.commentAt(at):
			at += lineLength(text[at:])
		default:
			return at
		}
	}
	return at
}

// lineLength returns the length of the first line of a text, without its line break.
func lineLength(text []byte) int {
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		return len(bytes.TrimSuffix(text[:n], []byte("\r")))
	}
	return len(text)
}

// locate finds the range of a node and of its descendants. indent is the indentation of the block
// collection around it, -1 if there is none; inFlow reports whether it is in a flow collection.
func (l *locator) locate(n *yaml.Node, indent int, inFlow bool) *yamlNode {
	node := &yamlNode{kind: n.Kind, style: n.Style, value: l.text.value(n.Value)}
	if n.Anchor != "" {
		if l.targets == nil {
			l.targets = make(map[*yaml.Node]*yamlNode)
		}
		l.targets[n] = node
	}
	if l.isEmpty(n) {
		node.outer, node.start, node.end = l.at, l.at, l.at
		node.madeUp = l.isCut(l.at)
		return node
	}
	node.outer = max(l.offset(n.Line, n.Column), l.at)
	l.gap(node.outer)
	l.properties(node, n)
	switch n.Kind {
	case yaml.AliasNode:
		node.target = l.targets[n.Alias]
		if node.target != nil {
			node.target.shared = true
			l.aliases = append(l.aliases, node)
		}
		l.anchorName(node.start, len(n.Value))
		l.at = min(node.start+1+len(n.Value), len(l.text.bytes))
	case yaml.ScalarNode:
		node.madeUp = len(l.text.cuts) > 0 && l.text.isCut(node.start, node.start)
		l.scalar(n, indent)
		l.text.restoreEscapes(node, l.at)
	case yaml.SequenceNode, yaml.MappingNode:
		l.collection(node, n, indent, inFlow)
	}
	node.end = l.at
	if quoted := n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0; !inFlow && (quoted || n.Style&yaml.FlowStyle != 0) {
		l.checkIndent(node, indent, quoted)
	}
	node.incomplete = n.Kind != yaml.ScalarNode && l.isCut(node.start)
	return node
}

// isCut reports whether text was cut out between an offset and the next token.
func (l *locator) isCut(start int) bool {
	return len(l.text.cuts) > 0 && l.text.isCut(start, l.skipBlank(l.at))
}

// isEmpty reports whether a node has no text, not even a tag.
func (l *locator) isEmpty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Anchor == "" && isPlainStyle(n.Style) && !hasTag(n)
}

func isPlainStyle(style yaml.Style) bool {
	return style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
}

func hasTag(n *yaml.Node) bool { return n.Style&yaml.TaggedStyle != 0 || n.Tag == "!" }

// properties skips the tag and the anchor of a node.
func (l *locator) properties(node *yamlNode, n *yaml.Node) {
	count := 0
	if hasTag(n) {
		node.tag = n.Tag
		count++
	}
	if n.Anchor != "" && n.Kind != yaml.AliasNode {
		count++
	}
	for l.at = node.outer; count > 0; count-- {
		if c := l.byteAt(l.at); c != '!' && c != '&' {
			break
		} else if c == '&' {
			l.anchorName(l.at, len(n.Anchor))
		}
		l.at += propertyLength(l.text.bytes[l.at:])
		if count == 1 && n.Kind == yaml.ScalarNode && n.Value == "" && isPlainStyle(n.Style) {
			node.start = node.outer // it has no content
			return
		}
		l.gap(l.skipBlank(l.at))
	}
	node.start = l.at
}

// propertyLength returns the length of the tag or anchor at the beginning of a text.
func propertyLength(text []byte) int {
	if bytes.HasPrefix(text, []byte("!<")) {
		if n := bytes.IndexByte(text, '>'); n >= 0 {
			return n + 1
		}
	}
	if n := bytes.IndexAny(text, " \t\r\n,[]{}"); n >= 0 {
		return n
	}
	return len(text)
}

// collection finds the end of a mapping or sequence.
func (l *locator) collection(node *yamlNode, n *yaml.Node, indent int, inFlow bool) {
	opening, closing := byte('['), byte(']')
	if n.Kind == yaml.MappingNode {
		opening, closing = '{', '}'
	}
	bracketed := n.Style&yaml.FlowStyle != 0 && l.byteAt(l.at) == opening && !isPair(n)
	switch {
	case bracketed:
		l.at++
	case !inFlow:
		indent = l.at - (bytes.LastIndexByte(l.text.bytes[:l.at], '\n') + 1)
	}
	inFlow = inFlow || bracketed
	node.content = make([]*yamlNode, 0, len(n.Content))
	for i, child := range n.Content {
		switch {
		case n.Kind == yaml.MappingNode && i%2 == 1:
			l.indicator(':')
		case bracketed && i > 0:
			l.indicator(',')
			fallthrough
		case n.Kind == yaml.MappingNode:
			l.indicator('?')
		case !bracketed:
			l.indicator('-')
		}
		node.content = append(node.content, l.locate(child, indent, inFlow))
	}
	if !bracketed {
		return
	}
	for _, c := range []byte{':', ','} {
		l.indicator(c)
	}
	l.gap(l.skipBlank(l.at))
	if l.byteAt(l.at) == closing {
		l.at++
	}
}

// isPair reports whether a mapping is a single pair in a flow sequence, whose key is a
// mapping in braces: both begin with the same brace.
func isPair(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		return false
	}
	key := n.Content[0]
	return key.Kind == yaml.MappingNode && key.Line == n.Line && key.Column == n.Column
}

// indicator skips an indicator if it is next.
func (l *locator) indicator(c byte) {
	at := l.skipBlank(l.at)
	if l.byteAt(at) != c {
		return
	}
	if next := l.byteAt(at + 1); c == '?' && next != 0 && !jsontape.IsSpace(next) {
		return // it begins a plain scalar
	}
	l.gap(at)
	l.at++
}

// scalar finds the end of a scalar.
func (l *locator) scalar(n *yaml.Node, indent int) {
	text := l.text.bytes
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		l.at = skipString(text, l.at)
	case n.Style&yaml.SingleQuotedStyle != 0:
		l.at += singleQuoted(text[l.at:])
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		l.block(n.Value, indent)
	default:
		start := l.at
		l.plain(len(n.Value))
		l.plainNames(start, l.at)
	}
}

// singleQuoted returns the length of the string in single quotes at the beginning of a text. Two
// quotes in a row are one in the string.
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

// plain finds the end of a plain scalar by the length of its value. One line break is a blank in
// the value, and n > 1 line breaks are n-1
// (https://yaml.org/spec/1.2.2/#733-plain-style).
func (l *locator) plain(length int) {
	text := l.text.bytes
	for l.at < len(text) {
		line := text[l.at:min(l.at+length, len(text))]
		end := bytes.IndexByte(line, '\n')
		if end < 0 {
			l.at += len(line)
			return
		}
		line = bytes.TrimRight(line[:end], " \t\r")
		length -= len(line)
		breaks := 0
		for l.at += len(line); l.at < len(text) && jsontape.IsSpace(text[l.at]); l.at++ {
			if text[l.at] == '\n' {
				breaks++
			}
		}
		length -= max(1, breaks-1)
		if l.at+1 < len(text) && text[l.at] == '-' && isLineBreak(text[l.at+1]) {
			l.fail(l.at, "a dash alone on a line within a plain text; indent it as an item of a sequence, or put the text in quotes")
		}
	}
}

func isLineBreak(c byte) bool { return c == '\n' || c == '\r' }

// block finds the end of a block scalar (https://yaml.org/spec/1.2.2/#81-block-scalar-styles). Its
// value begins with as many line breaks as there are empty lines. The indentation of all lines is
// that of the first line after them, less the blanks that the value begins with.
func (l *locator) block(value string, parent int) {
	text := l.text.bytes
	header := l.at + lineLength(text[l.at:])
	indicators, _, _ := bytes.Cut(text[l.at:header], []byte(" "))
	keep := bytes.IndexByte(indicators, '+') >= 0
	detect := !bytes.ContainsAny(indicators, "123456789")
	l.gap(header)
	l.at -= len(text[:header]) - len(bytes.TrimRight(text[:header], " \t"))
	at := min(header+1, len(text))
	if at < len(text) && text[header] == '\r' {
		at++
	}
	empty, widest := 0, 0
	for ; empty < len(value) && value[empty] == '\n'; empty++ {
		widest = max(widest, blanks(text[at:]))
		if keep {
			l.at = at + lineLength(text[at:])
		}
		at = nextLine(text, at)
	}
	if empty == len(value) {
		for !keep && at < len(text) && isBlankYAML(text[at:]) && lineLength(text[at:]) == blanks(text[at:]) {
			widest = max(widest, blanks(text[at:]))
			at = nextLine(text, at)
		}
		if n := blanks(text[at:]); detect && n > parent && n < widest && n < lineLength(text[at:]) {
			l.fail(at+n, "the first line of a block scalar is indented less than an empty line before it")
		}
		return
	}
	indent := blanks(text[at:]) - blanks([]byte(value[empty:]))
	for ; at < len(text); at = nextLine(text, at) {
		line := text[at : at+lineLength(text[at:])]
		switch n := blanks(line); {
		case n == len(line) && n <= indent:
			if keep {
				l.at = at + len(line)
			}
		case n < indent:
			return
		default:
			l.at = at + len(line)
		}
	}
}

func (l *locator) fail(at int, format string, args ...any) {
	l.errors = append(l.errors, errorAt(at, format, args...))
}

// blanks returns the number of spaces at the beginning of a text.
func blanks(text []byte) int { return len(text) - len(bytes.TrimLeft(text, " ")) }

// nextLine returns the offset of the line after the one that contains an offset.
func nextLine(text []byte, at int) int {
	if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(text)
}
