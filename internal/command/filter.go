package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/filter"
	"github.com/verdict-lint/verdict/internal/shard"
	"github.com/verdict-lint/verdict/internal/words"
)

// This file defines the command filter.

const filterHelp = `Write the valid records of NDJSON to standard output, byte for byte, and the invalid ones
to a file, with their violations. An input is %s.
Without arguments, standard input is read. Inputs are read in the order of their names,
each once. Names that end in .gz or .zst are decompressed.

A record is a line that is not blank. All CPUs are used, the order is that of the input,
and the memory does not depend on the size of the input. No configuration is read: what
is valid depends on the command line alone, on every machine. Unknown properties are
valid unless --strict is set or the schema forbids them.

--rejects FILE has a line of JSON for each invalid record: file, offset, line (if it is
known), record as written, and violations. A record that is not JSON is a string, and
encoding is text, or base64 if it is not UTF-8. With --redact there is no record, and
violations have no values. An existing file is overwritten only if it has rejects.

--summary FILE has counts: of valid and invalid records, of violations by rule and
property, with samples, and of how often each property is missing, null or has a value.
verdict merge merges the summaries of several runs, and shows them.

--shard i/n filters part i of n parts of all inputs, which have about the same number of
bytes. A large file is divided, too, but not a compressed one. Each record is in exactly
one part, and the outputs of all parts, in order, are the output of one run over
everything. All parts must be given the same files. Standard input cannot be divided.

Outputs end with whole lines, even if a run fails or is interrupted; it then says how
many records were written. The last line of a pipe may be incomplete if its reader closes
it, or reads nothing for a second after an interruption. The exit code is 0 if no more
records are invalid than --tolerance allows, 1 if there are more, 2 if the command line
is wrong, and 3 if something could not be read or written.`

// A Filter has what differs between the filter commands of programs.
type Filter struct {
	Inputs  string // what an argument can be
	Example string

	// Open returns the inputs that arguments name, in the order of the output.
	Open func(ctx context.Context, args []string, stdin io.Reader) ([]filter.Source, error)

	// Packs returns packs with documents of schemas; it may be nil.
	Packs func() ([]*catalog.Pack, error)

	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// A filterRun has the flags of the command.
type filterRun struct {
	Filter
	schema    SchemaFlags
	rejects   string
	tolerance string
	shard     string
	summary   SummaryFlags
	redact    bool
	maxLine   int64
	jobs      int
}

// NewFilter returns the command filter.
func NewFilter(f Filter) *cobra.Command {
	run := filterRun{Filter: f, maxLine: files.DefaultLimits.Line}
	cmd := &cobra.Command{
		Use:     "filter [input...] --schema schema",
		Short:   "Separate valid and invalid records of NDJSON",
		Long:    fmt.Sprintf(filterHelp, f.Inputs),
		Example: f.Example,
		RunE:    func(cmd *cobra.Command, args []string) error { return run.run(cmd.Context(), args) },

		SilenceErrors: true,
		SilenceUsage:  true,
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&run.rejects, "rejects", "", "write invalid records to a `file`, with their violations")
	set.StringVar(&run.tolerance, "tolerance", "0", "how many records may be invalid: a `number`, or a share such as 0.5%")
	set.StringVar(&run.shard, "shard", "", "filter only part `i/n` of the inputs, such as 2/16")
	run.summary.Register(set)
	set.BoolVar(&run.redact, "redact", false, "write no values of records to rejects and the summary, only types, lengths and places")
	run.schema.Register(set)
	set.Var((*Size)(&run.maxLine), "max-line", "maximum `size` of a line; a longer one is invalid")
	set.IntVarP(&run.jobs, "jobs", "j", 0, "`number` of CPUs to use (default: all)")
	run.schema.Complete(cmd)
	return cmd
}

func (f *filterRun) run(ctx context.Context, args []string) error {
	o, tolerance, err := f.options()
	if err != nil {
		return err
	}
	var schemas []string
	if o.Schema, err = f.compile(ctx, func(path string) { schemas = append(schemas, path) }); err != nil {
		return err
	}
	if o.Inputs, err = f.open(ctx, args); err != nil {
		return err
	}
	read := readFiles(o.Inputs, f.Stdin, schemas)
	if err := checkStdout(f.Stdout, read); err != nil {
		return err
	}
	o.Valid = filter.Output{Name: "standard output", Writer: f.Stdout}
	writeSummary, discard, err := f.summarize(&o, read)
	if err != nil {
		return err
	}
	defer discard()
	if f.rejects != "" {
		file, err := openRejects(f.rejects, f.Stdout, f.Stderr, read)
		if err != nil {
			return err
		}
		o.Rejects = filter.Output{Name: f.rejects, Writer: file}
	}
	totals, err := filter.Run(ctx, o)
	if closing := f.closeOutputs(&o); err == nil {
		err = closing
	}
	if err == nil {
		err = writeSummary()
	}
	if err != nil {
		return f.stopped(&totals, err)
	}
	within := tolerance.Allows(totals.Invalid, totals.Records())
	fmt.Fprintln(f.Stderr, f.conclusion(&totals, within, tolerance))
	if !within {
		return ErrFindings
	}
	return nil
}

// options returns the options that the flags set.
func (f *filterRun) options() (o filter.Options, tolerance filter.Tolerance, err error) {
	if err = errors.Join(f.schema.Check(), f.summary.Check()); err != nil {
		return o, tolerance, err
	}
	if tolerance, err = filter.ParseTolerance(f.tolerance); err != nil {
		return o, tolerance, Usagef("--tolerance %w", err)
	}
	if f.shard != "" {
		if o.Shard, err = shard.Parse(f.shard); err != nil {
			return o, tolerance, Usagef("--shard %w", err)
		}
	}
	switch {
	case f.rejects == "-":
		return o, tolerance, Usagef("--rejects -: standard output gets the valid records; name a file")
	case f.jobs < 0:
		return o, tolerance, Usagef("--jobs %d: must not be negative", f.jobs)
	}
	o.MaxLine, o.Jobs, o.Redact = int(min(f.maxLine, math.MaxInt)), f.jobs, f.redact
	return o, tolerance, nil
}

// compile compiles the schema. read is called with the name of each file that is read.
func (f *filterRun) compile(ctx context.Context, read func(path string)) (*verdict.Schema, error) {
	var packs []*catalog.Pack
	if f.Packs != nil {
		var err error
		if packs, err = f.Packs(); err != nil {
			return nil, Failure{err}
		}
	}
	var opts []verdict.Option
	if f.redact {
		opts = append(opts, verdict.WithRedaction())
	}
	bundle, err := f.schema.Compile(ctx, packs, read, opts...)
	if err != nil {
		return nil, err
	}
	return bundle.Compiled, nil
}

// open returns the inputs.
func (f *filterRun) open(ctx context.Context, args []string) ([]filter.Source, error) {
	if len(args) == 0 {
		if file, ok := f.Stdin.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
			return nil, Usagef("name an input, or - for standard input")
		}
		args = []string{"-"}
	}
	if f.shard != "" && slices.Contains(args, "-") {
		return nil, Usagef("--shard does not work on standard input, whose size is not known before it has been read; name a file")
	}
	inputs, err := f.Open(ctx, args, f.Stdin)
	if err != nil {
		return nil, Failure{err}
	}
	return inputs, nil
}

// closeOutputs closes the outputs. Some file systems report only then that a file could not be written.
func (f *filterRun) closeOutputs(o *filter.Options) error {
	for _, output := range []filter.Output{o.Rejects, o.Valid} {
		file, ok := output.Writer.(*os.File)
		if !ok || output.Writer == f.Stderr {
			continue
		}
		if err := file.Close(); err != nil {
			return &filter.WriteError{Output: output.Name, Err: err}
		}
	}
	return nil
}

// stopped adds to an error what had been written before.
func (f *filterRun) stopped(totals *filter.Totals, err error) error {
	text := err.Error()
	switch {
	case errors.Is(err, context.Canceled):
		text = "interrupted"
	case totals.Inputs == 0:
		return Failure{err}
	}
	text += "; " + words.Count(totals.Valid, "valid record")
	if f.rejects != "" {
		text += " and " + words.Count(totals.Invalid, "reject")
	}
	return &Stopped{Text: text + " written before", Err: err}
}

// conclusion returns the last line of a run.
func (f *filterRun) conclusion(totals *filter.Totals, within bool, tolerance filter.Tolerance) string {
	var b strings.Builder
	if f.shard != "" {
		fmt.Fprintf(&b, "shard %s: ", f.shard)
	}
	fmt.Fprintf(&b, "%s in %s: %s valid, %s invalid", words.Count(totals.Records(), "record"), words.Count(int64(totals.Inputs), "input"),
		words.Thousands(totals.Valid), words.Thousands(totals.Invalid))
	if !within {
		fmt.Fprintf(&b, "; --tolerance allows %s", tolerance)
	}
	if totals.Invalid > 0 && f.rejects == "" {
		b.WriteString("; use --rejects FILE to see them")
	}
	return b.String()
}
