package syntax

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// What a scalar of YAML is in JSON. A plain one is what the core schema makes of its text
// (https://yaml.org/spec/1.2.2/#1032-tag-resolution): 0777 is a decimal number, 1_000 and
// yes are strings. What the parser thinks of it comes from older versions of YAML.

// scalar writes a scalar.
func (c *converter) scalar(node ast.Node) error {
	start, end := c.start(node), c.end(node)
	switch n := node.(type) {
	case *ast.NullNode:
		if n.Token.Type == token.ImplicitNullType {
			start, end = c.last, c.last
		}
		c.emit("null", start, end)
		return nil
	case *ast.LiteralNode:
		c.emit(Quote(scalarText(n)), start, end)
		return nil
	case ast.ScalarNode:
		if isQuoted(n) {
			c.emit(Quote(scalarText(n)), start, end)
			return nil
		}
		value, ok := resolve(scalarText(n))
		if !ok {
			return c.fail(node, "%s is a number that JSON does not have", scalarText(n))
		}
		c.emit(value, start, end)
		return nil
	}
	return c.fail(node, "%s cannot be written in JSON", node.Type())
}

// tagged writes a node with a tag. The tags of the core schema decide the type, and "!"
// makes a string; others say nothing that JSON could hold.
func (c *converter) tagged(n *ast.TagNode, depth int) error {
	value := n.Value
	if anchor, ok := value.(*ast.AnchorNode); ok { // the tag counts for its aliases too
		inner := *n
		inner.Value = anchor.Value
		c.anchors[anchor.Name.GetToken().Value] = &inner
		return c.tagged(&inner, depth+1)
	}
	if _, literal := value.(*ast.LiteralNode); literal {
		return c.node(value, depth+1)
	}
	if _, scalar := value.(ast.ScalarNode); !scalar && value != nil {
		return c.node(value, depth+1)
	}
	text := scalarText(value)
	written := resolved(coreTag(n.Start.Value), text)
	if written == "" {
		return c.node(value, depth+1)
	}
	start, end := c.start(n), c.start(n)+len(n.Start.Value)
	if text != "" || isQuoted(value) {
		start, end = c.start(value), c.end(value)
	}
	c.emit(written, start, end)
	return nil
}

// coreTag is the name of a tag of the core schema, "" for any other tag.
func coreTag(tag string) string {
	if name, ok := strings.CutPrefix(tag, "!!"); ok {
		return name
	}
	if name, ok := strings.CutPrefix(tag, "!<tag:yaml.org,2002:"); ok {
		return strings.TrimSuffix(name, ">")
	}
	if tag == "!" {
		return "str"
	}
	return ""
}

// resolved is the JSON of a scalar with a tag; "" where the tag does not decide, be it that
// the text is nothing of the kind.
func resolved(tag, text string) string {
	value, ok := resolve(text)
	isNumber := ok && value[0] != '"' && value[0] >= '-' && value[0] <= '9'
	switch tag {
	case "str", "binary", "timestamp":
		return Quote(text)
	case "int", "float":
		if isNumber {
			return value
		}
	case "bool":
		if value == "true" || value == "false" {
			return value
		}
	case "null":
		if value == "null" {
			return value
		}
	}
	return ""
}

// scalarText is the text of a scalar, without its quotes and escapes.
func scalarText(node ast.Node) string {
	switch n := node.(type) {
	case nil:
		return ""
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.NullNode:
		if n.Token.Type == token.ImplicitNullType {
			return ""
		}
	}
	t := node.GetToken()
	switch {
	case t == nil:
		return ""
	case t.Type == token.StringType && strings.Contains(t.Origin, "\t"):
		return foldPlain(t.Origin)
	}
	return t.Value
}

// foldPlain reads a plain scalar as it is written, for the parser loses the tabs in one
// (https://yaml.org/spec/1.2.2/#733-plain-style).
func foldPlain(written string) string {
	var b strings.Builder
	breaks := 0
	for line := range strings.SplitSeq(strings.Trim(written, " \t\n"), "\n") {
		line = strings.Trim(line, " \t")
		switch {
		case line == "":
			breaks++
			continue
		case breaks > 0:
			b.WriteString(strings.Repeat("\n", breaks))
		case b.Len() > 0:
			b.WriteByte(' ')
		}
		b.WriteString(line)
		breaks = 0
	}
	return b.String()
}

func isQuoted(node ast.Node) bool {
	if node == nil {
		return false
	}
	t := node.GetToken()
	return t != nil && (t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType)
}

var (
	decimalPattern   = lazyregexp.New(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
	basedPattern     = lazyregexp.New(`^0(o[0-7]+|x[0-9a-fA-F]+)$`)
	notFinitePattern = lazyregexp.New(`^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
)

// resolve gives the text of a plain scalar as JSON. ok is false for a number that JSON does
// not have.
func resolve(text string) (value string, ok bool) {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return "null", true
	case "true", "True", "TRUE":
		return "true", true
	case "false", "False", "FALSE":
		return "false", true
	}
	isDate := len(text) > 4 && text[4] == '-' && '0' <= text[3] && text[3] <= '9' // or no number anyhow
	switch c := text[0]; {
	case c != '+' && c != '-' && c != '.' && (c < '0' || c > '9'), isDate: // as most are
	case decimalPattern().MatchString(text):
		return decimal(text), true
	case basedPattern().MatchString(text):
		n, _ := new(big.Int).SetString(text, 0)
		return n.String(), true
	case notFinitePattern().MatchString(text):
		return "", false
	}
	return Quote(text), true
}

// decimal takes from a decimal number what JSON does not write, and keeps every digit.
func decimal(written string) string {
	number := strings.TrimPrefix(written, "+")
	sign := ""
	if strings.HasPrefix(number, "-") {
		sign, number = "-", number[1:]
	}
	whole, rest := number, ""
	if i := strings.IndexAny(number, ".eE"); i >= 0 {
		whole, rest = number[:i], number[i:]
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if strings.HasPrefix(rest, ".") && (len(rest) == 1 || rest[1] < '0' || rest[1] > '9') {
		rest = ".0" + rest[1:]
	}
	return sign + whole + rest
}

// InYAML turns an edit of the JSON of a document into one of its source, which replaces one
// scalar by another in the style of the first. ok is false where it would take more than
// that.
func (d *Document) InYAML(e Edit) (edit Edit, ok bool) {
	from, to, ok := d.Text.token(e.Start, e.End)
	if !ok || from == to || bytes.IndexByte([]byte("*|>"), d.Source[from]) >= 0 {
		return Edit{}, false
	}
	var text string
	if json.Unmarshal([]byte(e.Text), &text) != nil {
		return Edit{from, to, e.Text}, json.Valid([]byte(e.Text)) // a number or boolean needs no style
	}
	switch style := d.Source[from]; {
	case style == '\'' && !strings.ContainsFunc(text, unicode.IsControl):
		return Edit{from, to, "'" + strings.ReplaceAll(text, "'", "''") + "'"}, true
	case style != '"' && isPlain(text):
		return Edit{from, to, text}, true
	}
	return Edit{from, to, e.Text}, true
}

var plainWords = lazyregexp.New(`^[A-Za-z_][\w./-]*( [\w./-]+)*$`)

// isPlain reports whether a text needs no quotes, in whatever version of YAML.
func isPlain(text string) bool {
	switch strings.ToLower(text) {
	case "y", "n", "yes", "no", "on", "off":
		return false
	}
	value, ok := resolve(text)
	return ok && value[0] == '"' && plainWords().MatchString(text)
}
