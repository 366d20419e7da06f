package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/verdict-lint/verdict/internal/baseline"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/report"
	"github.com/verdict-lint/verdict/internal/words"
)

// This file runs the linter for the command line.

// frameLines is how many lines are shown before and after a finding.
const frameLines = 2

// gcPercent lets the heap grow to four times its live size before a collection: most memory
// of a run is short-lived.
const gcPercent = 300

// allowHeap sets gcPercent, unless GOGC is set.
func (p process) allowHeap() {
	if p.getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// lintOnce lints everything once and adds what it reads to w.
func lintOnce(ctx context.Context, p process, flags *lintFlags, paths []string, w *watch) error {
	set, err := loadSettings(flags)
	if err != nil {
		return err
	}
	p.allowHeap()
	w.config(set)
	failOn, formats, out, err := openOutput(p, set, w)
	if err != nil {
		return err
	}
	defer out.abandon()
	schemas, saveLock, err := set.schemas(ctx)
	if err != nil {
		return err
	}
	inputs, problems, err := findInputs(ctx, p, set, paths, w)
	if err != nil {
		return failure{Err: err}
	}
	written, err := checkWritten(set, formats, inputs)
	if err != nil {
		return err
	}
	only, err := selectFindings(ctx, p, flags)
	if err != nil {
		return err
	}
	schemas.Packs, schemas.Directories = set.documents()
	var read []string // schema files
	schemas.OnRead = func(path string) {
		w.file(path)
		written.reads(path)
		read = append(read, path)
	}
	sink := newLintSink(p, out, only, flags.most)
	counts, err := newLintSummary(set, formats)
	if err != nil {
		return err
	}
	defer counts.discard()
	linter := newLinter(schemas, set, out, only, sink, counts)
	for _, problem := range problems {
		sink.complain(problem)
	}
	if flags.diff {
		return runDiff(ctx, p, linter, set, inputs, sink)
	}
	part, err := flags.cut(inputs)
	if err != nil {
		return err
	}
	run := lintRun{process: p, flags: flags, failOn: failOn, out: out, counts: counts, sink: sink, linter: linter, files: part, written: written,
		unused: func() []string { return set.unused(paths, inputs, read, len(problems) > 0) }}
	return run.finish(ctx, only, func() error { return errors.Join(saveLock(), set.failed) })
}

// openOutput opens the reports of the run, and returns their formats and the least severity that fails it.
func openOutput(p process, set *settings, w *watch) (failOn finding.Severity, formats []string, out *output, err error) {
	if failOn, err = set.failOn(); err != nil {
		return failOn, nil, nil, err
	}
	if formats, err = set.formats(p); err != nil {
		return failOn, nil, nil, err
	}
	w.writes(formats)
	out, err = newOutput(p, formats, set.flags.color, set.flags.groupFrom, failOn)
	return failOn, formats, out, err
}

// selectFindings returns which findings to report, and prints a note if that is not exact.
func selectFindings(ctx context.Context, p process, flags *lintFlags) (*selection, error) {
	only, err := newSelection(ctx, flags)
	if err != nil {
		return nil, failure{Err: err}
	}
	if note := only.note(); note != "" {
		p.complain(errors.New(note))
	}
	return only, nil
}

// findInputs returns the files to lint and the problems of finding them. Their configurations
// are valid.
func findInputs(ctx context.Context, p process, set *settings, paths []string, w *watch) ([]files.Input, []error, error) {
	flags := set.flags
	search := files.Search{
		Stdin: p.stdin, StdinName: flags.stdinName, Nameless: flags.stdinName == noName,
		Ignored: set.ignored, Named: set.names, Syntax: set.syntax, NoIgnore: flags.noIgnore, Visit: w.dir,
	}
	if flags.noIgnore {
		search.Ignored = nil
	}
	inputs, problems, err := findFiles(ctx, p, search, flags, paths)
	if err != nil {
		return nil, nil, err
	}
	w.paths(paths, inputs)
	return inputs, problems, set.load(inputs)
}

// checkWritten returns an error if the run would write to a file that it reads.
func checkWritten(set *settings, formats []string, inputs []files.Input) (*written, error) {
	written := outputFiles(formats, set.flags.summary.Path, rebased(set.flags))
	for i := range inputs {
		written.reads(inputs[i].Path)
	}
	for _, path := range set.reads() {
		written.reads(path)
	}
	return written, written.err
}

func newLinter(schemas *catalog.Catalog, set *settings, out *output, only *selection, sink *lintSink, counts *lintSummary) *lint.Linter {
	linter := lint.New(schemas, lint.Options{
		Severity: set.severity,
		Skip:     func(source []byte) bool { return report.IsComplete(source) || baseline.Is(source) },
		IsSchema: set.isSchema(),
		Keep:     only.keep,
		Identify: out.fingerprints || set.flags.baseline != "",
		Concerns: only.concerns,
		Observer: counts.observer(),
		Strict:   set.strict,
		Redact:   set.redact(),
		Limits:   set.flags.limits.payload,
		Jobs:     set.flags.jobs,
		Context:  frameLines,
		Progress: func(bytes int64) { sink.progress.read(bytes) },
	})
	schemas.Workers = linter.Jobs()
	return linter
}

// rebased returns the baseline to update; "" if there is none.
func rebased(flags *lintFlags) string {
	if flags.rebase {
		return flags.baseline
	}
	return ""
}

// A lintRun is a run whose preparations are done.
type lintRun struct {
	process
	flags  *lintFlags
	failOn finding.Severity
	out    *output
	counts *lintSummary
	sink   *lintSink
	linter *lint.Linter
	files  []files.Input

	written *written
	unused  func() []string // what had no effect
}

// finish applies fixes if requested, lints, and prints the summary.
func (r *lintRun) finish(ctx context.Context, only *selection, save func() error) (err error) {
	began := time.Now()
	fixed := 0
	if r.flags.fix {
		if fixed, err = fixFiles(ctx, r.linter, r.files, r.flags.unsafe, r.sink); err != nil {
			return failure{Err: err}
		}
	}
	r.sink.progress = newProgress(r.stderr, r.files)
	defer r.sink.progress.end()
	sum, err := r.linter.Run(ctx, r.files, r.sink)
	r.sink.progress.end()
	if err != nil {
		return failure{Err: err}
	}
	if r.written.err != nil { // a schema that a payload or a schema refers to
		return r.written.err
	}
	if err := save(); err != nil {
		r.sink.complain(err)
	}
	sum.Hidden = r.sink.hidden
	if err := errors.Join(r.out.Close(sum), r.counts.close()); err != nil {
		return failure{Err: err}
	}
	if r.flags.stats {
		writeStats(r.stderr, sum, r.sink.rules, time.Since(began))
	}
	unused := r.unused()
	for _, message := range unused {
		r.complain(errors.New(message))
	}
	if note := only.renames(); note != "" {
		r.complain(errors.New(note))
	}
	accepted, err := only.close()
	if err != nil {
		return failure{Err: err}
	}
	failed := "linted"
	if r.flags.fix {
		failed = "linted or fixed"
	}
	line := summaryLine(sum, couldNot(r.sink.problems, "file", failed)) + accepted
	if r.flags.fix {
		line += "; " + words.Count(fixed, "finding") + " fixed"
	}
	fmt.Fprintln(r.stderr, line)
	problems := r.sink.problems
	if r.flags.errorOnUnused {
		problems += len(unused)
	}
	return verdictOf(fails(sum, r.failOn), problems)
}

// fails reports whether the run fails because of its findings, shown or possibly left out.
func fails(sum finding.Summary, least finding.Severity) bool {
	if least == finding.Warning {
		return sum.Errors+sum.Warnings > 0 || sum.Truncated || sum.Unread
	}
	return sum.Errors > 0 || sum.Unseen
}

// verdictOf returns the error of a run. Problems take precedence over findings.
func verdictOf(fails bool, problems int) error {
	switch {
	case problems > 0:
		return failure{}
	case fails:
		return errFindings
	}
	return nil
}
