package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format junit: a test suite for each file, with a failed case for each finding that
// makes the run fail. Other findings are the output of a case that passed, and a file
// without findings is such a case, too.
// https://github.com/testmoapp/junitxml

type junit struct {
	w      *bufio.Writer
	failOn finding.Severity
	suites []junitSuite
	cases  *spool // cases of all suites; held back because the counts come first
	spare  []byte
}

// A junitSuite is the test suite of one file.
type junitSuite struct {
	name            string // escaped
	cases, failures int
	size            int64 // bytes of its cases
}

func newJUnit(w io.Writer, o Options) Reporter {
	return &junit{w: bufio.NewWriter(w), failOn: o.FailOn, cases: newSpool()}
}

func (r *junit) File(path string) error {
	if err := r.endSuite(); err != nil {
		return err
	}
	r.suites = append(r.suites, junitSuite{name: xmlText(path)})
	return nil
}

func (r *junit) Finding(f *finding.Finding) error {
	suite := &r.suites[len(r.suites)-1]
	at, message := position(f.Range.Start), xmlText(f.Message)
	body := fmt.Appendf(r.spare[:0], "    <testcase name=\"%s at %s\" classname=\"%s\">\n", xmlText(f.Rule), at, suite.name)
	if f.Severity >= r.failOn {
		suite.failures++
		body = fmt.Appendf(body, "      <failure type=\"%s\" message=\"%s\">%s:%s: %s</failure>\n", f.Severity, message, suite.name, at, message)
	} else {
		body = fmt.Appendf(body, "      <system-out>%s:%s: %s: %s</system-out>\n", suite.name, at, f.Severity, message)
	}
	body = append(body, "    </testcase>\n"...)
	r.spare = body
	return r.add(suite, body)
}

// add adds a case to a suite.
func (r *junit) add(suite *junitSuite, body []byte) error {
	suite.cases++
	suite.size += int64(len(body))
	_, err := r.cases.Write(body)
	return err
}

// endSuite adds a passed case to a suite without failures, so that its file is listed.
func (r *junit) endSuite() error {
	if len(r.suites) == 0 {
		return nil
	}
	suite := &r.suites[len(r.suites)-1]
	if suite.cases > 0 {
		return nil
	}
	return r.add(suite, fmt.Appendf(nil, "    <testcase name=\"%s\" classname=\"verdict\"/>\n", suite.name))
}

// Close writes the whole output. If it is incomplete, a case in the last suite says so.
func (r *junit) Close(sum finding.Summary) error {
	defer r.cases.close()
	if err := r.endSuite(); err != nil {
		return err
	}
	if note := sum.Incomplete(); note != "" && len(r.suites) > 0 {
		suite := &r.suites[len(r.suites)-1]
		suite.failures++
		body := fmt.Appendf(nil, "    <testcase name=\"truncated\" classname=\"%s\">\n      <failure type=\"truncated\" message=\"%s\"/>\n    </testcase>\n",
			suite.name, xmlText(note))
		if err := r.add(suite, body); err != nil {
			return err
		}
	}
	var all junitSuite
	for i := range r.suites {
		all.cases += r.suites[i].cases
		all.failures += r.suites[i].failures
	}
	fmt.Fprintf(r.w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"verdict lint\" tests=\"%d\" failures=\"%d\" errors=\"0\">\n",
		all.cases, all.failures)
	cases, err := r.cases.reader()
	if err != nil {
		return err
	}
	for i := range r.suites {
		suite := &r.suites[i]
		fmt.Fprintf(r.w, "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\">\n",
			suite.name, suite.cases, suite.failures)
		if _, err := io.CopyN(r.w, cases, suite.size); err != nil {
			return err
		}
		r.w.WriteString("  </testsuite>\n")
	}
	r.w.WriteString("</testsuites>\n")
	return r.w.Flush()
}
