package report

import (
	"encoding/xml"
	"strings"
)

// xmlText escapes text for XML, in content and in attributes. What would drive
// a terminal, and what XML cannot hold, is shown as an escape.
func xmlText(s string) string {
	var b strings.Builder
	// A strings.Builder never fails.
	_ = xml.EscapeText(&b, []byte(printable(s)))
	return b.String()
}
