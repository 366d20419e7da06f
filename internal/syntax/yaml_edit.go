package syntax

import (
	"encoding/json"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file converts edits to YAML. An edit replaces one scalar or key. It never changes another
// value, nor the text of a value that is only put in quotes.

// inYAML converts an edit that replaces one scalar by another, and writes it in the style of
// the first. A number or boolean that becomes text keeps the text that it is written with.
func (d *Document) inYAML(e Edit) []Edit {
	from, to, ok := d.Text.token(e.Start, e.End)
	if !ok || from == to {
		return nil
	}
	if written := d.Text.JSON[e.Start:e.End]; written[0] != '"' && e.Text == `"`+string(written)+`"` {
		return []Edit{{from, to, Quote(string(d.Source[from:to]))}}
	}
	var text string
	if json.Unmarshal([]byte(e.Text), &text) != nil {
		if !json.Valid([]byte(e.Text)) {
			return nil
		}
		return []Edit{{from, to, e.Text}} // a number or boolean needs no style
	}
	switch style := d.Source[from]; {
	case style == '\'' && !strings.ContainsFunc(text, unicode.IsControl):
		return []Edit{{from, to, "'" + strings.ReplaceAll(text, "'", "''") + "'"}}
	case style != '"' && isPlain(text):
		return []Edit{{from, to, text}}
	}
	return []Edit{{from, to, e.Text}}
}

var plainWords = lazyregexp.New(`^[A-Za-z_][\w./-]*( [\w./-]+)*$`)

// isPlain reports whether a text needs no quotes in any version of YAML.
func isPlain(text string) bool {
	switch strings.ToLower(text) {
	case "y", "n", "yes", "no", "on", "off":
		return false
	}
	value, ok := resolve(text)
	return ok && value[0] == '"' && plainWords().MatchString(text)
}
