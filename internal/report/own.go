package report

import (
	"bytes"
	"strings"
)

// beginnings are how the reports that are JSON begin. A report without findings may begin as
// other files do, and is none of them then.
var beginnings = []string{
	"{\n  \"findings\": [",
	`{"source":{"name":"verdict",`,
	`{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints",`,
}

// IsReport reports whether a text is evidently a report of this package in a format that is
// JSON, which may be in a directory that is linted.
func IsReport(text []byte) bool {
	for _, beginning := range beginnings {
		if bytes.HasPrefix(text, []byte(beginning)) {
			return true
		}
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(text[:min(len(text), 4096)]), "[\n  "), "\n")
	isLines := strings.HasPrefix(line, `{"file":"`) && strings.Contains(line, `,"severity":"`) && strings.Contains(line, `,"rule":"`)
	isGitLab := strings.HasPrefix(line, `{"description":"`) && strings.Contains(line, `,"check_name":"`) && strings.Contains(line, `,"fingerprint":"`)
	return isLines || isGitLab
}
