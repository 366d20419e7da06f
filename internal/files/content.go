package files

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file detects the syntax of a payload without a name by its beginning. What begins like JSON is
// JSON; another syntax requires a line that JSON cannot begin with.

// Detect returns the syntax of a payload:
//   - Lines if the first line is an object or array of JSON, and the next begins like one;
//   - TOML if the first line, other than comments, is a key with = and a value, or if it is
//     the header of a table and such a line or header follows;
//   - YAML if it is a key with a colon, an item with a dash, a directive or ---;
//   - otherwise JSON.
func Detect(content []byte) Syntax {
	content = bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF"))
	first, rest := significantLine(content)
	second, _ := significantLine(rest)
	switch {
	case len(first) == 0:
		return JSON
	case tomlPair().Match(first), tomlHeader().Match(first) && (tomlPair().Match(second) || tomlHeader().Match(second)):
		return TOML
	case first[0] == '{' || first[0] == '[':
		if len(second) > 0 && (second[0] == '{' || second[0] == '[') && json.Valid(first) {
			return Lines
		}
	case first[0] != '"' && yamlLine().Match(first):
		return YAML
	}
	return JSON
}

// significantLine returns the first line that is neither blank nor a comment with #, without the
// blanks around it, and the text after it.
func significantLine(text []byte) (line, rest []byte) {
	for len(text) > 0 {
		line, text, _ = bytes.Cut(text, []byte("\n"))
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return line, text
		}
	}
	return nil, nil
}

const tomlKey = `(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')`

var (
	tomlPair   = tomlLine(`^KEY(?:=[^=]|=$)`)
	tomlHeader = tomlLine(`^\[\[?KEY\]\]?[ \t]*(?:#.*)?$`)
	yamlLine   = lazyregexp.New(`^(?:---(?:\s|$)|%(?:YAML|TAG)\s|-(?:\s|$)|(?:'[^']*'|[A-Za-z0-9_./$~-][^:#{}\[\]"',]*):(?:\s|$))`)
)

// tomlLine is an expression in which KEY is a key of TOML, which may have dots.
func tomlLine(expression string) func() *regexp.Regexp {
	return lazyregexp.New(strings.ReplaceAll(expression, "KEY", `[ \t]*`+tomlKey+`[ \t]*(?:\.[ \t]*`+tomlKey+`[ \t]*)*`))
}
