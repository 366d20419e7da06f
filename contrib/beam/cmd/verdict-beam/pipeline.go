package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/contrib/beam/ndjson"
	"github.com/verdict-lint/verdict/contrib/beam/validate"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/filter"
	"github.com/verdict-lint/verdict/internal/words"
	"github.com/verdict-lint/verdict/summary"
)

// This file runs the pipeline.

// runners are the runners that --runner can name.
var runners = []string{"prism", "dataflow", "flink", "spark", "universal"}

func (s *settings) run(ctx context.Context) error {
	tolerance, err := s.check()
	if err != nil {
		return err
	}
	schema, err := s.compile(ctx)
	if err != nil {
		return err
	}
	if err := s.checkFiles(ctx); err != nil {
		return err
	}
	if err := s.prepareBeam(); err != nil {
		return err
	}
	result, err := beam.Run(ctx, s.runner, s.pipeline(schema))
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return command.Failure{Err: err}
	}
	if result == nil { // with --dry_run or --template_location of Dataflow, no job is submitted
		return nil
	}
	if *jobopts.Async {
		fmt.Fprintln(s.stderr, "the job was submitted; its result will be in", s.summary.Path)
		return nil
	}
	report, err := readSummary(ctx, s.summary.Path)
	if err != nil {
		return command.Failuref("reading %s: %w", s.summary.Path, err)
	}
	return s.conclude(report, tolerance)
}

// compile returns the schema as it is sent to the workers.
func (s *settings) compile(ctx context.Context) (validate.Schema, error) {
	var opts []verdict.Option
	if s.redact {
		opts = append(opts, verdict.WithRedaction())
	}
	b, err := s.schema.Compile(ctx, nil, nil, opts...)
	if err != nil {
		return validate.Schema{}, err
	}
	return validate.Schema{
		Document: b.Document, BaseURI: b.URI, Resources: b.Resources,
		Draft: b.Draft, ConstInDraft4: b.ConstInDraft4, NoFormats: !b.Formats,
		Strict: s.schema.Strict, Redact: s.redact,
	}, nil
}

// checkFiles returns an error for names of files that cannot be read or written. A pattern must match a
// file only if the workers are in this process, because the files of a cluster may not be visible here.
func (s *settings) checkFiles(ctx context.Context) error {
	var read []string
	for _, pattern := range s.inputs {
		system, err := filesystem.New(ctx, pattern)
		if err != nil {
			return command.Usagef("--input %w", err)
		}
		found, err := system.List(ctx, pattern)
		system.Close()
		if s.runner == "prism" && err != nil {
			return command.Failuref("--input %s: %w", pattern, err)
		}
		if s.runner == "prism" && len(found) == 0 {
			return command.Failuref("--input %s: no file matches", pattern)
		}
		read = append(read, found...)
	}
	written := []string{s.summary.Path}
	for flag, name := range map[string]string{"valid": s.valid, "rejects": s.rejects} {
		if slices.Contains(written, name) {
			return command.Usagef("--%s %s: another output has the same name", flag, name)
		}
		if name != "" {
			written = append(written, name)
		}
	}
	for _, name := range written {
		system, err := filesystem.New(ctx, name)
		if err != nil {
			return command.Usagef("%w", err)
		}
		system.Close()
		if slices.Contains(read, name) {
			return command.Usagef("%s would be overwritten, but it is an input; name another file", name)
		}
	}
	return nil
}

// prepareBeam initializes Beam with the flags.
func (s *settings) prepareBeam() error {
	log.LogLevel = s.logLevel
	log.SetupLoggingWithDefault()
	if slices.Contains([]string{"flink", "spark", "universal"}, s.runner) && *jobopts.Endpoint == "" {
		return command.Usagef("--runner %s requires --endpoint HOST:PORT, of a job server of Beam", s.runner)
	}
	// The workers run this program, too, in containers with Linux.
	if program, err := os.Executable(); err == nil && *jobopts.WorkerBinary == "" && !jobopts.IsLoopback() && runtime.GOOS == "linux" {
		if err := flag.Set("worker_binary", program); err != nil {
			return err
		}
	}
	if !beam.Initialized() {
		beam.Init()
	}
	return nil
}

// pipeline returns the pipeline.
func (s *settings) pipeline(schema validate.Schema) *beam.Pipeline {
	p, root := beam.NewPipelineWithRoot()
	valid, rejects, report := validate.Records(root, ndjson.Read(root, s.inputs...), schema, validate.WithSummary(s.summary.Options()))
	if s.valid != "" {
		ndjson.Write(root.Scope("Valid"), s.valid, s.outputs, ndjson.Lines(root, valid))
	}
	if s.rejects != "" {
		ndjson.Write(root.Scope("Rejects"), s.rejects, s.outputs, rejects)
	}
	ndjson.Write(root.Scope("Summary"), s.summary.Path, 1, validate.SummaryLines(root, report))
	return p
}

// readSummary reads the summary that a pipeline has written.
func readSummary(ctx context.Context, name string) (summary.Summary, error) {
	system, err := filesystem.New(ctx, name)
	if err != nil {
		return summary.Summary{}, err
	}
	defer system.Close()
	file, err := system.OpenRead(ctx, name)
	if err != nil {
		return summary.Summary{}, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return summary.Summary{}, err
	}
	return summary.Parse(text)
}

// conclude prints the last line of a run, and returns an error if too many records are invalid.
func (s *settings) conclude(report summary.Summary, tolerance filter.Tolerance) error {
	var records, valid, invalid int64
	for _, section := range report.Sections {
		records, valid, invalid = records+section.Records, valid+section.Valid, invalid+section.Invalid
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s valid, %s invalid", words.Count(records, "record"), words.Thousands(valid), words.Thousands(invalid))
	within := tolerance.Allows(invalid, records)
	if !within {
		fmt.Fprintf(&b, "; --tolerance allows %s", tolerance)
	}
	fmt.Fprintln(s.stderr, b.String())
	if !within {
		return command.ErrFindings
	}
	return nil
}
