package main

import (
	"flag"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/filter"
)

// This file defines the command line.

const help = `Validate NDJSON with a pipeline of Apache Beam, and write the valid records, the invalid
ones with their violations, and a summary.

A file is read in parts, which a runner distributes over its workers; those whose names
end in .gz or .zst are read as a whole. Files and patterns can be local ones, or those of
gs://BUCKET and s3://BUCKET. Outputs have the lines that verdict filter writes, in any
order; the summary is the same, byte for byte.

The runner is Prism, which runs in this program and keeps intermediate results in memory,
unless --runner names another one: dataflow, flink, spark, or universal for any job server
of Beam at --endpoint. All flags of Beam's Go SDK are accepted; those of Dataflow and of
environments are not listed here.

The exit code is 0 if no more records are invalid than --tolerance allows, 1 if there are
more, 2 if the command line is wrong, and 3 if the pipeline failed. With --async it is 0
once the job has been submitted.`

const example = `  verdict-beam --input 'events/*.ndjson' --schema event.json --valid good.ndjson --rejects bad.ndjson --summary summary.json
  verdict-beam --input 'gs://events/2026/**' --schema event.json --summary gs://results/summary.json --runner dataflow \
      --project my-project --region europe-north1 --staging_location gs://results/staging`

// shownBeamFlags are the flags of Beam that --help lists.
var shownBeamFlags = []string{"async", "endpoint", "environment_config", "environment_type", "job_name", "parallelism", "worker_binary"}

// settings are the flags of the program.
type settings struct {
	inputs    []string
	schema    command.SchemaFlags
	redact    bool
	valid     string
	rejects   string
	summary   command.SummaryFlags
	outputs   int
	tolerance string
	runner    string
	logLevel  string

	stderr io.Writer
}

func newCommand(stderr io.Writer) *cobra.Command {
	s := settings{stderr: stderr}
	cmd := &cobra.Command{
		Use:     "verdict-beam --input pattern --schema schema --summary file",
		Short:   "Validate NDJSON with a pipeline of Apache Beam",
		Long:    help,
		Example: example,
		Args:    command.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context()) },
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringArrayVarP(&s.inputs, "input", "i", nil, "`pattern` of files to read; can be repeated, required")
	set.StringVar(&s.valid, "valid", "", "write valid records to a `file`")
	set.StringVar(&s.rejects, "rejects", "", "write invalid records to a `file`, with their violations")
	s.summary.Register(set)
	set.IntVar(&s.outputs, "output-files", 1, "`number` of files that each output is divided into, except the summary: name-00001-of-00016.ndjson and so on")
	set.StringVar(&s.tolerance, "tolerance", "0", "how many records may be invalid: a `number`, or a share such as 0.5%")
	set.BoolVar(&s.redact, "redact", false, "write no values of records to rejects and summary, only types, lengths and places")
	s.schema.Register(set)
	set.StringVar(&s.runner, "runner", "prism", "`runner` of the pipeline: "+strings.Join(runners, ", "))
	set.StringVar(&s.logLevel, "log-level", "warn", "`level` of Beam's log: debug, info, warn, error")
	s.schema.Complete(cmd)
	addBeamFlags(set)
	return cmd
}

// addBeamFlags defines the flags of Beam.
func addBeamFlags(set *pflag.FlagSet) {
	flag.VisitAll(func(f *flag.Flag) {
		if strings.HasPrefix(f.Name, "test.") || set.Lookup(f.Name) != nil {
			return
		}
		added := set.VarPF(beamFlag{f}, f.Name, "", f.Usage)
		added.Hidden = !slices.Contains(shownBeamFlags, f.Name)
		if b, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
			added.NoOptDefVal = "true"
		}
	})
}

// A beamFlag is a flag of Beam, which looks for those that were set with package flag.
type beamFlag struct{ *flag.Flag }

func (f beamFlag) Set(value string) error { return flag.Set(f.Name, value) }
func (f beamFlag) String() string         { return f.Value.String() }
func (f beamFlag) Type() string           { return "value" }

// check returns a usage error for flags that are wrong.
func (s *settings) check() (filter.Tolerance, error) {
	tolerance, err := filter.ParseTolerance(s.tolerance)
	if err != nil {
		return tolerance, command.Usagef("--tolerance %w", err)
	}
	switch {
	case len(s.inputs) == 0:
		return tolerance, command.Usagef("--input is required: a file, or a pattern such as 'gs://bucket/*.ndjson'")
	case s.summary.Path == "":
		return tolerance, command.Usagef("--summary is required, because the exit code depends on it: name a file")
	case s.outputs < 1 || s.outputs > maxOutputs:
		return tolerance, command.Usagef("--output-files %d: must be between 1 and %d", s.outputs, maxOutputs)
	case !slices.Contains(runners, s.runner):
		return tolerance, command.Usagef("--runner %s: must be one of %s", s.runner, strings.Join(runners, ", "))
	case !slices.Contains([]string{"debug", "info", "warn", "error"}, s.logLevel):
		return tolerance, command.Usagef("--log-level %s: must be debug, info, warn or error", s.logLevel)
	}
	if err := s.schema.Check(); err != nil {
		return tolerance, err
	}
	return tolerance, s.summary.Check()
}

// maxOutputs is far more than a runner needs to use all of its workers for writing.
const maxOutputs = 10_000
