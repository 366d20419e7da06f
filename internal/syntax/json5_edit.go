package syntax

import (
	"encoding/json"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file converts edits to JSON5. An edit replaces one scalar or name, or removes a property.

// inJSON5 converts an edit, and writes a text in the quotes of what it replaces. A number or
// boolean that becomes text keeps the text that it is written with.
func (d *Document) inJSON5(e Edit) []Edit {
	if e.Text == "" {
		return d.removeJSON5(e)
	}
	from, to, ok := d.Text.token(e.Start, e.End)
	if !ok || from == to {
		return nil
	}
	written := string(d.Source[from:to])
	was := d.Text.JSON[e.Start:e.End]
	if strings.IndexByte("{}[],:", was[0]) >= 0 {
		return nil
	}
	if was[0] != '"' && e.Text == `"`+string(was)+`"` {
		return []Edit{{from, to, `"` + written + `"`}}
	}
	var text string
	if json.Unmarshal([]byte(e.Text), &text) != nil {
		if !json.Valid([]byte(e.Text)) {
			return nil
		}
		return []Edit{{from, to, e.Text}}
	}
	isName := e.End < len(d.Text.JSON) && d.Text.JSON[e.End] == ':'
	switch _, isIdentifier := json5Identifier(text); {
	case isName && written[0] != '"' && written[0] != '\'' && isIdentifier && !strings.Contains(text, `\`):
		return []Edit{{from, to, text}}
	case written[0] == '\'':
		quoted := strings.NewReplacer(`\"`, `"`, `'`, `\'`).Replace(e.Text[1 : len(e.Text)-1])
		return []Edit{{from, to, "'" + quoted + "'"}}
	}
	return []Edit{{from, to, e.Text}}
}

// removeJSON5 converts an edit that removes a property, with the comma before or after it.
func (d *Document) removeJSON5(e Edit) []Edit {
	if len(d.Errors) > 0 || d.separators {
		return nil // the extent of the deletion, or of a comment, is uncertain
	}
	from, to := d.Text.Span(e.Start, e.End)
	for d.Text.JSON[e.End-1] == ',' && to < len(d.Source) && jsontape.IsSpace(d.Source[to]) {
		to++
	}
	return InJSONC(d.Source, Edit{Start: from, End: to})
}
