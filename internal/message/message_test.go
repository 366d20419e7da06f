package message

import (
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

func TestEveryFailureAndSyntaxErrorHasARule(t *testing.T) {
	leaves := make(map[program.Code]bool)
	for _, leaf := range program.Leaves() {
		leaves[leaf.Code] = true
		if _, ok := boundForms[leaf.Rule]; leaf.Rule == "" || leaf.Code == program.Bound && !ok {
			t.Errorf("no rule or no form for %s", leaf.Name)
		}
	}
	for code := range program.PatternTime + 1 {
		if leaves[code] || code == program.Custom { // whose rule is the caller's
			continue
		}
		if int(code) >= len(codeRules) || codeRules[code] == "" {
			t.Errorf("no rule for the code %d", code)
		}
	}
	for kind := range jsontape.Limit + 1 {
		if int(kind) >= len(errorRules) || errorRules[kind] == "" {
			t.Errorf("no rule for the kind %d of syntax errors", kind)
		}
	}
}
