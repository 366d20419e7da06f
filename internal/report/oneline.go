package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format oneline: "path:line:col: message [rule]", one finding per line. Warnings have
// their severity before the message.

type oneline struct {
	w     *bufio.Writer
	paint palette
}

func newOneline(w io.Writer, o Options) Reporter {
	return &oneline{w: bufio.NewWriter(w), paint: newPalette(o.Color)}
}

func (r *oneline) File(string) error { return nil }

func (r *oneline) Finding(f *finding.Finding) error {
	return writeHeadline(r.w, r.paint, f)
}

func (r *oneline) Close(sum finding.Summary) error {
	writeIncomplete(r.w, sum)
	return r.w.Flush()
}

// writeIncomplete writes a note if the output lacks findings.
func writeIncomplete(w io.Writer, sum finding.Summary) {
	if note := sum.Incomplete(); note != "" {
		fmt.Fprintf(w, "note: %s\n", note)
	}
}

// writeHeadline writes the first line of a finding.
func writeHeadline(w io.Writer, paint palette, f *finding.Finding) error {
	_, err := fmt.Fprintf(w, "%s:%d:%d: %s%s %s\n",
		paint.path(LineStart(printable(f.File))), f.Range.Start.Line, f.Range.Start.Column,
		paint.severityLabel(f.Severity), paint.message(printable(f.Message)),
		paint.rule(f.Severity, "["+f.Rule+"]"))
	return err
}
