package report

import (
	"bytes"
	"strings"
)

// A signature identifies a report in a JSON format, or a summary. A report without findings may
// begin like other files and is then not recognized.
type signature struct {
	beginning string
	part      string // of a complete report, which other files that begin like it hardly have
}

var signatures = []signature{
	{"{\n  \"findings\": [", "\n  ],\n  \"summary\": {\"files\":"},
	{`{"source":{"name":"verdict",`, `"source":{"name":"verdict",`},
	{`{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints",`,
		`"tool":{"driver":{"name":"verdict",`},
	{summaryBeginning, `,"sections":[`},
}

// summaryBeginning is how a summary begins.
const summaryBeginning = `{"format":"verdict-summary","version":`

// IsSummary reports whether text begins like a summary.
func IsSummary(text []byte) bool { return bytes.HasPrefix(text, []byte(summaryBeginning)) }

// IsReport reports whether text is recognizably a report written by this package in a JSON
// format, or a summary. Such a file may be in a directory that is linted.
func IsReport(text []byte) bool {
	for _, s := range signatures {
		if bytes.HasPrefix(text, []byte(s.beginning)) {
			return true
		}
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(text[:min(len(text), 4096)]), "[\n  "), "\n")
	isLines := strings.HasPrefix(line, `{"file":"`) && strings.Contains(line, `,"severity":"`) && strings.Contains(line, `,"rule":"`)
	isGitLab := strings.HasPrefix(line, `{"description":"`) && strings.Contains(line, `,"check_name":"`) && strings.Contains(line, `,"fingerprint":"`)
	return isLines || isGitLab
}

// IsComplete reports whether text is a complete report with findings, in a JSON format, or a
// summary. It is stricter than [IsReport], because such a file is not linted.
func IsComplete(text []byte) bool {
	for _, s := range signatures {
		if bytes.HasPrefix(text, []byte(s.beginning)) && bytes.Contains(text, []byte(s.part)) {
			return true
		}
	}
	return false
}
