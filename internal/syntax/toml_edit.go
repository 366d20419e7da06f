package syntax

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file converts edits to TOML. An edit replaces one scalar, or a key that is written only
// once. It never changes another value, nor the text of a value that is only put in quotes.

// inTOML converts an edit that replaces one scalar or key by another, and writes it in the
// style of the first.
func (d *Document) inTOML(e Edit) []Edit {
	from, to, ok := d.Text.token(e.Start, e.End)
	if !ok || from == to {
		return nil
	}
	written := string(d.Source[from:to])
	was := d.Text.JSON[e.Start:e.End]
	if was[0] != '"' && e.Text == `"`+string(was)+`"` {
		return []Edit{{from, to, `"` + written + `"`}} // a number or boolean: no escapes
	}
	var value any
	decoder := json.NewDecoder(strings.NewReader(e.Text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return nil
	}
	isKey := e.End < len(d.Text.JSON) && d.Text.JSON[e.End] == ':'
	switch value := value.(type) {
	case string:
		return []Edit{{from, to, quoteTOML(value, written, isKey)}}
	case bool:
		return []Edit{{from, to, e.Text}}
	case json.Number:
		if _, err := strconv.ParseInt(e.Text, 10, 64); err != nil && !strings.ContainsAny(e.Text, ".eE") {
			return nil // TOML parsers need not accept integers of more than 64 bits
		}
		return []Edit{{from, to, e.Text}}
	}
	return nil // TOML has no null
}

var bareKey = lazyregexp.New(`^[A-Za-z0-9_-]+$`)

// quoteTOML writes a text in the style of what it replaces.
func quoteTOML(text, replaced string, isKey bool) string {
	isBare := replaced[0] != '"' && replaced[0] != '\''
	switch {
	case isKey && isBare && bareKey().MatchString(text):
		return text
	case replaced[0] == '\'' && !strings.ContainsFunc(text, func(r rune) bool { return r == '\'' || unicode.IsControl(r) }):
		return "'" + text + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
