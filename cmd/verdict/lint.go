package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/baseline"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/report"
)

// frameLines is how many lines are shown before and after a finding.
const frameLines = 2

const lintHelp = `Lint payload files: a file, a directory, a pattern such as 'data/**/*.yaml', or - for
standard input. The default is the current directory. In a directory, a file is linted if
its name determines its syntax, also if it is compressed as .gz or .zst, or if schemas or
syntax in .verdict.yaml selects it. If one schema applies to all files (--schema, or
schema in .verdict.yaml), only *.json, *.ndjson and *.jsonl are linted, and files that a
catalog has a schema for. A file found in a directory that contains {{, {% or <% and has
syntax errors is considered a template for another program: it is counted but not linted.

Files in directories that match .gitignore are skipped. Files that match .verdictignore,
or ignore in .verdict.yaml, are skipped even if they are named.

The name of a file determines its syntax; syntax in .verdict.yaml overrides it. The
syntax of standard input without a name is determined by how it begins. It is NDJSON if
its first line is an object or array and the next begins like one. It is TOML if its
first line other than comments is a key with =, or a header of a table that a key or
another header follows. It is YAML if that line is a key with a colon, "- " or "---".
Otherwise it is JSON.

Findings go to standard output, everything else to standard error. The exit code is
0 if there are no errors, 1 if there are, 2 if the command line is wrong, and 3 if a
file could not be linted or another failure occurred. With --diff it is 1 if there is
something to fix and 0 if not, regardless of other findings.

If some files cannot be read (exit code 3), the others are still linted and their
output is complete. If nothing can be linted, because of a schema or the configuration,
nothing is written to standard output, in any format.

A file is validated against the first of these schemas:
- that of --schema;
- that of the first entry of schemas that matches the file in the nearest .verdict.yaml,
  up to the root of the repository;
- the one that its own $schema names;
- the one that a catalog has for its name;
- that of the key schema in .verdict.yaml.

A file without a schema is checked for syntax, encoding, duplicate keys and number
precision only. A file that is used as a schema, or whose $schema is a metaschema of the
specification, is linted as a schema; see verdict schema lint. The settings formats and
failOn are those of the .verdict.yaml nearest to the current directory.

With --redact, or redact in .verdict.yaml, no output has values of payloads: messages
describe them by type and length, there are no source lines, and fingerprints and
baselines depend on names alone. Names of properties are shown. --diff cannot be used.

--summary FILE has counts of the records that were validated: one for each document or line
of NDJSON that has a schema. Those with errors are invalid, and violations are the errors.
verdict merge merges such files, and shows them.

--fix and --diff also apply to findings hidden by --baseline or --since. A fixed file
keeps its owner, mode, extended attributes and hard links. A file that is read-only, or
that changed while it was being linted, is not fixed, and the exit code is 3.

With --allow-remote, a schema can be a URL. It is fetched once and pinned by checksum
in .verdict.lock, which should be committed; if the schema changes, it is rejected
until --update-lock is used. A URL named only by a payload is not fetched unless
--allow-remote=any is set. With --locked, as in CI, no schema is fetched that the lock
file does not list.`

func newLintCommand(p process) *cobra.Command {
	var flags lintFlags
	cmd := &cobra.Command{
		Use:   "lint [path...]",
		Short: "Lint payload files",
		Long:  lintHelp,
		Example: `  verdict lint session.json
  verdict lint fixtures --format oneline
  verdict lint --schema connect-session-wire response.json
  verdict lint --schema order.schema.json --strict orders/
  verdict lint --watch payloads/
  verdict lint --allow-remote --schema https://example.com/order.schema.json orders/
  curl -s $URL | verdict lint - --stdin-filename response.json`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return runLint(cmd, p, &flags, paths)
		},
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	flags.register(cmd.Flags())
	complete(cmd, "schema", catalogNames())
	completeLint(cmd)
	return cmd
}

// completeLint registers values of the flags of both lint commands.
func completeLint(cmd *cobra.Command) {
	complete(cmd, "format", report.Names())
	complete(cmd, "draft", draftNames())
	complete(cmd, "color", []string{"auto", "always", "never"})
	complete(cmd, "fail-on", []string{"warning", "error"})
}

// complete registers values for shell completion of a flag, in addition to file names.
func complete(cmd *cobra.Command, flag string, values []string) {
	// The only errors are an unknown flag and a second registration.
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveDefault)); err != nil {
		panic(err)
	}
}

func runLint(cmd *cobra.Command, p process, flags *lintFlags, paths []string) error {
	if err := flags.check(paths); err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	if flags.watch {
		return watchLint(cmd.Context(), p, flags, paths)
	}
	return lintOnce(cmd.Context(), p, flags, paths, nil)
}

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
	failOn, err := set.failOn()
	if err != nil {
		return err
	}
	formats, err := set.formats(p)
	if err != nil {
		return err
	}
	w.writes(formats)
	out, err := newOutput(p, formats, flags.color, flags.groupFrom, failOn)
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
	only, err := newSelection(ctx, flags)
	if err != nil {
		return failure{Err: err}
	}
	if note := only.note(); note != "" {
		p.complain(errors.New(note))
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

// redactedFile returns the first file whose values are not shown; "" if there is none.
func redactedFile(set *settings, inputs []files.Input) string {
	redact := set.redact()
	for i := range inputs {
		if redact != nil && redact(inputs[i].Path) {
			return inputs[i].Path
		}
	}
	return ""
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
		line += "; " + count(fixed, "finding") + " fixed"
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

	complained map[string]bool // the problems that were printed
}

func newLintSink(p process, out *output, only *selection, most int) *lintSink {
	return &lintSink{Reporter: out, process: p, only: only, most: most, rules: make(map[string]int), complained: make(map[string]bool)}
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
	if message := err.Error(); !s.complained[message] { // many files can need one schema
		s.complained[message] = true
		s.progress.end()
		s.process.complain(err)
	}
}
