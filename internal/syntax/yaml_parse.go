package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file parses one document with go.yaml.in/yaml/v4 and words its errors.

// parseYAML parses a document and finds the ranges of its nodes. root is nil for a document without
// content.
func parseYAML(t *yamlText) (root *yamlNode, l *locator, fault *parserFault) {
	defer func() {
		if failure := recover(); failure != nil {
			fault = faultAt(t.body, "the YAML parser fails%s", excerpt{text: fmt.Sprintf(": %v", failure)})
		}
	}()
	l = &locator{text: t, lines: lineStarts(t.bytes, t.body)}
	loader, err := yaml.NewLoader(bytes.NewReader(t.bytes[t.body:]), yaml.WithPlugin(loaderlimits.New(
		loaderlimits.DepthValue(maxYAMLDepth), loaderlimits.AliasNone())))
	if err != nil {
		return nil, nil, faultAt(t.body, "%s", notYAML(err.Error()))
	}
	var doc, more yaml.Node
	if err := loader.Load(&doc); err != nil && err != io.EOF {
		return nil, nil, l.parserError(err)
	}
	if err := loader.Load(&more); err == nil {
		return nil, nil, faultAt(l.offset(more.Line, more.Column), "unexpected text after the value of the document")
	} else if err != io.EOF {
		return nil, nil, l.parserError(err)
	}
	l.gap(t.start)
	root = &yamlNode{kind: yaml.ScalarNode, outer: l.at, start: l.at, end: l.at, madeUp: len(t.cuts) > 0}
	if len(doc.Content) > 0 {
		root = l.locate(doc.Content[0], -1, false)
	}
	l.gap(len(t.bytes))
	return root, l, nil
}

// A parserFault is an error of the parser, with the offset of the entry that has to be cut out so
// that the rest can be parsed.
type parserFault struct {
	Error
	entry int
}

func faultAt(offset int, format string, args ...any) *parserFault {
	return &parserFault{Error: errorAt(offset, format, args...), entry: offset}
}

// notYAML returns the excerpt for a message of the parser, which may have text of the source.
func notYAML(message string) excerpt { return excerpt{message, "not valid YAML"} }

// parserError returns the linter's message for an error of the parser, with its position.
func (l *locator) parserError(err error) *parserFault {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return faultAt(l.text.body, "%s", notYAML(err.Error()))
	}
	if load.Stage == yaml.ReaderStage {
		return faultAt(min(l.text.body+load.Mark.Index, len(l.text.bytes)), "%s", readerMessage(load.Message))
	}
	at := l.offset(load.Mark.Line, load.Mark.Column)
	message, known := parserMessages[load.Message]
	var fault *parserFault
	switch {
	case strings.HasPrefix(load.Message, "exceeded max depth"):
		fault = faultAt(at, "nested deeper than %d levels", maxYAMLDepth)
	case strings.HasPrefix(load.Message, "unknown anchor"):
		name := l.text.named(string(l.text.bytes[at+1 : at+propertyLength(l.text.bytes[at:])]))
		message = "no anchor%s comes before this alias"
		if strings.HasSuffix(name, ":") {
			message += "; a colon after an alias needs a space before it"
		}
		fault = faultAt(at, message, excerpt{text: " &" + name})
	case !known:
		fault = faultAt(at, "%s", notYAML(load.Message))
	case message == wrongStart && l.text.tabIndents(at):
		message = tabIndents
		fault = faultAt(at, tabIndents)
	case message == wrongStart:
		c, _ := utf8.DecodeRune(l.text.bytes[min(at, len(l.text.bytes)):])
		fault = faultAt(at, wrongStart, excerpt{fmt.Sprintf("%q", c), "this character"})
	default:
		fault = faultAt(at, "%s", message)
	}
	if load.ContextMsg == "while parsing a flow node" && l.skipBlank(at) == len(l.text.bytes) {
		if bracket := openBracket(l.text.bytes[l.text.start:at]); bracket >= 0 {
			bracket += l.text.start
			return faultAt(bracket, "this %c is not closed", l.text.bytes[bracket])
		}
	}
	if message == tabIndents && load.ContextMsg == "while scanning a block scalar" {
		fault.entry = l.offset(load.ContextMark.Line, load.ContextMark.Column)
	}
	if open, ok := openMessages[load.ContextMsg]; ok && load.ContextMark.Line > 0 {
		fault.entry = l.offset(load.ContextMark.Line, load.ContextMark.Column)
		// That a key has no colon is noticed at the next token.
		if l.skipBlank(at) == len(l.text.bytes) || load.ContextMsg == "while scanning a simple key" {
			fault.Error = errorAt(fault.entry, "%s", open)
		}
	}
	return fault
}

// readerMessage returns the message for a character that YAML does not allow.
func readerMessage(message string) excerpt {
	var code rune
	if _, err := fmt.Sscanf(message, "control characters are not allowed (value: %d)", &code); err == nil {
		const help = " is not allowed; write it as an escape in double quotes"
		return excerpt{fmt.Sprintf("the character %U", code) + help, "this character" + help}
	}
	return notYAML(message)
}

// openMessages are the messages for what is still open at the end of the document, or at the next token. They are
// reported at its beginning.
var openMessages = map[string]string{
	"while scanning a quoted scalar": "this quoted text does not end",
	"while parsing a flow sequence":  "this [ is not closed",
	"while parsing a flow mapping":   "this { is not closed",
	"while scanning a simple key":    "expected : after this key",
}

// openBracket returns the offset of the innermost bracket that a text does not close, or -1 if there
// is none. It skips quoted texts and comments.
func openBracket(text []byte) int {
	var open []int
	starts := true // a token can start here
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '#' && (i == 0 || jsontape.IsSpace(text[i-1])):
			i += lineLength(text[i:])
		case starts && c == '"':
			i = skipString(text, i) - 1
		case starts && c == '\'':
			i += singleQuoted(text[i:]) - 1
		case c == '[' && (starts || len(open) > 0), c == '{' && (starts || len(open) > 0):
			open = append(open, i)
		case (c == ']' || c == '}') && len(open) > 0:
			open = open[:len(open)-1]
		}
		starts = i < len(text) && (jsontape.IsSpace(text[i]) || bytes.IndexByte([]byte("[{,:"), text[i]) >= 0)
	}
	if len(open) == 0 {
		return -1
	}
	return open[len(open)-1]
}

const (
	tabIndents  = "a tab cannot indent; use spaces"
	noCharacter = "the escape is no character of Unicode"
	wrongStart  = "a plain value cannot begin with %s; put the text in quotes"
)

// parserMessages maps the parser's messages to those of the linter.
var parserMessages = map[string]string{
	"did not find expected ',' or ']'":                             "expected , or ]",
	"did not find expected ',' or '}'":                             "expected , or }",
	"found unexpected end of stream":                               "the quoted text does not end",
	"found unexpected document indicator":                          "the document ends within a quoted text",
	"could not find expected ':'":                                  "expected : after the key",
	"did not find expected key":                                    "expected the next key of the mapping, indented like its other keys",
	"did not find expected '-' indicator":                          "expected - for the next item of the sequence, indented like its other items",
	"did not find expected node content":                           "expected a value",
	"did not find expected <document start>":                       "unexpected text after the value of the document",
	"did not find expected <document end> before directive":        "a directive needs a line ... before it, which ends the document",
	"mapping values are not allowed in this context":               "unexpected : here; quote the text if it is one value, or check the indentation",
	"mapping keys are not allowed in this context":                 "a key cannot begin here; check the indentation",
	"block sequence entries are not allowed in this context":       "a sequence item cannot begin here; check the indentation",
	"found character that cannot start any token":                  wrongStart,
	"found a tab character that violates indentation":              tabIndents,
	"found a tab character where an indentation space is expected": tabIndents,
	"found mixed spaces and tabs in indentation":                   tabIndents,
	"found a comment without preceding whitespace":                 "a comment needs a blank before its #",
	"found unknown escape character":                               "unknown escape in a text in double quotes",
	"did not find expected hexadecimal number":                     "expected hexadecimal digits in the escape",
	"found invalid Unicode character escape code":                  noCharacter,
	"found undefined tag handle":                                   "no %TAG directive defines the handle of this tag",
	"found duplicate %TAG directive":                               "the directive %TAG defines a handle twice",
	"did not find expected alphabetic or numeric character":        "expected a name after & or *",
	"did not find expected comment or line break":                  "unexpected text after the indicator of a block scalar",
	"found an indentation indicator equal to 0":                    "the indentation of a block scalar is a digit from 1 to 9",
	"did not find expected whitespace or line break":               "expected a blank after the tag",
	"did not find the expected '>'":                                "expected > at the end of the tag",
}
