package rules

import "github.com/verdict-lint/verdict/internal/finding"

// NoSchema reports a file without a schema. It is off unless it is set, and reported once for
// each file, so it has no check here.
var NoSchema = Rule{Name: "no-schema", Severity: finding.Off}
