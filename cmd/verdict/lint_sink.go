package main

import (
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/report"
)

// A lintSink passes findings to the output, up to the maximum, and problems to standard
// error.
type lintSink struct {
	report.Reporter
	process  process
	only     *selection
	most     int
	shown    int
	hidden   int
	problems int
	rules    map[string]int
	progress *progress

	printed map[string]bool // problems
}

func newLintSink(p process, out *output, only *selection, most int) *lintSink {
	return &lintSink{Reporter: out, process: p, only: only, most: most, rules: make(map[string]int), printed: make(map[string]bool)}
}

func (s *lintSink) File(path string) error {
	s.progress.step()
	s.only.linted(path)
	return s.Reporter.File(path)
}

func (s *lintSink) Finding(f *finding.Finding) error {
	if s.progress != nil && isTerminal(s.process.stdout) {
		s.progress.end() // findings replace the progress bar
	}
	s.rules[f.Rule]++
	if s.most > 0 && s.shown >= s.most {
		s.hidden++
		return nil
	}
	s.shown++
	return s.Reporter.Finding(f)
}

func (s *lintSink) Problem(err error) error {
	s.complain(err)
	return nil
}

// complain counts a problem and prints it.
func (s *lintSink) complain(err error) {
	s.problems++
	if message := err.Error(); !s.printed[message] { // many files can need one schema
		s.printed[message] = true
		s.progress.end()
		s.process.complain(err)
	}
}
