package syntax

import (
	"encoding/json"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// Edits of YAML. An edit replaces one scalar or key; it never changes another value, nor the
// text of a value that only gets quotes.

// InYAML turns an edit of the JSON of a document into one of its source, which replaces one
// scalar by another in the style of the first. ok is false where it would take more than
// that. A number or boolean that becomes text keeps the text that it is written with.
func (d *Document) InYAML(e Edit) (edit Edit, ok bool) {
	from, to, ok := d.Text.token(e.Start, e.End)
	if !ok || from == to {
		return Edit{}, false
	}
	if written := d.Text.JSON[e.Start:e.End]; written[0] != '"' && e.Text == `"`+string(written)+`"` {
		return Edit{from, to, Quote(string(d.Source[from:to]))}, true
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
