package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format junit: a test suite for each file, with a failed case for each
// finding. A file without findings is a case that passed.
// https://github.com/testmoapp/junitxml

type junit struct {
	w     *bufio.Writer
	file  string
	begun bool
	found []finding.Finding // of the file

	cases, failures int
	body            []byte
}

func newJUnit(w io.Writer, _ Options) Reporter { return &junit{w: bufio.NewWriter(w)} }

func (r *junit) File(path string) error {
	r.flush()
	r.file, r.begun = path, true
	return nil
}

func (r *junit) Finding(f *finding.Finding) error {
	r.found = append(r.found, *f)
	return nil
}

// flush writes the suite of a file, now that its findings can be counted.
func (r *junit) flush() {
	if !r.begun {
		return
	}
	name := xmlText(r.file)
	r.body = fmt.Appendf(r.body, "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\">\n",
		name, max(1, len(r.found)), len(r.found))
	if len(r.found) == 0 {
		r.body = fmt.Appendf(r.body, "    <testcase name=\"%s\" classname=\"verdict\"/>\n", name)
	}
	for i := range r.found {
		f := &r.found[i]
		at := position(f.Range.Start)
		r.body = fmt.Appendf(r.body, "    <testcase name=\"%s at %s\" classname=\"%s\">\n", xmlText(f.Rule), at, name)
		r.body = fmt.Appendf(r.body, "      <failure type=\"%s\" message=\"%s\">%s:%s: %s</failure>\n    </testcase>\n",
			f.Severity, xmlText(f.Message), name, at, xmlText(f.Message))
	}
	r.body = append(r.body, "  </testsuite>\n"...)
	r.cases += max(1, len(r.found))
	r.failures += len(r.found)
	r.found, r.begun = r.found[:0], false
}

func (r *junit) Close(finding.Summary) error {
	r.flush()
	fmt.Fprintf(r.w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"verdict lint\" tests=\"%d\" failures=\"%d\" errors=\"0\">\n",
		r.cases, r.failures)
	r.w.Write(r.body)
	r.w.WriteString("</testsuites>\n")
	return r.w.Flush()
}
