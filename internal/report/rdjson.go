package report

import (
	"bufio"
	"io"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format rdjson: the Reviewdog Diagnostic Format.
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

// rdPosition counts columns in bytes.
type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

type rdjson struct {
	w     *bufio.Writer
	count int
	file  string // the current file
}

func newRDJSON(w io.Writer, _ Options) Reporter {
	r := &rdjson{w: bufio.NewWriter(w)}
	r.w.WriteString(`{"source":{"name":"verdict","url":"` + homepage + `"},"diagnostics":[`)
	return r
}

func (r *rdjson) File(path string) error {
	r.file = path
	return nil
}

func (r *rdjson) Finding(f *finding.Finding) error {
	severity := "WARNING"
	if f.Severity == finding.Error {
		severity = "ERROR"
	}
	d := rdDiagnostic{
		Message:  f.Message,
		Location: rdLocation{f.File, byteRange(f)},
		Severity: severity,
		Code:     rdCode{f.Rule, rulePage(f.Rule)},
	}
	// Reviewdog applies a suggestion to the range given with it, which may differ from that
	// of the finding.
	if f.Fix != nil && len(f.Fix.Edits) == 1 {
		if e := f.Fix.Edits[0]; e.Offset == f.Range.Offset && e.End == f.Range.EndOffset {
			d.Suggestions = []rdSuggestion{{d.Location.Range, e.Text}}
		}
	}
	return r.write(d)
}

func (r *rdjson) write(d rdDiagnostic) error {
	encoded, err := encodeJSON(d)
	if err != nil {
		return err
	}
	r.w.WriteString([]string{"\n  ", ",\n  "}[min(r.count, 1)])
	r.count++
	_, err = r.w.Write(encoded)
	return err
}

// Close ends the output. If it is incomplete, a diagnostic in the last file says so,
// because every diagnostic must name a file.
func (r *rdjson) Close(sum finding.Summary) error {
	if note := sum.Incomplete(); note != "" {
		first := rdPosition{1, 1}
		err := r.write(rdDiagnostic{
			Message: note, Severity: "INFO", Location: rdLocation{r.file, rdRange{first, first}},
			Code: rdCode{Value: "truncated", URL: homepage},
		})
		if err != nil {
			return err
		}
	}
	r.w.WriteString("\n]}\n")
	return r.w.Flush()
}

// byteRange returns the range of a finding with columns in bytes. If the line is too long
// to be kept, or the end is in another line, columns are in code points.
func byteRange(f *finding.Finding) rdRange {
	r := rdRange{rdPosition(f.Range.Start), rdPosition(f.Range.End)}
	if f.Frame.CutLeft {
		return r
	}
	r.Start.Column = f.Frame.Start + 1
	if f.Range.End.Line == f.Range.Start.Line {
		r.End.Column = r.Start.Column + int(f.Range.EndOffset-f.Range.Offset)
	}
	return r
}
