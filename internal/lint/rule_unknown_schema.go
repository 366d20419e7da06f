package lint

import (
	"fmt"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
)

// RuleUnknownSchema is broken by a payload that names a schema that cannot be had.
const RuleUnknownSchema verdict.Rule = "unknown-schema"

// unknownSchema tells of the name of a schema that stands at a place in the payload, why
// there is none, which one is taken instead, and what to do.
func unknownSchema(name string, at place, why, instead, help string) *fault {
	why, _, _ = strings.Cut(why, "\n")
	return &fault{
		Violation: verdict.Violation{
			Rule:    RuleUnknownSchema,
			Message: fmt.Sprintf("the schema %q %s, and %q taken instead; %s", name, why, instead, help),
			Pointer: "/" + schemaProperty,
			Offset:  at.start,
			End:     at.end,
			Got:     name,
		},
		severity: finding.Warning,
	}
}
