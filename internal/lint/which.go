package lint

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/files"
)

// A Choice is the schema of a payload, with the reason.
type Choice struct {
	Line   int    // of the first line of the payload
	Schema string // name, path or URL; "" if it has none
	Reason string
}

// Reasons that the caller can explain in more detail.
const (
	Configured = "--schema or an entry of schemas in the configuration"
	Fallback   = "the configuration's fallback"
)

// Which returns the schema of each payload in a file, without linting it. Payloads in a row
// with the same schema, for the same reason, are one choice.
func (l *Linter) Which(in *files.Input) ([]Choice, error) {
	source, err := in.Read(nil, 1, l.limits())
	if err != nil {
		return nil, files.Describe(in.Path, err)
	}
	configured, err := l.catalog.For(in.Path)
	if err != nil {
		return nil, err
	}
	if !configured.IsNone() {
		return []Choice{{1, configured.Name, Configured}}, nil
	}
	t := &task{input: in, schema: configured}
	var choices []Choice
	for doc := range l.documents(in, in.Syntax, source) {
		choice, err := l.why(t, &doc)
		if err != nil {
			return nil, err
		}
		if n := len(choices); n == 0 || choices[n-1].Schema != choice.Schema || choices[n-1].Reason != choice.Reason {
			choices = append(choices, choice)
		}
	}
	return choices, nil
}

// why returns the schema of a payload for which none is configured, with the reason.
func (l *Linter) why(t *task, doc *document) (Choice, error) {
	choice := Choice{Line: doc.lines + 1}
	own, unknown, err := l.ownSchema(t.input.Path, doc)
	switch {
	case err != nil:
		return choice, err
	case own != nil:
		choice.Schema, choice.Reason = own.Name, "the file names it"
		return choice, nil
	}
	known, pattern, isKnown := l.catalog.KnownAs(t.input.Path)
	schema, unknown2, err := l.choose(t, doc)
	if unknown == nil {
		unknown = unknown2
	}
	switch {
	case err != nil:
		return choice, err
	case unknown != nil:
		choice.Reason = fmt.Sprintf("the schema %q %s; %s", unknown.Name, unknown.Reason, unknown.Help)
	case !schema.IsNone() && isKnown && schema.Name == known.URL:
		choice.Schema, choice.Reason = schema.Name, fmt.Sprintf("the catalog has it for %q: %s", pattern, known.Name)
	case !schema.IsNone():
		choice.Schema, choice.Reason = schema.Name, Fallback
	case isKnown:
		choice.Reason = fmt.Sprintf("the catalog has %s for %q, but not its content; use verdict catalog sync, or --allow-remote", known.URL, pattern)
	default:
		choice.Reason = "neither the configuration, nor the file itself, nor a catalog has a schema for it"
	}
	return choice, nil
}
