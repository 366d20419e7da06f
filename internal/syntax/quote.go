package syntax

import (
	"encoding/json"
	"strings"
)

// Quote writes a text as a JSON string, and leaves every character as it is that may be.
func Quote(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(text) != nil {
		return `""` // strings can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}
