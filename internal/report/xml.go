package report

import (
	"encoding/xml"
	"strings"
)

// xmlText escapes text for XML, in content and in attributes. Terminal control characters,
// and characters that XML does not allow, are shown as escapes.
func xmlText(s string) string {
	var b strings.Builder
	// A strings.Builder never fails.
	_ = xml.EscapeText(&b, []byte(printable(s)))
	return b.String()
}
