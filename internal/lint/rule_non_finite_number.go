package lint

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// RuleNonFiniteNumber is broken by an infinity or NaN of YAML or TOML, which JSON does not have. To a
// schema it is a number.
const RuleNonFiniteNumber verdict.Rule = "non-finite-number"

// nonFinite is the fault of a number that JSON does not have.
func nonFinite(n syntax.NotFinite) fault {
	return fault{
		Violation: verdict.Violation{
			Rule:    RuleNonFiniteNumber,
			Message: fmt.Sprintf("JSON has no %s; put it in quotes if it is text", n.Written),
			Got:     n.Written,
			Offset:  n.Offset,
			End:     n.Offset + len(n.JSON),
		},
		severity: finding.Warning,
	}
}

// appliesTo reports whether a rule means something for a number that JSON does not have:
// infinity is beyond any bound, but NaN is neither more nor less than one.
func appliesTo(rule verdict.Rule, n syntax.NotFinite) bool {
	switch rule {
	case RuleNumberPrecision, verdict.RuleMultipleOf:
		return false
	case verdict.RuleMinimum, verdict.RuleMaximum, verdict.RuleExclusiveMinimum, verdict.RuleExclusiveMaximum:
		return !n.IsNaN()
	}
	return true
}
