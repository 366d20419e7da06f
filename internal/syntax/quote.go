package syntax

import "github.com/verdict-lint/verdict/internal/jsontape"

// Quote returns text as a JSON string with as few escapes as possible.
func Quote(text string) string { return string(jsontape.AppendQuoted(nil, text)) }
