package lint

import (
	"fmt"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/suggest"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// This file makes fixes of the suggestions of violations. A fix is only a proposal: whether
// it leaves the payload better than it was is determined by linting it again.

// propose adds a fix to each fault that has none and a suggestion that a program may apply.
func propose(faults []fault) {
	for i := range faults {
		f := &faults[i]
		if f.meant != "" {
			f.suggestName(f.meant)
		}
		if f.fix == nil && f.use != suggest.Manual {
			f.fix = fixOf(f)
		}
	}
}

// suggestName suggests a name for an unknown property.
func (f *fault) suggestName(name string) {
	f.Suggestion = verdict.Suggestion{Kind: verdict.SuggestRename, Text: syntax.Quote(name), Offset: f.Offset, End: f.End}
	f.use = suggest.UseOf(f.Property, name)
}

// fixOf is the fix that a suggestion makes; nil for a value that its title cannot show.
func fixOf(f *fault) *fix {
	s := &f.Suggestion
	title := fmt.Sprintf("replace %s by %s", f.Got, s.Text)
	switch {
	case s.Kind == verdict.SuggestRemove:
		title = fmt.Sprintf("leave %s out", syntax.Quote(lastToken(f.Pointer)))
	case s.Kind != verdict.SuggestRename && f.End-f.Offset != len(f.Got):
		return nil
	}
	return &fix{
		title: title, safe: f.use == suggest.Safe,
		edits: []syntax.Edit{{Start: s.Offset, End: s.End, Text: s.Text}},
	}
}

// lastToken is the name of the property that a JSON Pointer leads to.
func lastToken(pointer string) string {
	return unescapeToken(pointer[strings.LastIndexByte(pointer, '/')+1:])
}
