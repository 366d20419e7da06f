package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/suggest"
)

// This file allows the property $schema in the root of a payload, which names its schema for editors
// and linters, even if the schema does not define it. The library has no such exception.

// explainPayload adds a diagnostic for each failure, except those that only $schema causes.
func explainPayload(p *rules.Payload, r *run, mode engine.Strictness) extent {
	upTo := explain(p, r, mode)
	found := p.Diagnostics
	if definesSchemaProperty(found) {
		return upTo
	}
	isAboutIt := func(d rules.Diagnostic) bool {
		return d.Pointer == "/"+schemaProperty && d.Rule != verdict.RuleDuplicateKey
	}
	if slices.ContainsFunc(found, isAboutIt) {
		if _, _, ok := schemaMember(&r.Tape); !ok {
			return upTo // it does not name a schema
		}
		p.Diagnostics = slices.DeleteFunc(found, isAboutIt)
	}
	if !slices.ContainsFunc(p.Diagnostics, mayDependOnNames) {
		return upTo
	}
	return explainWithout(p, r, mode, upTo)
}

// definesSchemaProperty reports whether a failure shows that the schema has the property
// $schema itself.
func definesSchemaProperty(found []rules.Diagnostic) bool {
	return slices.ContainsFunc(found, func(d rules.Diagnostic) bool {
		return d.Pointer == "/"+schemaProperty && strings.Contains(d.KeywordLocation, "/properties/"+schemaProperty)
	})
}

// mayDependOnNames reports whether a diagnostic sums up why the root is invalid, which may be
// its property $schema.
func mayDependOnNames(d rules.Diagnostic) bool {
	switch d.Rule {
	case verdict.RuleAnyOf, verdict.RuleOneOf, verdict.RuleNot, verdict.RuleMaxProperties:
		return d.Pointer == ""
	}
	return false
}

// explainWithout validates the payload without $schema, and replaces its diagnostics if there
// are fewer errors then.
func explainWithout(p *rules.Payload, r *run, mode engine.Strictness, upTo extent) extent {
	start, end, ok := schemaMember(&r.Tape)
	if !ok || len(r.Tape.Errors) > 0 || upTo.reach != everything {
		return upTo
	}
	found, text := p.Diagnostics, bytes.Clone(p.JSON)
	copy(text[start:end], bytes.Repeat([]byte{' '}, end-start)) // so that offsets stay
	p.Diagnostics = nil
	without := extent{reach: everything}
	if !p.Schema.Engine.Check(&r.Result, text, maxPerPayload, mode) {
		without = explain(p, r, mode)
	}
	if errorsIn(p.Diagnostics) >= errorsIn(found) {
		p.Diagnostics = found
		r.Tape.Parse(p.JSON, p.Schema.Engine.Limits)
		r.Parsed = true
		return upTo
	}
	r.Parsed = false // the tape is that of the payload if a rule needs it
	for i := range p.Diagnostics {
		if d := &p.Diagnostics[i]; d.Suggestion.Kind == verdict.SuggestRemove {
			d.Use = suggest.Manual // the comma may be that of $schema
		}
	}
	return without
}

func errorsIn(all []rules.Diagnostic) int {
	n := 0
	for i := range all {
		if all[i].Severity == finding.Error {
			n++
		}
	}
	return n
}

// schemaMember returns the range of the root's property $schema with its comma. ok is false
// if it has none, or one that is no string.
func schemaMember(doc *jsontape.Tape) (start, end int, ok bool) {
	if !doc.Readable() || len(doc.Nodes) == 0 || doc.Nodes[0].Kind() != jsontape.Object {
		return 0, 0, false
	}
	for key := uint32(1); key < doc.Nodes[0].Next; key = doc.Nodes[key+1].Next {
		if doc.String(key) != schemaProperty {
			continue
		}
		if doc.Nodes[key+1].Kind() != jsontape.String {
			return 0, 0, false
		}
		start, end, ok = int(doc.Nodes[key].Start), int(doc.Nodes[key+1].End), true
		rest := doc.Text[end:]
		after := len(rest) - len(bytes.TrimLeft(rest, " \t\r\n"))
		if rest[after] == ',' {
			end += after + 1
		} else if key > 1 {
			start = bytes.LastIndexByte(doc.Text[:start], ',')
		}
	}
	return start, end, ok
}
