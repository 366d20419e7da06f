package rules

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// otherForm reports a payload that is written in another form of the same model than the
// schema describes. It is recognized by the names of its properties: the schema of the other
// form knows more of them. One diagnostic then replaces those of the schema, which all have this cause.
var otherForm = Rule{
	Name:     "other-form",
	Severity: finding.Error, // or that of what it replaces
	Revise:   reviseOtherForm,
}

func reviseOtherForm(p *Payload) {
	if len(p.Schema.Siblings) == 0 || !slices.ContainsFunc(p.Diagnostics, isAboutTopNames) {
		return
	}
	doc := p.Tape()
	sibling, evidence := formOf(p.Schema, doc)
	if sibling == nil {
		return
	}
	key := doc.Nodes[evidence]
	form := Diagnostic{
		Violation: verdict.Violation{
			Rule:     "other-form",
			Message:  fmt.Sprintf("this looks like the %s form; use --schema %s", formName(p.Schema.Name, sibling.Name), sibling.Name),
			Property: doc.String(evidence),
			Offset:   int(key.Start),
			End:      int(key.End),
			Got:      string(doc.Raw(evidence)),
		},
		Severity: finding.Warning,
	}
	form.Line, form.Column = new(jsontape.LineIndex).At(p.JSON, int(key.Start))
	kept := []Diagnostic{form}
	for _, d := range p.Diagnostics {
		if isAboutText(d.Rule) {
			kept = append(kept, d)
		} else {
			kept[0].Severity = max(kept[0].Severity, d.Severity)
		}
	}
	p.Diagnostics = kept
}

// isAboutTopNames reports whether a diagnostic may be caused by the names of the root object.
func isAboutTopNames(d Diagnostic) bool {
	switch d.Rule {
	case verdict.RuleMissing:
		return d.Pointer == ""
	case verdict.RuleUnknownProperty:
		return strings.Count(d.Pointer, "/") <= 1
	}
	return false
}

// isAboutText reports whether a rule is about the text of a payload, independent of the schema.
func isAboutText(rule verdict.Rule) bool {
	switch rule {
	case verdict.RuleSyntax, verdict.RuleEncoding, verdict.RuleDuplicateKey, verdict.RuleLimit:
		return true
	}
	return false
}

// formOf returns the sibling of a schema that knows more of the names of the root object, and
// the first key that only the sibling knows.
func formOf(s *catalog.Schema, doc *jsontape.Tape) (sibling *catalog.Schema, evidence uint32) {
	if doc == nil || doc.Nodes[0].Kind() != jsontape.Object {
		return nil, 0
	}
	own := catalog.Derive(s, topNamesKey{}, topNames)
	best := 0
	for _, candidate := range s.Siblings {
		lead, first := leadOver(own, catalog.Derive(candidate, topNamesKey{}, topNames), doc)
		if lead > best {
			best, sibling, evidence = lead, candidate, first
		}
	}
	return sibling, evidence
}

// leadOver returns how many more names of the root object the other set has, and the first key
// that only it has.
func leadOver(own, other map[string]bool, doc *jsontape.Tape) (lead int, first uint32) {
	var name []byte
	for key := uint32(1); key < doc.Nodes[0].Next; key = doc.Nodes[key+1].Next {
		name = doc.AppendText(name[:0], key)
		inOwn, inOther := own[string(name)], other[string(name)]
		switch {
		case inOwn && !inOther:
			lead--
		case inOther && !inOwn:
			lead++
			if first == 0 {
				first = key
			}
		}
	}
	return lead, first
}

// topNamesKey is the key of what the rule derives from a schema.
type topNamesKey struct{}

// topNames returns the properties that the root of a schema declares.
func topNames(s *catalog.Schema) map[string]bool {
	return newOutline(s.Text()).top()
}

// formName returns the name of the sibling's form: that of connect-session-wire is wire, and
// that of connect-session is documented.
func formName(name, sibling string) string {
	if suffix, ok := strings.CutPrefix(sibling, name+"-"); ok {
		return suffix
	}
	if strings.HasPrefix(name, sibling+"-") {
		return "documented"
	}
	return sibling
}

// An outline is a schema document, from which the names of its properties are read. A
// sibling is not compiled.
type outline struct {
	root any
}

func newOutline(document []byte) *outline {
	o := &outline{}
	// Built-in documents are JSON.
	_ = json.Unmarshal(document, &o.root)
	return o
}

// maxSpread bounds how many schemas are followed for one value, so that a web of references
// does not take forever.
const maxSpread = 256

// spread returns schemas and those that they apply to the same value, by $ref within the
// document and by allOf.
func (o *outline) spread(schemas []any) []any {
	var all []any
	for queue := slices.Clone(schemas); len(queue) > 0 && len(all) < maxSpread; queue = queue[1:] {
		schema, ok := queue[0].(map[string]any)
		if !ok {
			continue
		}
		all = append(all, schema)
		if ref, ok := schema["$ref"].(string); ok && strings.HasPrefix(ref, "#/") {
			if pointer, err := url.PathUnescape(ref[2:]); err == nil {
				queue = append(queue, o.walk(strings.Split(pointer, "/")))
			}
		}
		if parts, ok := schema["allOf"].([]any); ok {
			queue = append(queue, parts...)
		}
	}
	return all
}

// top returns the properties that the root of the schema declares.
func (o *outline) top() map[string]bool {
	names := make(map[string]bool)
	for _, s := range o.spread([]any{o.root}) {
		properties, _ := s.(map[string]any)["properties"].(map[string]any)
		for name := range properties {
			names[name] = true
		}
	}
	return names
}

// walk returns what the tokens of a JSON Pointer lead to from the root.
func (o *outline) walk(tokens []string) any {
	at := o.root
	for _, token := range tokens {
		switch node := at.(type) {
		case map[string]any:
			at = node[jsontape.UnescapeToken(token)]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(node) {
				return nil
			}
			at = node[i]
		default:
			return nil
		}
	}
	return at
}
