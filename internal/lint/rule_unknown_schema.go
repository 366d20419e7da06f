package lint

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/finding"
)

// RuleUnknownSchema is broken by a payload that names a schema that cannot be loaded.
const RuleUnknownSchema verdict.Rule = "unknown-schema"

// unknownSchema reports the name of a schema at a place in the payload.
func unknownSchema(err *catalog.UnknownError, at place) *fault {
	return &fault{
		Violation: verdict.Violation{
			Rule:    RuleUnknownSchema,
			Message: fmt.Sprintf("the schema %q %s; %s", err.Name, err.Reason, err.Help),
			Pointer: "/" + schemaProperty,
			Offset:  at.start,
			End:     at.end,
			Got:     err.Name,
		},
		severity: finding.Warning,
	}
}
