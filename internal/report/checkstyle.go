package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format checkstyle: the XML of Checkstyle, which many tools read.
// https://checkstyle.org

type checkstyle struct {
	w    *bufio.Writer
	open bool // a file element
	file string
}

func newCheckstyle(w io.Writer, _ Options) Reporter {
	r := &checkstyle{w: bufio.NewWriter(w)}
	r.w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<checkstyle version="10.0">` + "\n")
	return r
}

func (r *checkstyle) File(path string) error {
	r.end()
	r.file = path
	return nil
}

func (r *checkstyle) end() {
	if r.open {
		r.w.WriteString("  </file>\n")
		r.open = false
	}
}

func (r *checkstyle) Finding(f *finding.Finding) error {
	if !r.open {
		fmt.Fprintf(r.w, "  <file name=\"%s\">\n", xmlText(f.File))
		r.open = true
	}
	_, err := fmt.Fprintf(r.w, "    <error line=\"%d\" column=\"%d\" severity=\"%s\" message=\"%s\" source=\"verdict.%s\"/>\n",
		f.Range.Start.Line, f.Range.Start.Column, f.Severity, xmlText(f.Message), xmlText(f.Rule))
	return err
}

// Close ends the output. If it is incomplete, an entry in the last file says so.
func (r *checkstyle) Close(sum finding.Summary) error {
	if note := sum.Incomplete(); note != "" {
		if !r.open {
			fmt.Fprintf(r.w, "  <file name=\"%s\">\n", xmlText(r.file))
			r.open = true
		}
		fmt.Fprintf(r.w, "    <error line=\"1\" column=\"1\" severity=\"info\" message=\"%s\" source=\"verdict.truncated\"/>\n", xmlText(note))
	}
	r.end()
	r.w.WriteString("</checkstyle>\n")
	return r.w.Flush()
}
