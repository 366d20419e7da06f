package verdict_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/program"
)

// fewPatternSteps lowers the budget of patterns to a 256th.
var fewPatternSteps = verdict.WithBounds(program.Bounds{PatternSteps: 1 << 16})

// Patterns without a table share a budget of steps for each payload. If it is exhausted, that is
// the violation. It is the same on every machine.
func TestPatternsOfOnePayloadShareABudget(t *testing.T) {
	texts := func(count, length int) string {
		text := `"` + strings.Repeat("a", length) + `"`
		return "[" + text + strings.Repeat(","+text, count-1) + "]"
	}
	for _, test := range []struct {
		pattern, within, beyond string
	}{
		{`^((a{1,30}){1,30}){1,30}$`, texts(1, 20), texts(1, 400)},
		{`(a{100}){100}b`, texts(1, 100), texts(1, 1000)},
		{`[a-z]{0,5000}1`, texts(1, 100), texts(1, 1000)},
		{`[a-z]{0,5000}1`, texts(10, 30), texts(10, 500)},
		{`(a+)\1b`, texts(1, 30), texts(1, 1000)},
		{`(a+)\1b`, texts(10, 20), texts(100, 150)},
		{`^(?:(a+)+)+\1b$`, texts(10, 5), texts(10, 30)},
	} {
		s := compiled(t, fmt.Sprintf(`{"type": "array", "items": {"anyOf": [{"pattern": %q}, {"minLength": 1}]}}`, test.pattern), fewPatternSteps)
		if valid, violations := outcome(t, s, []byte(test.within)); !valid {
			t.Errorf("%s: %v", test.pattern, violations)
		}
		var invalid *verdict.Error
		err := s.Validate([]byte(test.beyond))
		if !errors.As(err, &invalid) || len(invalid.Violations) != 1 || invalid.Violations[0].Rule != verdict.RuleLimit || !strings.Contains(err.Error(), "patterns") {
			t.Errorf("%s: %v", test.pattern, err)
		}
	}
}

// Long strings do not exhaust the budget: an ordinary pattern takes a few steps for each byte.
func TestOrdinaryPatternsReadLongStrings(t *testing.T) {
	large(t)
	for _, test := range []struct{ pattern, text string }{
		{`^[a-z]{0,2000000}$`, strings.Repeat("a", 1_000_000)},
		{`^(?:[a-z]{1,9} ?){0,500000}$`, strings.Repeat("word ", 50_000)},
		{`^(['"])[^'"]*\1$`, "'" + strings.Repeat("a", 1_000_000) + "'"},
		{`^(\w+)=.*\1$`, "name=" + strings.Repeat("a", 1_000_000) + "name"},
		{`^(?:(a)|b|\1c)*$`, strings.Repeat("ab", 50_000)},
	} {
		s := compiled(t, fmt.Sprintf(`{"type": "array", "items": {"pattern": %q}}`, test.pattern))
		if valid, violations := outcome(t, s, fmt.Appendf(nil, "[%q]", test.text)); !valid {
			t.Errorf("%s: %v", test.pattern, violations)
		}
	}
}
