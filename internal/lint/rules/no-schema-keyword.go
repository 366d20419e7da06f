package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// noSchemaKeyword is about a schema that does not say which draft it is written in
// (https://json-schema.org/draft/2020-12/json-schema-core#section-8.1.1).
var noSchemaKeyword = Rule{
	Name:            "no-schema-keyword",
	Severity:        finding.Off,
	CheckSchemaFile: checkSchemaKeyword,
}

func checkSchemaKeyword(f *SchemaFile) {
	if root := f.schemas; len(root) > 0 && root[0].keys["$schema"] == 0 && f.tape.Nodes[0].Kind() == jsontape.Object {
		draft := f.Root.Dialect.Draft
		f.report(0, fmt.Sprintf("the schema does not say its draft, and is read as %s; add \"$schema\": %q", draft, draft.MetaschemaURI()), nil)
	}
}
