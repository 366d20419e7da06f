package rules

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/finding"
)

// missingDescription reports a property that the schema does not describe.
var missingDescription = Rule{
	Name:            "missing-description",
	Severity:        finding.Off,
	CheckSchemaFile: checkDescriptions,
}

func checkDescriptions(f *SchemaFile) {
	for _, s := range f.schemas {
		described := s.keys["description"] != 0 || s.keys["markdownDescription"] != 0 || s.keys["$ref"] != 0
		if s.within == "properties" && !described {
			key := s.place.Node - 1
			f.report(key, fmt.Sprintf("property %s has no description", f.tape.Raw(key)), nil)
		}
	}
}
