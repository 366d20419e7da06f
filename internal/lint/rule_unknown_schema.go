package lint

import (
	"fmt"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
)

// RuleUnknownSchema is broken by a payload that names a schema that cannot be loaded.
const RuleUnknownSchema verdict.Rule = "unknown-schema"

// unknownSchema reports the name of a schema at a place in the payload, why it was not
// loaded, and what to do.
func unknownSchema(name string, at place, why, help string) *fault {
	why, _, _ = strings.Cut(why, "\n")
	return &fault{
		Violation: verdict.Violation{
			Rule:    RuleUnknownSchema,
			Message: fmt.Sprintf("the schema %q %s; %s", name, why, help),
			Pointer: "/" + schemaProperty,
			Offset:  at.start,
			End:     at.end,
			Got:     name,
		},
		severity: finding.Warning,
	}
}
