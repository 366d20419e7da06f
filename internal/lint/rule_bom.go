package lint

import (
	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// RuleBOM is broken by a byte order mark before a payload. The engine calls it
// a fault of encoding; it has a rule of its own here, for it can be mended.
const RuleBOM verdict.Rule = "bom"

// markBOM makes a fault of encoding that of this rule.
func markBOM(f *fault) {
	f.Rule = RuleBOM
	f.fix = &fix{title: "remove the byte order mark", safe: true, edits: []syntax.Edit{{Start: 0, End: len(syntax.ByteOrderMark)}}}
}
