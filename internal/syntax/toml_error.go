package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file describes the errors of the TOML parser and finds where to continue after one: the
// expression that has the error is left out. It ends with its line, or, if a bracket or string is
// open there, before the next line that looks like an expression.

const (
	// maxTOMLErrors bounds how many syntax errors of a document are reported.
	maxTOMLErrors = 100

	// tomlBudget bounds the bytes that are read again after errors.
	tomlBudget = 64 << 20
)

// skipError reports an error of the parser and skips the expression that has it. It reports
// false if the rest is not read.
func (r *tomlReader) skipError(err error) bool {
	var fault *unstable.ParserError
	if !errors.As(err, &fault) {
		r.fail(r.at, "%s", excerpt{err.Error(), "not valid TOML"})
		return false
	}
	at := r.base + int(r.parser.Range(fault.Highlight).Offset)
	start := r.skip(r.at)
	if start > at { // in a comment
		start = at
	}
	isHeader := r.text[start] == '['
	quote, brackets := openTOML(r.text, start, at)
	if isHeader && len(brackets) > 0 {
		brackets = nil
	}
	r.report(fault.Message, at, quote, brackets)
	if r.table != nil {
		r.table.incomplete = true
	}
	if isHeader {
		r.table, r.lost = nil, true
	}
	r.wasted += at - start
	if len(r.doc.Errors) >= maxTOMLErrors || r.wasted > tomlBudget {
		r.doc.Capped = true
		return false
	}
	isOpen := len(brackets) > 0 || quote >= 0 && isTriple(r.text[quote:])
	if isOpen && quote >= 0 {
		at = quote
	}
	r.at = r.afterError(start, at, isOpen)
	return true
}

// afterError returns the offset at which to continue after an error in an expression.
func (r *tomlReader) afterError(start, at int, isOpen bool) int {
	line := bytes.LastIndexByte(r.text[:at], '\n') + 1
	if line <= start || !isOpen {
		line = nextLine(r.text, at)
	}
	for isOpen && line < len(r.text) && !tomlExpression().Match(r.text[line:nextLine(r.text, line)]) {
		line = nextLine(r.text, line)
	}
	return line
}

// tomlExpression matches a line that begins an expression.
var tomlExpression = lazyregexp.New(strings.ReplaceAll(`^[ \t]*(?:\[\[?KEY\]\]?[ \t]*(?:#.*)?\r?\n?$|KEY=)`,
	"KEY", strings.ReplaceAll(`[ \t]*PART[ \t]*(?:\.[ \t]*PART[ \t]*)*`,
		"PART", `(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')`)))

// openTOML returns what is open at an offset in an expression: the offset of the string, or -1 if
// there is none, and those of the brackets.
func openTOML(text []byte, start, at int) (quote int, brackets []int) {
	for i := start; i < at; i++ {
		switch text[i] {
		case '#':
			i += lineLength(text[i:])
		case '"', '\'':
			end, closed := tomlStringEnd(text, i)
			if end > at || !closed {
				return i, brackets
			}
			i = end - 1
		case '[', '{':
			brackets = append(brackets, i)
		case ']', '}':
			brackets = brackets[:max(len(brackets)-1, 0)]
		}
	}
	return -1, brackets
}

// tomlStringEnd returns the offset after the string that begins at i: after its quotes, or, if
// it is not closed, at the end of its line or, for one of many lines, of the text.
func tomlStringEnd(text []byte, i int) (end int, closed bool) {
	quote := text[i]
	triple := isTriple(text[i:])
	if triple {
		i += 2
	}
	for i++; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quote == '"':
			i++
		case c == '\n' && !triple:
			return i, false
		case c == quote && !triple:
			return i + 1, true
		case c == quote && isTriple(text[i:]):
			for i += 3; i < len(text) && text[i] == quote; i++ { // up to two more quotes belong to the text
			}
			return i, true
		}
	}
	return len(text), false
}

// isTriple reports whether a text begins with three equal quotes.
func isTriple(text []byte) bool {
	return len(text) >= 3 && text[0] == text[1] && text[0] == text[2]
}

// report reports an error of the parser at an offset of an expression that has a string open
// there, or some brackets.
func (r *tomlReader) report(message string, at, quote int, brackets []int) {
	text, found := excerpt{message, "not valid TOML"}, excerpt{}
	for _, m := range tomlMessages {
		if !strings.HasPrefix(message, m.parser) {
			continue
		}
		text = excerpt{m.text, m.text}
		switch {
		case m.about == unclosedString && quote >= 0:
			at = quote
		case m.about == unclosedBracket && len(brackets) > 0:
			at = brackets[len(brackets)-1]
		case m.about == nextCharacter:
			found = r.found(at)
		case m.about == nextValue:
			found = r.found(at)
			found.text += r.hint(at)
		}
		break
	}
	r.fail(min(at, len(r.doc.Source)), "%s%s", text, found)
}

// found describes the text at an offset, for a message about something else that was expected.
func (r *tomlReader) found(at int) excerpt {
	rest := r.text[at:]
	c, _ := utf8.DecodeRune(rest)
	word := string(rest[:len(rest)-len(bytes.TrimLeftFunc(rest, isTOMLWord))])
	switch {
	case at >= len(r.doc.Source):
		return excerpt{", but the file ends here", ", but the file ends here"}
	case c == '\n', bytes.HasPrefix(rest, []byte("\r\n")):
		return excerpt{", but the line ends here", ", but the line ends here"}
	case word != "":
		return excerpt{text: fmt.Sprintf(", got %.40q", word)}
	}
	return excerpt{text: fmt.Sprintf(", got %q", c)}
}

func isTOMLWord(c rune) bool {
	return c == '_' || c == '-' || unicode.IsLetter(c) || unicode.IsDigit(c)
}

// hint returns advice about the text at an offset at which a value was expected.
func (r *tomlReader) hint(at int) string {
	c, _ := utf8.DecodeRune(r.text[at:])
	word := r.text[at : len(r.text)-len(bytes.TrimLeftFunc(r.text[at:], isTOMLWord))]
	switch lower := strings.ToLower(string(word[:min(len(word), len("false")+1)])); {
	case lower == "true" || lower == "false":
		return "; write " + lower
	case lower == "null":
		return "; TOML has no null, leave the key out"
	case unicode.IsLetter(c) || c == '_':
		return "; put it in quotes if it is text"
	}
	return ""
}

// A tomlSubject determines the position at which an error is reported.
type tomlSubject uint8

const (
	itsPlace        tomlSubject = iota // that of the parser
	nextCharacter                      // that of the parser, with the character or word found there
	nextValue                          // the same, with a hint
	unclosedString                     // the beginning of the string
	unclosedBracket                    // the beginning of the array or inline table
)

// tomlMessages maps prefixes of the messages of the parser to what is reported instead.
var tomlMessages = []struct {
	parser, text string
	about        tomlSubject
}{
	{"expected newline", "expected the end of the line", nextCharacter},
	{"invalid character at start of key", "expected a key", nextCharacter},
	{"expected key but", "expected a key", nextCharacter},
	{"expected '=' after key", "expected = after the key", nextCharacter},
	{"expected value", "expected a value", nextValue},
	{"unexpected character", "expected a value", nextValue},
	{"expected keyword", "expected a value", nextValue},
	{"expected ']' to close table name", "expected ] after the name of the table", nextCharacter},
	{"expected ']]'", "expected ]] after the name of the array of tables", nextCharacter},
	{"array is incomplete", "this [ is not closed", unclosedBracket},
	{"inline table is incomplete", "this { is not closed", unclosedBracket},
	{"expected ',' or ']'", "expected , or ] after the item", nextCharacter},
	{"expected ',' or '}'", "expected , or } after the value", nextCharacter},
	{"unexpected comma in inline table", "expected a key", nextCharacter},

	{"number must have", "an underscore in a number must be between two digits", itsPlace},
	{"expected number", "expected a number after the sign", nextCharacter},
	{"expected digit", "expected a digit", nextCharacter},
	{`expected "inf"`, "expected a number after the sign", nextCharacter},
	{`expected "nan"`, "expected a number after the sign", nextCharacter},
	{"sign is not allowed", "a number that begins with 0x, 0o or 0b has no sign", itsPlace},
	{"radix prefix", "expected a digit after 0x, 0o or 0b", itsPlace},
	{"integers cannot have leading zeroes", "a number cannot begin with 0; put it in quotes if it is text", itsPlace},
	{"decimal point", "expected a digit after the point", nextCharacter},
	{"exponent must", "expected a digit in the exponent", nextCharacter},
	{"strings must be quoted", "expected the end of the number", nextValue},

	{"unterminated", "this string does not end on its line", unclosedString},
	{"basic strings cannot have new lines", "this string does not end on its line", unclosedString},
	{"literal strings cannot have new lines", "this string does not end on its line", unclosedString},
	{"multiline basic string not terminated", `this string does not end; expected """`, unclosedString},
	{"multiline literal string not terminated", "this string does not end; expected '''", unclosedString},
	{"basic strings cannot have control", controlTOML, itsPlace},
	{"multiline basic strings cannot have control", controlTOML, itsPlace},
	{"literal strings cannot have control", literalTOML, itsPlace},
	{"multiline literal strings cannot have control", literalTOML, itsPlace},
	{"control characters are not allowed in comments", "a comment cannot have control characters", itsPlace},
	{"carriage returns", "a carriage return must be followed by a line feed", itsPlace},
	{"invalid escape character", `unknown escape in a string; write a backslash as \\, or use single quotes`, itsPlace},
	{"need a character after", "this string does not end", unclosedString},
	{"unicode escape sequence is too short", hexTOML, itsPlace},
	{"invalid hexadecimal digit", hexTOML, itsPlace},
	{"escape sequence is not a valid", noCharacter, itsPlace},
	{"too many quotes", "too many quotes at the end of the string", itsPlace},
	{"arrays and inline tables are nested", fmt.Sprintf("nested deeper than %d levels", maxTOMLDepth), itsPlace},
}

const (
	controlTOML = `a control character in a string is written as an escape, such as \u0000`
	literalTOML = "a string in single quotes cannot have control characters; use double quotes and an escape"
	hexTOML     = "expected hexadecimal digits in the escape"
)
