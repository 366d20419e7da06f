package report

import (
	"bufio"
	"io"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format jsonl: one JSON object per line for each finding, with every field. A run
// without findings writes nothing.

// jsonLine is a finding in the format jsonl: the object of the format json with additional
// fields.
type jsonLine struct {
	jsonFinding
	Offset         int64         `json:"offset"`
	EndOffset      int64         `json:"endOffset"`
	SchemaLocation string        `json:"schemaLocation"`
	Expected       string        `json:"expected,omitempty"`
	Got            string        `json:"got,omitempty"`
	Help           string        `json:"help,omitempty"`
	Related        []jsonRelated `json:"related,omitempty"`
	Fix            *jsonFix      `json:"fix,omitempty"`
}

type jsonRelated struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	Offset    int64  `json:"offset"`
	EndOffset int64  `json:"endOffset"`
	Text      string `json:"text"`
}

type jsonl struct {
	w *bufio.Writer
}

func newJSONL(w io.Writer, _ Options) Reporter { return &jsonl{bufio.NewWriter(w)} }

func (r *jsonl) File(string) error { return nil }

// Close ends the output. If it is incomplete, the last line says so.
func (r *jsonl) Close(sum finding.Summary) error {
	if note := sum.Incomplete(); note != "" {
		encoded, err := encodeJSON(struct {
			Truncated bool   `json:"truncated"`
			Note      string `json:"note"`
		}{true, note})
		if err != nil {
			return err
		}
		r.w.Write(encoded)
		r.w.WriteByte('\n')
	}
	return r.w.Flush()
}

func (r *jsonl) Finding(f *finding.Finding) error {
	line := jsonLine{
		jsonFinding:    asJSON(f),
		Offset:         f.Range.Offset,
		EndOffset:      f.Range.EndOffset,
		SchemaLocation: f.SchemaLocation,
		Expected:       f.Expected,
		Got:            f.Got,
		Help:           f.Help,
	}
	for _, related := range f.Related {
		line.Related = append(line.Related,
			jsonRelated{related.Range.Start.Line, related.Range.Start.Column, related.Message})
	}
	if f.Fix != nil {
		line.Fix = &jsonFix{Title: f.Fix.Title, Safe: f.Fix.Safe}
		for _, e := range f.Fix.Edits {
			line.Fix.Edits = append(line.Fix.Edits, jsonEdit{e.Offset, e.End, e.Text})
		}
	}
	encoded, err := encodeJSON(line)
	if err != nil {
		return err
	}
	r.w.Write(encoded)
	return r.w.WriteByte('\n')
}
