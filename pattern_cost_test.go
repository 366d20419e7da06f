package verdict_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

// Patterns that have no table share a budget of steps in each payload, which names itself when
// it is spent. It is the same on every machine.
func TestPatternsOfOnePayloadShareABudget(t *testing.T) {
	large(t)
	texts := func(count, length int) string {
		text := `"` + strings.Repeat("a", length) + `"`
		return "[" + text + strings.Repeat(","+text, count-1) + "]"
	}
	for _, test := range []struct {
		pattern, within, beyond string
	}{
		{`^((a{1,30}){1,30}){1,30}$`, texts(1, 100), texts(1, 20_000)},
		{`(a{100}){100}b`, texts(1, 300), texts(1, 20_000)},
		{`[a-z]{0,5000}1`, texts(1, 1000), texts(1, 20_000)},
		{`[a-z]{0,5000}1`, texts(100, 100), texts(100, 2000)},
	} {
		s := compiled(t, fmt.Sprintf(`{"type": "array", "items": {"anyOf": [{"pattern": %q}, {"minLength": 1}]}}`, test.pattern))
		if valid, violations := judge(t, s, []byte(test.within)); !valid {
			t.Errorf("%s: %v", test.pattern, violations)
		}
		valid, violations := judge(t, s, []byte(test.beyond))
		if valid || len(violations) != 1 || violations[0].Rule != verdict.RuleLimit || !strings.Contains(violations[0].Message, "patterns") {
			t.Errorf("%s: valid is %t, %v", test.pattern, valid, violations)
		}
	}
}
