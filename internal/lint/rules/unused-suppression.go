package rules

import "github.com/verdict-lint/verdict/internal/finding"

// UnusedSuppression reports a comment that suppresses no finding. Only the linter knows the
// findings of a file, so the rule has no check here.
var UnusedSuppression = Rule{Name: "unused-suppression", Severity: finding.Warning}
