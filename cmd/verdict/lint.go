package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/remote"
	"github.com/verdict-lint/verdict/internal/report"
)

// lintFlags are the flags of verdict lint.
type lintFlags struct {
	schema    string
	strict    bool
	stdinName string
	jobs      int
	formats   []string
	color     string
	config    string
	noConfig  bool
	noIgnore  bool
	most      int
	groupFrom int
	stats     bool
	baseline  string
	rebase    bool
	staged    bool
	since     string
	failOn    string
	fix       bool
	diff      bool
	unsafe    bool
	watch     bool

	allowRemote        string // remoteNamed, remoteAny, or "" for nothing
	updateLock, locked bool
	limits             limits
}

// frameLines is how many lines are shown before and after a finding.
const frameLines = 2

// noName is what standard input is called where nobody says otherwise.
const noName = "<stdin>"

func newLintCommand(p process) *cobra.Command {
	var flags lintFlags
	cmd := &cobra.Command{
		Use:   "lint [path...]",
		Short: "Lint payload files",
		Long: `Lint payload files: a file, a directory (every *.json, *.ndjson and *.jsonl below
it, .gz and .zst as well, and what .verdict.yaml names under schemas), a pattern such as
'data/**/*.yaml', or - for standard input. Without a path, the current directory. What
.gitignore names is left out of directories; what .verdictignore or ignore in
.verdict.yaml names is not linted even if it is named.

Findings go to standard output, everything else to standard error. The exit code
is 0 where none is an error, warnings or not, 1 where one is, 2 where the command
line is wrong, and 3 where the job could not be done. With --diff it is 1 where
there is something to mend, and 0 where there is not, whatever else is wrong.

With 3, a file that could not be read is left out, and what is written of the others
is complete. Where nothing could be linted at all, because of a schema or the
configuration, nothing is written to standard output, in any format.

A file is validated against the schema of --schema, or of the .verdict.yaml nearest
to the file, up to the root of its repository; if these name none, against the
schema that its own $schema names. A file without a schema is checked for syntax,
encoding, duplicate keys and number precision only. Formats and failOn are those of
the .verdict.yaml nearest to the current directory.

--fix and --diff also apply to findings hidden by --baseline or --since. A fixed file
keeps its owner, mode, extended attributes and hard links. A file that is read-only, or
that changed while it was being linted, is not fixed, and the exit code is 3.

A schema can be a URL with --allow-remote. It is fetched once. Its checksum is kept
in .verdict.lock, to be committed, and one that has changed is refused until
--update-lock. A URL that only a payload names is not fetched, except with
--allow-remote=any. With --locked, as in CI, nothing is fetched that the lock file
does not name.`,
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
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&flags.schema, "schema", "s", "",
		"`schema` to lint against: a built-in name ("+strings.Join(catalogNames(), ", ")+") or a file")
	f.BoolVar(&flags.strict, "strict", false, "make unknown properties errors, not warnings")
	f.BoolVar(&flags.fix, "fix", false, "apply safe fixes, then lint")
	f.BoolVar(&flags.diff, "diff", false, "print fixes as a diff without applying them; exit 1 if there are any")
	f.BoolVar(&flags.unsafe, "unsafe-fixes", false, "also apply fixes that may change the meaning")
	f.StringArrayVarP(&flags.formats, "format", "f", nil,
		"output `format`: "+formatNames()+"; format=file writes a file; may be given several times (default: text, or github in a GitHub workflow)")
	f.StringVar(&flags.color, "color", "auto", "`when` to colour the output: auto, always or never")
	f.StringVar(&flags.stdinName, "stdin-filename", noName, "`name` of standard input in findings")
	f.IntVar(&flags.most, "max-findings", 0, "show at most `n` findings, and count the rest (default: all)")
	f.IntVar(&flags.groupFrom, "group-after", 10, "in text, show `n` findings of a mass failure and count the rest; 0 shows all")
	f.BoolVar(&flags.stats, "stats", false, "tell how much was linted, how fast, and which rules were broken")
	f.StringVar(&flags.failOn, "fail-on", "", "least `severity` that makes the exit code 1: warning or error (default error)")
	f.StringVar(&flags.baseline, "baseline", "", "leave out the findings that `file` has accepted")
	f.BoolVar(&flags.rebase, "update-baseline", false, "accept all findings of this run into the baseline; what it has of other files stays")
	f.BoolVar(&flags.staged, "staged", false, "lint what git has staged, as it is staged")
	f.StringVar(&flags.since, "since", "", "leave out findings on lines unchanged since a git `commit`; a range is refused")
	f.BoolVar(&flags.watch, "watch", false, "lint again whenever a file changes, until Ctrl-C")
	f.StringVar(&flags.config, "config", "", "configuration `file`, instead of the nearest .verdict.yaml")
	f.BoolVar(&flags.noConfig, "no-config", false, "use no configuration file")
	f.BoolVar(&flags.noIgnore, "no-ignore", false, "lint files even if .gitignore, .verdictignore or ignore in .verdict.yaml match them")
	f.StringVar(&flags.allowRemote, "allow-remote", "",
		"fetch schemas by http and https and lock them in "+remote.LockName+": those that --schema, the configuration or the lock file name, or with =any also those that only a payload names")
	f.Lookup("allow-remote").NoOptDefVal = remoteNamed
	f.BoolVar(&flags.locked, "locked", false, "fetch nothing that "+remote.LockName+" does not name; for CI")
	f.BoolVar(&flags.updateLock, "update-lock", false, "fetch all schemas anew, and lock what they are now")
	flags.limits.register(f)
	f.IntVarP(&flags.jobs, "jobs", "j", 0, "lint `n` files at the same time (default: one a processor)")
	complete(cmd, "schema", catalogNames())
	complete(cmd, "format", report.Names())
	complete(cmd, "color", []string{"auto", "always", "never"})
	complete(cmd, "fail-on", []string{"warning", "error"})
	return cmd
}

// complete has the shell offer values for a flag, beside file names.
func complete(cmd *cobra.Command, flag string, values []string) {
	// The error is that of a flag that does not exist or is done twice.
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

// check finds flags that do not go together.
func (f *lintFlags) check(paths []string) error {
	switch {
	case f.stdinName != noName && !slices.Contains(paths, "-"):
		return usagef("--stdin-filename goes with -, which stands for standard input")
	case f.limits.schema.Documents < 1:
		return usagef("--max-schema-documents %d: at least 1 is needed", f.limits.schema.Documents)
	case f.jobs < 0:
		return usagef("--jobs %d: it is a number of files", f.jobs)
	case f.most < 0:
		return usagef("--max-findings %d: it is a number of findings, and 0 stands for all", f.most)
	case f.groupFrom < 0:
		return usagef("--group-after %d: it is a number of findings, and 0 stands for all", f.groupFrom)
	case f.rebase && f.baseline == "":
		return usagef("--update-baseline goes with --baseline FILE")
	case f.rebase && f.since != "":
		return usagef("--update-baseline is about all findings of a file; leave --since out")
	case f.allowRemote != "" && f.allowRemote != remoteNamed && f.allowRemote != remoteAny:
		return usagef("--allow-remote=%s: use --allow-remote or --allow-remote=any", f.allowRemote)
	case f.updateLock && f.allowRemote == "":
		return usagef("--update-lock goes with --allow-remote")
	case f.updateLock && f.locked:
		return usagef("--update-lock changes the lock file, and --locked keeps it; use one of them")
	case f.staged && (f.fix || f.diff):
		return usagef("--fix and --diff are about the work tree, not what is staged; leave --staged out")
	case f.unsafe && !f.fix && !f.diff:
		return usagef("--unsafe-fixes goes with --fix or --diff")
	case f.watch && (f.staged || f.diff || f.rebase):
		return usagef("--watch lints files again and again; leave --staged, --diff and --update-baseline out")
	case f.watch && slices.Contains(paths, "-"):
		return usagef("--watch: standard input is read once; name files or directories")
	}
	return nil
}

// gcPercent lets the heap grow to four times what is in use before it is collected:
// a run keeps little and drops much.
const gcPercent = 300

// allowHeap lets the heap grow, unless GOGC says how far it may.
func (p process) allowHeap() {
	if p.getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}

// lintOnce lints everything once, and tells w what it looks at.
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
	out, err := newOutput(p, formats, flags.color, flags.groupFrom)
	if err != nil {
		return err
	}
	defer out.abandon()
	search := lint.Search{
		Stdin: p.stdin, StdinName: flags.stdinName,
		Ignored: set.ignored, Named: set.names, NoIgnore: flags.noIgnore, Visit: w.dir,
	}
	if flags.noIgnore {
		search.Ignored = nil
	}
	files, problems, err := findFiles(ctx, search, flags, paths)
	if err != nil {
		return failure{err}
	}
	w.paths(paths, files)
	if err := set.load(files); err != nil {
		return failure{err}
	}
	written := outputFiles(formats, rebased(flags))
	for i := range files {
		written.reads(files[i].Path)
	}
	for _, path := range set.reads() {
		written.reads(path)
	}
	if written.err != nil {
		return written.err
	}
	only, err := newSelection(ctx, flags)
	if err != nil {
		return failure{err}
	}
	if note := only.note(); note != "" {
		p.complain(errors.New(note))
	}
	catalog := newCatalog()
	catalog.OnRead, catalog.Limits = func(path string) { w.file(path); written.reads(path) }, flags.limits.schema
	catalog.Given = flags.schema
	saveLock := set.allowRemote(ctx, catalog)
	sink := &lintSink{Reporter: out, process: p, only: only, most: flags.most, rules: make(map[string]int)}
	linter := lint.New(catalog, lint.Options{
		SchemaFor: set.schemaFor,
		Severity:  set.severity,
		Keep:      only.keep,
		Concerns:  only.concerns,
		Strict:    set.strict,
		Limits:    flags.limits.payload,
		Jobs:      flags.jobs,
		Context:   frameLines,
		Progress:  func(bytes int64) { sink.progress.read(bytes) },
	})
	catalog.Workers = linter.Jobs()
	for _, problem := range problems {
		if err := sink.Problem(problem); err != nil {
			return failure{err}
		}
	}
	if flags.diff {
		return runDiff(ctx, p, linter, files, flags.unsafe, sink)
	}
	run := lintRun{process: p, flags: flags, failOn: failOn, out: out, sink: sink, linter: linter, files: files, written: written}
	return run.finish(ctx, only, func() error { return errors.Join(saveLock(), set.failed) })
}

// rebased is the baseline that is updated; "" if none is.
func rebased(flags *lintFlags) string {
	if flags.rebase {
		return flags.baseline
	}
	return ""
}

// A lintRun is a run of which everything is ready.
type lintRun struct {
	process
	flags  *lintFlags
	failOn finding.Severity
	out    *output
	sink   *lintSink
	linter *lint.Linter
	files  []lint.Input

	written *written
}

// finish applies fixes if requested, lints, and prints the summary.
func (r *lintRun) finish(ctx context.Context, only *selection, save func() error) (err error) {
	began := time.Now()
	fixed := 0
	if r.flags.fix {
		if fixed, err = fixFiles(ctx, r.linter, r.files, r.flags.unsafe, r.sink); err != nil {
			return failure{err}
		}
	}
	r.sink.progress = newProgress(r.stderr, r.files)
	defer r.sink.progress.end()
	sum, err := r.linter.Run(ctx, r.files, r.sink)
	r.sink.progress.end()
	if err != nil {
		return failure{err}
	}
	if r.written.err != nil { // a schema that a payload or a schema refers to
		return r.written.err
	}
	if err := save(); err != nil {
		if err := r.sink.Problem(err); err != nil {
			return failure{err}
		}
	}
	sum.Hidden = r.sink.hidden
	if err := r.out.Close(sum); err != nil {
		return failure{err}
	}
	if r.flags.stats {
		writeStats(r.stderr, sum, r.sink.rules, time.Since(began))
	}
	accepted, err := only.close()
	if err != nil {
		return failure{err}
	}
	line := summaryLine(sum, r.sink.problems) + accepted
	if r.flags.fix {
		line += "; " + count(fixed, "finding") + " fixed"
	}
	fmt.Fprintln(r.stderr, line)
	return verdictOf(fails(sum, r.failOn), r.sink.problems)
}

// fails reports whether there are findings that make a run fail, or may be.
func fails(sum finding.Summary, least finding.Severity) bool {
	if least == finding.Warning {
		return sum.Errors+sum.Warnings > 0 || sum.Truncated
	}
	return sum.Errors > 0 || sum.Unseen
}

// verdictOf is how a run ends. What could not be done weighs more than what was found.
func verdictOf(fails bool, problems int) error {
	switch {
	case problems > 0:
		return failure{}
	case fails:
		return errFindings
	}
	return nil
}

// A lintSink hands findings to the output, as many as it is to show, and
// problems to standard error.
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
}

func (s *lintSink) File(path string) error {
	s.progress.step()
	s.only.linted(path)
	return s.Reporter.File(path)
}

func (s *lintSink) Finding(f *finding.Finding) error {
	if s.progress != nil && isTerminal(s.process.stdout) {
		s.progress.end() // a finding is worth more
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
	s.problems++
	s.progress.end()
	s.process.complain(err)
	return nil
}

// summaryLine says in one line what a run has seen.
func summaryLine(sum finding.Summary, problems int) string {
	line := count(sum.Files, "file")
	if sum.Payloads != sum.Files {
		line = count(sum.Payloads, "payload") + " in " + line
	}
	if sum.Errors+sum.Warnings > 0 {
		line += ": " + count(sum.Errors, "error") + ", " + count(sum.Warnings, "warning")
	} else {
		line += ": no findings"
	}
	switch {
	case sum.NoSchema == 1:
		line += "; 1 file has no schema"
	case sum.NoSchema > 1:
		line += "; " + count(sum.NoSchema, "file") + " have no schema"
	}
	if sum.Hidden > 0 {
		line += "; " + count(sum.Hidden, "finding") + " not shown"
	}
	if sum.Truncated {
		line += "; a payload has more than " + count(sum.Limit, "finding") + "; output is incomplete"
	}
	if problems > 0 {
		line += "; " + count(problems, "problem") + " kept the job from being done"
	}
	return line
}

// count writes a number with its noun and with commas: "4,812 errors".
func count(n int, noun string) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if n != 1 {
		noun += "s"
	}
	return digits + " " + noun
}
