package lint

import (
	"encoding/json"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/suggest"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file converts suggestions of violations to fixes. A fix is only a proposal: the fixer lints
// the payload again to determine whether it helps.

// propose adds a fix to each diagnostic that has none and a suggestion that a program may
// apply.
func propose(diagnostics []rules.Diagnostic) {
	for i := range diagnostics {
		d := &diagnostics[i]
		if d.Fix != nil || d.Use == suggest.Manual {
			continue
		}
		if d.Use == suggest.Guess {
			d.Use = suggest.UseOf(misspelt(d), textOf(d.Suggestion.Text))
		}
		if d.Use != suggest.Manual {
			d.Fix = fixOf(d)
		}
	}
}

// misspelt returns the text that a suggestion replaces.
func misspelt(d *rules.Diagnostic) string {
	if d.Suggestion.Kind == verdict.SuggestRename {
		return d.Property
	}
	return textOf(d.Got)
}

// textOf returns the text of a JSON string, and a string that was cut unchanged.
func textOf(quoted string) string {
	if len(quoted) >= 2 && quoted[0] == '"' && quoted[len(quoted)-1] == '"' && strings.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	var text string
	if json.Unmarshal([]byte(quoted), &text) != nil {
		return quoted
	}
	return text
}

// fixOf returns the fix for a suggestion, or nil for a value that its title cannot show. For a warning it is not
// safe: the schema permits what is written, so a program may know the name.
func fixOf(d *rules.Diagnostic) *rules.Fix {
	s := &d.Suggestion
	title := "replace " + d.Got + " by " + s.Text
	switch {
	case s.Kind == verdict.SuggestRemove:
		title = "leave " + syntax.Quote(lastToken(d.Pointer)) + " out"
	case s.Kind != verdict.SuggestRename && d.End-d.Offset != len(d.Got):
		return nil
	}
	return &rules.Fix{
		Title: title, Safe: d.Use == suggest.Safe && d.Severity == finding.Error,
		Edits: []syntax.Edit{{Start: s.Offset, End: s.End, Text: s.Text}},
	}
}

// lastToken returns the name of the property that a JSON Pointer refers to.
func lastToken(pointer string) string {
	return jsontape.UnescapeToken(pointer[strings.LastIndexByte(pointer, '/')+1:])
}
