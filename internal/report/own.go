package report

import (
	"bytes"
	"strings"
)

// beginnings are the first bytes of reports in a JSON format. A report without findings may
// begin like other files and is then not recognized.
var beginnings = []string{
	"{\n  \"findings\": [",
	`{"source":{"name":"verdict",`,
	`{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints",`,
	summaryBeginning,
}

// summaryBeginning is how a summary begins.
const summaryBeginning = `{"format":"verdict-summary","version":`

// IsSummary reports whether text begins like a summary.
func IsSummary(text []byte) bool { return bytes.HasPrefix(text, []byte(summaryBeginning)) }

// IsReport reports whether text is recognizably a report written by this package in a JSON
// format, or a summary. Such a file may be in a directory that is linted.
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

// ends are parts of complete reports in a JSON format that other files hardly have.
var ends = []string{
	"\n  ],\n  \"summary\": {\"files\":",
	`"source":{"name":"verdict",`,
	`"tool":{"driver":{"name":"verdict",`,
	`,"sections":[`,
}

// IsComplete reports whether text is a complete report with findings, in a JSON format, or a
// summary. It is stricter than [IsReport], because such a file is not linted.
func IsComplete(text []byte) bool {
	for i, beginning := range beginnings {
		if bytes.HasPrefix(text, []byte(beginning)) && bytes.Contains(text, []byte(ends[i])) {
			return true
		}
	}
	return false
}
