package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format json: one object, {"findings":[…],"summary":{…}}. Findings are written as they
// arrive, so memory use does not grow with their number.

// jsonFinding is the JSON form of a finding. Its property names are part of the stable
// output format.
type jsonFinding struct {
	File            string `json:"file"`
	Line            int    `json:"line"`
	Column          int    `json:"column"`
	EndLine         int    `json:"endLine"`
	EndColumn       int    `json:"endColumn"`
	Severity        string `json:"severity"`
	Rule            string `json:"rule"`
	Message         string `json:"message"`
	Pointer         string `json:"pointer"`
	Property        string `json:"property"`
	KeywordLocation string `json:"keywordLocation"`
	Schema          string `json:"schema"`
}

func asJSON(f *finding.Finding) jsonFinding {
	return jsonFinding{
		File:            f.File,
		Line:            f.Range.Start.Line,
		Column:          f.Range.Start.Column,
		EndLine:         f.Range.End.Line,
		EndColumn:       f.Range.End.Column,
		Severity:        f.Severity.String(),
		Rule:            f.Rule,
		Message:         f.Message,
		Pointer:         f.Pointer,
		Property:        f.Property,
		KeywordLocation: f.KeywordLocation,
		Schema:          f.Schema,
	}
}

// jsonSummary is the JSON form of a summary.
type jsonSummary struct {
	Files    int `json:"files"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`

	// Truncated reports that the output lacks findings; Note says why.
	Truncated bool   `json:"truncated,omitempty"`
	Note      string `json:"note,omitempty"`

	// NoSchema is how many files have a payload that was validated against no schema.
	NoSchema int `json:"noSchema,omitempty"`

	// Templates is how many files were not linted because they are templates.
	Templates int `json:"templates,omitempty"`
}

func summaryAsJSON(s finding.Summary) jsonSummary {
	note := s.Incomplete()
	return jsonSummary{
		Files: s.Files, Errors: s.Errors, Warnings: s.Warnings, Truncated: note != "", Note: note, NoSchema: s.NoSchema, Templates: s.Templates,
	}
}

// jsonReporter writes the object incrementally.
type jsonReporter struct {
	w     *bufio.Writer
	count int
}

func newJSON(w io.Writer, _ Options) Reporter {
	return &jsonReporter{w: bufio.NewWriter(w)}
}

func (r *jsonReporter) File(string) error { return nil }

func (r *jsonReporter) Finding(f *finding.Finding) error {
	separator := ",\n    "
	if r.count == 0 {
		separator = "{\n  \"findings\": [\n    "
	}
	r.count++
	return r.write(separator, asJSON(f))
}

func (r *jsonReporter) Close(sum finding.Summary) error {
	separator := "\n  ],\n  \"summary\": "
	if r.count == 0 {
		separator = "{\n  \"findings\": [],\n  \"summary\": "
	}
	if err := r.write(separator, summaryAsJSON(sum)); err != nil {
		return err
	}
	r.w.WriteString("\n}\n")
	return r.w.Flush()
}

// write writes a separator followed by a value as JSON.
func (r *jsonReporter) write(separator string, value any) error {
	encoded, err := encodeJSON(value)
	if err != nil {
		return err
	}
	r.w.WriteString(separator)
	_, err = r.w.Write(encoded)
	return err
}

// encodeJSON returns a value as JSON on one line. Unlike json.Marshal it does not escape <,
// > and &, but escapes terminal control characters.
func encodeJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	return escapeHazards(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// escapeHazards escapes code points for which [isHazard] is true. In JSON these can occur
// unescaped only within strings.
func escapeHazards(encoded []byte) []byte {
	if allPlain(encoded) || bytes.IndexFunc(encoded, isHazard) < 0 {
		return encoded
	}
	escaped := make([]byte, 0, 2*len(encoded))
	for _, r := range string(encoded) {
		if isHazard(r) {
			escaped = fmt.Appendf(escaped, `\u%04x`, r)
			continue
		}
		escaped = utf8.AppendRune(escaped, r)
	}
	return escaped
}
