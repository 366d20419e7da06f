package syntax

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file converts TOML 1.1 (https://toml.io/en/v1.1.0), which includes 1.0. The parser of
// github.com/pelletier/go-toml/v2 reads one expression (a key with its value, or the header of a
// table) after the other. This package determines which table a key belongs to, where each value
// begins and ends, and its JSON.

// tomlLanguage is how values of TOML are written.
var tomlLanguage = language{edit: (*Document).inTOML, notFinite: strings.NewReplacer(infinity, "inf", notANumber, "nan")}

// TOML converts a document to JSON. Expressions with a syntax error are left out.
func TOML(source []byte) (doc Document) {
	defer func() {
		if failure := recover(); failure != nil {
			doc = Document{Source: source, language: &tomlLanguage}
			doc.Errors = []Error{errorAt(0, "the TOML parser fails%s", excerpt{text: fmt.Sprintf(": %v", failure)})}
		}
	}()
	doc = Document{Source: source, language: &tomlLanguage}
	r := tomlReader{doc: &doc, text: tomlText(source), root: &tomlNode{kind: tomlTable, origin: byHeader, end: len(source)}}
	r.table = r.root
	r.read()
	if doc.Capped {
		return doc
	}
	doc.schemaDirective()
	w := tomlWriter{jsonWriter: jsonWriter{doc: &doc}, incomplete: r.lost}
	w.node(r.root, false)
	w.finish()
	return doc
}

// tomlText returns a document as it is given to the parser: each byte that is not UTF-8 is a question
// mark, and the last line has a line break, so that an error at the end of the text is one at the end
// of a line.
func tomlText(source []byte) []byte {
	text := withoutInvalidUTF8(source)
	if bytes.HasSuffix(source, []byte("\r")) {
		return text // a CR must not become a CRLF
	}
	return append(text, '\n')
}

// tomlSchema matches the comment with which taplo selects a schema
// (https://taplo.tamasfe.dev/configuration/directives.html#the-schema-directive).
var tomlSchema = lazyregexp.New(`^#:schema[ \t]+(\S+)`)

// schemaDirective records the name in the first comment that names a schema, if only comments
// precede it.
func (d *Document) schemaDirective() {
	at := len(d.Source) - len(bytes.TrimPrefix(d.Source, ByteOrderMark))
	for _, c := range d.Comments {
		if len(bytes.TrimSpace(d.Source[at:c.Start])) > 0 {
			break
		}
		if match := tomlSchema().FindSubmatchIndex(d.Source[c.Start:c.End]); match != nil {
			d.names(Range{c.Start + match[2], c.Start + match[3]})
			return
		}
		at = c.End
	}
}

// A tomlReader reads the expressions of a document into a tree.
type tomlReader struct {
	doc    *Document
	text   []byte
	parser unstable.Parser
	base   int // offset of the text that the parser was given
	at     int // end of the last expression
	wasted int // bytes that have to be read again after errors

	root  *tomlNode
	table *tomlNode // that keys are added to; nil if its header could not be read
	lost  bool      // a table could not be read, so any table may be incomplete
	deep  int       // offset of the first value of the expression that is nested too deep, or -1
}

// read reads all expressions.
func (r *tomlReader) read() {
	if bytes.HasPrefix(r.text, ByteOrderMark) {
		r.at = len(ByteOrderMark)
	}
	for more := true; more; {
		r.base = r.at
		r.parser.Reset(r.text[r.base:])
		for r.parser.NextExpression() {
			r.expression(r.parser.Expression())
		}
		more = r.parser.Error() != nil && r.skipError(r.parser.Error())
	}
	r.skip(r.at)
}

// span returns the range of a node that has one.
func (r *tomlReader) span(n *unstable.Node) (start, end int) {
	start = r.base + int(n.Raw.Offset)
	return start, start + int(n.Raw.Length)
}

// skip returns the offset of the first byte from an offset that is neither blank nor in a comment,
// and records the comments.
func (r *tomlReader) skip(at int) int {
	for at < len(r.text) {
		switch {
		case jsontape.IsSpace(r.text[at]):
			at++
		case r.text[at] == '#':
			end := at + lineLength(r.text[at:])
			r.doc.Comments = append(r.doc.Comments, Range{at, end})
			at = end
		default:
			return at
		}
	}
	return at
}

// expression adds an expression to the tree.
func (r *tomlReader) expression(n *unstable.Node) {
	r.deep = -1
	start := r.skip(r.at)
	keys, end := r.keys(n)
	if n.Kind == unstable.KeyValue {
		end = r.skip(end) + len("=")
		value := r.value(n.Value(), r.skip(end), r.depth()+len(keys))
		r.at = value.end
		if r.table != nil && !r.tooDeep() {
			r.table.add(keys, value)
		} else if r.table != nil {
			r.table.incomplete = true
		}
		return
	}
	isArray := n.Kind == unstable.ArrayTable
	r.at = r.skip(end) + len("]")
	if isArray {
		r.at++
	}
	if len(keys) > maxTOMLDepth {
		r.deep = keys[maxTOMLDepth].start
	}
	if r.tooDeep() {
		r.table, r.lost = nil, true
		return
	}
	r.table = r.root.define(keys, isArray, Range{start, r.at})
	r.table.depth = 2 * len(keys)
}

// maxTOMLDepth bounds how deep values may be nested, and how many parts a key may have.
const maxTOMLDepth = 1000

func (r *tomlReader) depth() int {
	if r.table == nil {
		return 0
	}
	return r.table.depth
}

// tooDeep reports an expression that is nested too deep.
func (r *tomlReader) tooDeep() bool {
	if r.deep < 0 {
		return false
	}
	r.fail(r.deep, "nested deeper than %d levels", maxTOMLDepth)
	return true
}

func (r *tomlReader) fail(at int, format string, args ...any) {
	r.doc.Errors = append(r.doc.Errors, errorAt(at, format, args...))
}

// A tomlKey is one part of a key.
type tomlKey struct {
	name       string
	start, end int
}

// keys returns the parts of the key of an expression, and the end of the last one.
func (r *tomlReader) keys(n *unstable.Node) (keys []tomlKey, end int) {
	for it := n.Key(); it.Next(); {
		key := tomlKey{name: string(it.Node().Data)}
		key.start, key.end = r.span(it.Node())
		keys, end = append(keys, key), key.end
	}
	return keys, end
}

// value returns the node of a value that begins at an offset, nested at a depth.
func (r *tomlReader) value(n *unstable.Node, at, depth int) *tomlNode {
	if depth > maxTOMLDepth && r.deep < 0 {
		r.deep = at
	}
	switch n.Kind {
	case unstable.Array:
		return r.array(n, at, depth)
	case unstable.InlineTable:
		return r.inlineTable(n, at, depth)
	}
	node := &tomlNode{start: at}
	_, node.end = r.span(n)
	if wrong := node.scalar(n.Kind, n.Data); wrong.text != "" {
		r.fail(at, "%s", wrong)
		node.madeUp = true
	}
	return node
}

func (r *tomlReader) array(n *unstable.Node, at, depth int) *tomlNode {
	array := &tomlNode{kind: tomlArray, start: at}
	end := r.skip(at + len("["))
	for it := n.Children(); it.Next(); {
		item := r.value(it.Node(), end, depth+1)
		array.items = append(array.items, item)
		end = r.skipComma(item.end)
	}
	array.end = end + len("]")
	return array
}

// skipComma is like skip, but also skips one comma.
func (r *tomlReader) skipComma(at int) int {
	if at = r.skip(at); r.text[at] == ',' {
		at = r.skip(at + 1)
	}
	return at
}

func (r *tomlReader) inlineTable(n *unstable.Node, at, depth int) *tomlNode {
	table := &tomlNode{kind: tomlTable, start: at}
	end := r.skip(at + len("{"))
	for it := n.Children(); it.Next(); {
		keys, after := r.keys(it.Node())
		after = r.skip(after) + len("=")
		value := r.value(it.Node().Value(), r.skip(after), depth+len(keys))
		table.add(keys, value)
		end = r.skipComma(value.end)
	}
	table.end = end + len("}")
	return table
}
