package main

// This file defines the flags of verdict lint.

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/remote"
)

// lintFlags holds the flags of verdict lint.
type lintFlags struct {
	schema    string
	schemas   bool // the files are schemas
	strict    bool
	annotate  bool
	draft     string
	catalog   string
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
	redact    bool
	watch     bool
	summary   command.SummaryFlags
	shard     string

	requireSchema bool
	errorOnUnused bool

	allowRemote        string // remoteNamed, remoteAny, or "" for nothing
	updateLock, locked bool
	limits             limits
}

// noName is the default name of standard input.
const noName = "<stdin>"

// register defines the flags in the order in which help lists them.
func (f *lintFlags) register(set *pflag.FlagSet) {
	set.SortFlags = false
	if !f.schemas {
		f.registerChoice(set)
	}
	set.StringVar(&f.draft, "draft", "", "`draft` of schemas without $schema: "+strings.Join(draftNames(), ", ")+" (default 2020-12)")
	set.BoolVar(&f.annotate, "no-format-assertion", false, "do not check format, contentEncoding and contentMediaType")
	set.BoolVar(&f.fix, "fix", false, "apply safe fixes, then lint")
	set.BoolVar(&f.diff, "diff", false, "print fixes as a diff without applying them; exit 1 if there are any")
	set.BoolVar(&f.unsafe, "unsafe-fixes", false, "also apply fixes that may change the meaning")
	set.StringArrayVarP(&f.formats, "format", "f", nil,
		"output `format`: "+formatNames()+"; format=file writes a file; may be given several times (default: text, or github in a GitHub workflow)")
	if !f.schemas {
		f.summary.Register(set)
	}
	set.BoolVar(&f.redact, "redact", false, "show no values of payloads, only their types, lengths and places; see docs/output.md")
	set.StringVar(&f.color, "color", "auto", "`when` to color the output: auto, always or never")
	set.StringVar(&f.stdinName, "stdin-filename", noName, "`name` of standard input in findings")
	set.IntVar(&f.most, "max-findings", 0, "show at most `n` findings and count the rest (default: all)")
	set.IntVar(&f.groupFrom, "group-after", 10, "in format text, show `n` similar findings and count the rest; 0 shows all")
	set.BoolVar(&f.stats, "stats", false, "print statistics: files, throughput, findings per rule")
	set.StringVar(&f.failOn, "fail-on", "", "lowest `severity` that makes the exit code 1: warning or error (default error)")
	set.StringVar(&f.baseline, "baseline", "", "hide findings that the baseline `file` has accepted")
	set.BoolVar(&f.rebase, "update-baseline", false, "write all findings of this run to the baseline; entries of other files are kept")
	set.BoolVar(&f.staged, "staged", false, "lint the staged content of files in git's index")
	set.StringVar(&f.since, "since", "", "hide findings on lines that have not changed since a git `commit`, unless their schema has; not a range")
	set.BoolVar(&f.errorOnUnused, "error-on-unused", false, "exit with 3 if no files are found, a pattern of the configuration matches nothing, or the baseline is missing; make comments that suppress nothing errors")
	set.StringVar(&f.shard, "shard", "", "lint only part `i/n` of the files, such as 2/16: NDJSON is divided by lines, other files are not")
	set.BoolVar(&f.watch, "watch", false, "lint again whenever a file changes, until Ctrl-C")
	set.StringVar(&f.config, "config", "", "configuration `file`, instead of the nearest .verdict.yaml")
	set.BoolVar(&f.noConfig, "no-config", false, "ignore configuration files")
	set.BoolVar(&f.noIgnore, "no-ignore", false, "lint files even if .gitignore, .verdictignore or ignore in .verdict.yaml match them")
	set.StringVar(&f.allowRemote, "allow-remote", "",
		"fetch schemas by http and https, pinned by checksum in "+remote.LockName+"; `scope` is named (those named by --schema, the configuration or the lock file) or any (also those named only by a payload)")
	set.Lookup("allow-remote").NoOptDefVal = remoteNamed
	set.BoolVar(&f.locked, "locked", false, "do not fetch schemas that are not in "+remote.LockName+"; for CI")
	set.BoolVar(&f.updateLock, "update-lock", false, "fetch all schemas again and update "+remote.LockName)
	f.limits.register(set)
	set.IntVarP(&f.jobs, "jobs", "j", 0, "`number` of files to lint in parallel (default: number of CPUs)")
}

// registerChoice defines the flags that select the schema of payloads.
func (f *lintFlags) registerChoice(set *pflag.FlagSet) {
	set.StringVarP(&f.schema, "schema", "s", "",
		"`schema` to lint against: a built-in name ("+strings.Join(catalogNames(), ", ")+") or a file, with #/pointer for a part of it")
	set.BoolVar(&f.requireSchema, "require-schema", false, "make files without a schema errors")
	set.BoolVar(&f.strict, "strict", false, "make unknown properties errors, not warnings")
	set.StringVar(&f.catalog, "catalog", "", "`file` or URL of a catalog that maps file names to schemas; see verdict catalog")
}

// check returns an error for flags that cannot be combined.
func (f *lintFlags) check(paths []string) error {
	switch {
	case f.stdinName != noName && !slices.Contains(paths, "-"):
		return usagef("--stdin-filename requires the path -, which is standard input")
	case f.jobs < 0:
		return usagef("--jobs %d: must not be negative", f.jobs)
	case f.most < 0:
		return usagef("--max-findings %d: must not be negative; use 0 for all", f.most)
	case f.groupFrom < 0:
		return usagef("--group-after %d: must not be negative; use 0 for all", f.groupFrom)
	case f.rebase && f.baseline == "":
		return usagef("--update-baseline requires --baseline FILE")
	case f.rebase && (f.since != "" || f.diff):
		return usagef("--update-baseline cannot be combined with --since or --diff")
	case f.allowRemote != "" && f.allowRemote != remoteNamed && f.allowRemote != remoteAny:
		return usagef("--allow-remote=%s: use --allow-remote or --allow-remote=any", f.allowRemote)
	case f.updateLock && f.allowRemote == "":
		return usagef("--update-lock requires --allow-remote")
	case f.updateLock && f.locked:
		return usagef("--update-lock cannot be combined with --locked")
	case f.staged && (f.fix || f.diff):
		return usagef("--fix and --diff cannot be combined with --staged")
	case f.redact && f.diff:
		return usagef("--diff cannot be combined with --redact: it prints lines of payloads")
	case f.unsafe && !f.fix && !f.diff:
		return usagef("--unsafe-fixes requires --fix or --diff")
	case f.watch && (f.staged || f.diff || f.rebase):
		return usagef("--watch cannot be combined with --staged, --diff or --update-baseline")
	case f.shard != "" && (f.staged || f.fix || f.diff || f.rebase || f.watch):
		return usagef("--shard cannot be combined with --staged, --fix, --diff, --update-baseline or --watch")
	case f.shard != "" && slices.Contains(paths, "-"):
		return usagef("--shard does not work on standard input, whose size is not known before it has been read; name a file")
	case f.watch && slices.Contains(paths, "-"):
		return usagef("--watch does not work on standard input; name files or directories")
	case f.summary.Path != "" && (f.diff || f.watch):
		return usagef("--summary cannot be combined with --diff or --watch")
	}
	if err := f.summary.Check(); err != nil {
		return err
	}
	return command.CheckSchemaLimits(f.limits.schema)
}
