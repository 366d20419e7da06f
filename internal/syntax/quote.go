package syntax

import (
	"encoding/json"
	"strings"
)

// Quote returns text as a JSON string with as few escapes as possible.
func Quote(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(text) != nil {
		return `""` // strings can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}
