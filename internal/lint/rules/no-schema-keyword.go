package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// noSchemaKeyword reports a schema that does not state the draft it is written in
// (https://json-schema.org/draft/2020-12/json-schema-core#section-8.1.1).
var noSchemaKeyword = Rule{
	Name:            "no-schema-keyword",
	Severity:        finding.Off,
	CheckSchemaFile: checkSchemaKeyword,
}

func checkSchemaKeyword(f *SchemaFile) {
	if len(f.schemas) == 0 || f.Root.Document.IsOpenAPI() || f.schemas[0].keys["$schema"] != 0 {
		return
	}
	draft := f.Root.Dialect.Draft
	member := fmt.Sprintf(`"$schema": %q`, draft.MetaschemaURI())
	var fix *Fix
	if f.tape.Count(0) > 0 {
		start := f.tape.Nodes[1].Start
		space := f.tape.Text[f.tape.Nodes[0].Start+1 : start]
		if len(space) == 0 {
			space = []byte(" ")
		}
		at := f.bom + int(start)
		fix = &Fix{Title: "add " + member, Safe: true, Edits: []syntax.Edit{{Start: at, End: at, Text: member + "," + string(space)}}}
	}
	f.report(0, fmt.Sprintf("the schema does not state its draft and is read as %s; add %s", draft, member), fix)
}
