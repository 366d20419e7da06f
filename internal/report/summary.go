package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/words"
	"github.com/verdict-lint/verdict/summary"
)

// This file has the formats of summaries, and the functions that they share.

// SummaryFormats are the formats of summaries.
var SummaryFormats = []string{"json", "html", "text"}

// WriteSummary writes a summary in one of [SummaryFormats].
func WriteSummary(w io.Writer, format string, s summary.Summary, o Options) error {
	switch format {
	case "html":
		return writePage(w, summaryTemplate, newSummaryPage(s, o))
	case "text":
		_, err := w.Write(summaryText(s))
		return err
	}
	text, err := s.MarshalJSON()
	if err == nil {
		_, err = w.Write(append(text, '\n'))
	}
	return err
}

// byFrequency returns the violations, the most frequent ones first.
func byFrequency(all []summary.Violation) []summary.Violation {
	return slices.SortedStableFunc(slices.Values(all), func(a, b summary.Violation) int {
		return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(b.Count, a.Count))
	})
}

// wholeRecord is shown for violations that are not about a property.
const wholeRecord = "the record"

// sectionTitle returns the name of a section, or its digest if it has none.
func sectionTitle(s *summary.Section) string {
	if s.Name == "" {
		return "schema " + s.Digest[:min(len(s.Digest), 12)]
	}
	return printable(s.Name)
}

// share returns n of total as a percentage, which is 0% or 100% only if it is exact.
func share(n, total int64) string {
	switch percent := percentOf(n, total); {
	case n == 0:
		return "0%"
	case n >= total:
		return "100%"
	case percent < 0.1:
		return "<0.1%"
	case percent > 99.9:
		return ">99.9%"
	default:
		return fmt.Sprintf("%.1f%%", percent)
	}
}

func percentOf(n, total int64) float64 { return 100 * float64(n) / float64(max(total, 1)) }

// mostInText is how many violations and properties of a section the format text shows.
const mostInText = 20

// summaryText returns a summary as a few tables.
func summaryText(s summary.Summary) []byte {
	var out bytes.Buffer
	if len(s.Sections) == 0 {
		out.WriteString("no records\n")
	}
	for k := range s.Sections {
		at := &s.Sections[k]
		if k > 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintf(&out, "%s: %s %s, %s valid, %s invalid (%s)\n", sectionTitle(at),
			words.Thousands(at.Records), words.Noun(at.Records, "record"), words.Thousands(at.Valid), words.Thousands(at.Invalid), share(at.Invalid, at.Records))
		writeViolations(&out, at)
		writeProperties(&out, at)
	}
	return out.Bytes()
}

func writeViolations(out *bytes.Buffer, s *summary.Section) {
	rows := [][]string{{"records", "violations", "rule", "property"}}
	for _, v := range byFrequency(s.Violations) {
		rows = append(rows, []string{words.Thousands(v.Records), words.Thousands(v.Count), printable(string(v.Rule)), cmp.Or(printable(v.Property), wholeRecord)})
	}
	writeTable(out, rows, 2)
}

// writeProperties writes the properties that are missing or null somewhere.
func writeProperties(out *bytes.Buffer, s *summary.Section) {
	rows := [][]string{{"missing", "null", "objects", "property"}}
	for _, p := range s.Properties {
		if total := p.Missing + p.Null + p.Value; p.Missing+p.Null > 0 {
			rows = append(rows, []string{share(p.Missing, total), share(p.Null, total), words.Thousands(total), printable(p.Path)})
		}
	}
	writeTable(out, rows, 3)
}

// writeTable writes rows, of which the first has the names of the columns, with the first columns
// aligned to the right. It writes nothing if there are no others.
func writeTable(out *bytes.Buffer, rows [][]string, numbers int) {
	if len(rows) == 1 {
		return
	}
	more := len(rows) - 1 - mostInText
	rows = rows[:min(len(rows), 1+mostInText)]
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for k, text := range row {
			widths[k] = max(widths[k], len(text))
		}
	}
	out.WriteByte('\n')
	for _, row := range rows {
		var line strings.Builder
		for k, text := range row {
			width := widths[k]
			if k >= numbers {
				width = -width
			}
			fmt.Fprintf(&line, "  %*s", width, text)
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	if more > 0 {
		fmt.Fprintf(out, "  and %s more; use the format html or json\n", words.Thousands(more))
	}
}
