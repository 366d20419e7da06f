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
