package message

import (
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

func TestEveryFailureAndFaultHasARule(t *testing.T) {
	for code := range program.PatternTime + 1 {
		if int(code) >= len(codeRules) || codeRules[code] == "" {
			t.Errorf("no rule for the code %d", code)
		}
	}
	for kind := range jsontape.Limit + 1 {
		if int(kind) >= len(faultRules) || faultRules[kind] == "" {
			t.Errorf("no rule for the fault %d", kind)
		}
	}
}
