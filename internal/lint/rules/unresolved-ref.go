package rules

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// unresolvedRef reports a reference that cannot be resolved
// (https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3). One to a document
// on the network that is not fetched is not reported.
var unresolvedRef = Rule{
	Name:            "unresolved-ref",
	Severity:        finding.Error,
	CheckSchemaFile: checkReferences,
}

func checkReferences(f *SchemaFile) {
	f.tolerate()
	for _, r := range f.refs {
		text := f.tape.String(r.key + 1)
		switch {
		case errors.Is(r.err, catalog.ErrUnavailable):
		case r.err != nil:
			f.reportUnresolved(r.from.place, r.key+1, r.err)
		default:
			kind := r.target.Tape().Nodes[r.target.Node].Kind()
			if kind != jsontape.Object && kind != jsontape.True && kind != jsontape.False {
				f.report(r.key+1, fmt.Sprintf("%q refers to a value that is not a schema", text), nil)
			}
		}
	}
	for _, s := range f.schemas {
		f.checkMapping(s)
	}
}

// checkMapping reports references in the mapping of a discriminator that cannot be resolved. A value
// without a fragment may be the name of a schema.
func (f *SchemaFile) checkMapping(s *subschema) {
	discriminator, ok := s.any("discriminator")
	if !ok {
		return
	}
	mapping, ok := resource.Property(f.tape, discriminator, "mapping")
	if !ok {
		return
	}
	for key := range members(f.tape, mapping) {
		if f.tape.Nodes[key+1].Kind() != jsontape.String || !strings.Contains(f.tape.String(key+1), "#/") {
			continue
		}
		text := f.tape.String(key + 1)
		if _, err := f.Registry.Resolve(s.place.Resource, text); err != nil && !errors.Is(err, catalog.ErrUnavailable) {
			f.reportUnresolved(s.place, key+1, err)
		}
	}
}

func (f *SchemaFile) reportUnresolved(from resource.Place, value uint32, err error) {
	text := f.tape.String(value)
	why := f.whyUnresolved(text, err)
	if document, fragment, ok := strings.Cut(text, "#"); ok && strings.Contains(fragment, "/") && fragment[0] != '/' {
		// a JSON Pointer without its first slash, which therefore is an anchor
		if _, err := f.Registry.Resolve(from.Resource, document+"#/"+fragment); err == nil {
			why = fmt.Sprintf("a JSON Pointer begins with a slash; write %q", document+"#/"+fragment)
		}
	}
	f.report(value, fmt.Sprintf("cannot resolve %q: %s", text, why), nil)
}

// ReportUnreadable reports why a schema cannot be read, such as an identifier that is there
// twice, so that a reference to it would be ambiguous.
func (p *Payload) ReportUnreadable(err error) {
	var wrong *resource.Error
	if !errors.As(err, &wrong) || errors.Is(err, catalog.ErrUnavailable) {
		return
	}
	p.rule = &unresolvedRef
	bom := len(p.JSON) - len(bytes.TrimPrefix(p.JSON, syntax.ByteOrderMark))
	p.Report(Diagnostic{Violation: verdict.Violation{
		Message: wrong.Message, Pointer: wrong.Pointer, Offset: bom + wrong.Offset, End: bom + wrong.Offset + 1,
	}})
}

// tolerate makes it a warning that a reference that can be resolved is not a URI reference:
// other programs can follow it as well.
func (f *SchemaFile) tolerate() {
	resolved := make(map[int]bool)
	for _, r := range f.refs {
		if r.err == nil {
			resolved[f.bom+int(f.tape.Nodes[r.key+1].Start)] = true
		}
	}
	for i := range f.Diagnostics {
		if d := &f.Diagnostics[i]; d.Rule == verdict.RuleFormat && resolved[d.Offset] {
			d.Severity = finding.Warning
		}
	}
}

// maxSuggested bounds for how many references of a file a name is suggested, which takes time
// that depends on how many definitions there are.
const maxSuggested = 100

// whyUnresolved returns why a reference cannot be resolved, and for one into the same document what
// may have been meant.
func (f *SchemaFile) whyUnresolved(reference string, err error) string {
	fragment, within := strings.CutPrefix(reference, "#")
	tokens, ok := resource.FragmentTokens(fragment)
	if !within || !ok {
		first, _, _ := strings.Cut(err.Error(), "\n")
		words := strings.Fields(first)
		for i, word := range words {
			bare := strings.TrimRight(word, ":,;")
			if path, ok := catalog.PathOf(bare); ok {
				words[i] = path + word[len(bare):]
			}
		}
		return strings.Join(words, " ")
	}
	node := f.Root.Node
	for _, name := range tokens {
		if value, ok := f.Root.Document.Step(node, name); ok {
			node = value
			continue
		}
		if f.reported < maxSuggested {
			if near, ok := nearest.Of(name, slices.Sorted(maps.Keys(f.names(node)))); ok {
				return fmt.Sprintf("there is no %q; did you mean %q?", name, near)
			}
		}
		return fmt.Sprintf("there is no %q", name)
	}
	return err.Error()
}
