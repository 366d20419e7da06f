package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// ignoredKeyword reports a keyword of a schema that its draft ignores: "const" in draft 4, the
// siblings of "$ref" up to draft 7
// (https://json-schema.org/draft-07/json-schema-core#rfc.section.8.3), and in a schema that is
// linted itself also other keywords that its draft does not have, or that depend on a missing one.
// Some validators apply the first two nevertheless.
var ignoredKeyword = Rule{
	Name:            "ignored-keyword",
	Severity:        finding.Warning,
	CheckSchema:     checkIgnoredKeywords,
	CheckSchemaFile: checkIgnoredInFile,
}

// checkIgnoredKeywords also reports keywords of the documents that the schema refers to,
// because a payload is validated without them. A document from the network is reported
// once, because the user cannot fix it.
func checkIgnoredKeywords(s *Schema) {
	if s.URI == "" {
		return // built-in schemas have none
	}
	ignored := program.Ignored(s.Engine.Registry, s.Engine.Root)
	for i := range ignored {
		k := &ignored[i]
		document := k.Resource.Document
		others := 0
		if catalog.IsRemote(document.URI) {
			if i > 0 && ignored[i-1].Resource.Document == document {
				continue
			}
			for others < len(ignored)-i-1 && ignored[i+others+1].Resource.Document == document {
				others++
			}
		}
		key := document.Tape.Nodes[k.Key]
		s.Report(document, Diagnostic{Violation: verdict.Violation{
			Message: ignoredMessage(k, others),
			Pointer: document.Tape.Pointer(k.Key + 1),
			Offset:  int(key.Start),
			End:     int(key.End),
		}})
	}
}

// ignoredMessage returns the message for a keyword and the number of other ignored keywords
// in its document that are not reported.
func ignoredMessage(k *program.IgnoredKeyword, others int) string {
	draft := k.Resource.Dialect.Draft
	if k.Resource.Dialect.Has(resource.ConstInDraft4) && !k.Reference {
		return fmt.Sprintf(`%q is not a keyword of %s, but validated as in later drafts; use "enum" with one value%s`, k.Name, draft, alsoOthers(others))
	}
	ignored := fmt.Sprintf("%q is ignored: %s has no such keyword", k.Name, draft)
	if k.Reference {
		ignored = fmt.Sprintf(`%q is ignored next to "$ref" in %s`, k.Name, draft)
	}
	switch {
	case others == 1:
		return ignored + "; so is another keyword of this schema"
	case others > 1:
		return fmt.Sprintf("%s; so are %d other keywords of this schema", ignored, others)
	case k.Reference && k.Name == "nullable":
		return ignored + "; make the referenced schema nullable"
	case k.Reference:
		return ignored + `; put the reference into "allOf"`
	}
	return ignored + `; use "enum" with one value`
}

// alsoOthers returns the end of a message for the number of other keywords.
func alsoOthers(others int) string {
	if others == 0 {
		return ""
	}
	return fmt.Sprintf(" (and %d more in this schema)", others)
}

// needs are keywords that have no effect without another one.
var needs = map[string]string{"nullable": "type", "then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}

// checkIgnoredInFile reports each ignored keyword of a file once, the outermost.
func checkIgnoredInFile(f *SchemaFile) {
	found := program.Ignored(f.Registry, f.Root)
	for i := range found {
		if k := &found[i]; k.Resource.Document == f.Root.Document {
			f.report(k.Key, ignoredMessage(k, 0), f.ignoredFix(k))
		}
	}
	var arrays []uint32
	for _, s := range f.schemas {
		if s.isOnlyReference() {
			continue
		}
		if items, ok := s.value("items", jsontape.Array); ok && s.draft() >= resource.Draft2020 {
			arrays = append(arrays, items)
			f.reportAs(finding.Error, items-1, `"items" is an array, which 2020-12 does not allow; use "prefixItems"`, s.renameFix(f, items-1, "prefixItems"))
		}
		for key := range members(f.tape, s.place.Node) {
			if why := s.whyIgnored(f.tape.String(key), key+1); why != "" {
				f.report(key, fmt.Sprintf("%q is ignored: %s", f.tape.String(key), why), nil)
			}
		}
	}
	f.replaceDiagnostics(arrays, verdict.RuleType)
}

// ignoredFix returns a fix that gives a keyword its effect, so that the schema accepts less; nil if that
// takes more than one edit.
func (f *SchemaFile) ignoredFix(k *program.IgnoredKeyword) *Fix {
	s := f.holder(k.Key)
	if s == nil || s.keys[k.Name] != k.Key || k.Name == "nullable" { // it has an effect only with a type
		return nil
	}
	name, by := "const", "enum"
	if k.Reference {
		name, by = "$ref", "allOf"
	}
	key := s.keys[name]
	if key == 0 || s.keys[by] != 0 {
		return nil
	}
	value := string(f.tape.Raw(key + 1))
	text := `"enum": [` + value + `]`
	if k.Reference {
		text = `"allOf": [{"$ref": ` + value + `}]`
	}
	start, end := f.bom+int(f.tape.Nodes[key].Start), f.bom+int(f.tape.Nodes[key+1].End)
	return &Fix{Title: fmt.Sprintf("put %q into %q", name, by), Edits: []syntax.Edit{{Start: start, End: end, Text: text}}}
}

// renameFix returns a fix that renames a keyword; nil if the schema already has the new name.
func (s *subschema) renameFix(f *SchemaFile, key uint32, name string) *Fix {
	if s.keys[name] != 0 {
		return nil
	}
	return &Fix{Title: fmt.Sprintf("rename it to %q", name), Edits: f.replace(key, `"`+name+`"`)}
}

// whyIgnored returns why a keyword has no effect; "" if it has one, constrains nothing, or is found by
// [program.Ignored].
func (s *subschema) whyIgnored(name string, value uint32) string {
	if name == "nullable" {
		if s.tape.Nodes[value].Kind() != jsontape.True {
			return "" // the same as without the keyword
		}
		if list, ok := s.value("enum", jsontape.Array); ok && s.knows(name) && !hasNull(s.tape, list) {
			return `"enum" does not list null`
		}
		if s.place.Resource.Dialect.Has(resource.OpenAPI) && !s.knows(name) {
			return `only OpenAPI 3.0 has it; add "null" to "type"`
		}
	}
	if other, ok := needs[name]; ok && s.knows(name) && s.keys[other] == 0 {
		return fmt.Sprintf("it has no effect without %q", other)
	}
	if name == "additionalItems" && s.knows(name) {
		items, ok := s.keys["items"]
		if !ok || s.tape.Nodes[items+1].Kind() != jsontape.Array {
			return `it has no effect unless "items" is an array`
		}
	}
	if (name == "id" || name == "$id") && s.draft() != resource.OpenAPI30 && s.parent == nil && s.place.Node == 0 && s.tape.Nodes[value].Kind() == jsontape.String && !s.knows(name) {
		return fmt.Sprintf("%s calls it %q", s.draft(), map[string]string{"id": "$id", "$id": "id"}[name])
	}
	since, until, ok := program.Drafts(name)
	switch {
	case !ok || s.draft() <= resource.Draft4 && name == "const":
	case s.draft() == resource.OpenAPI30 && s.draft() < since:
		return fmt.Sprintf("%s has no such keyword", s.draft())
	case s.draft() < since:
		return fmt.Sprintf("%s has no such keyword; move the schema to %s or later", s.draft(), since)
	case until != 0 && until < s.draft() && replacement[name] != "":
		return fmt.Sprintf("%s has no such keyword; %s", s.draft(), replacement[name])
	}
	return ""
}

// hasNull reports whether an array has the item null.
func hasNull(tape *jsontape.Tape, array uint32) bool {
	for item := range items(tape, array) {
		if tape.Nodes[item].Kind() == jsontape.Null {
			return true
		}
	}
	return false
}

// replacement returns what to use instead of a keyword that later drafts do not have.
var replacement = map[string]string{
	"additionalItems": `use "prefixItems" and "items"`,
	"$recursiveRef":   `use "$dynamicRef"`,
}
