// Package lint chooses a schema for each file, validates the files in parallel and reports
// what it finds, in order.
package lint

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
)

// Options configure a [Linter].
type Options struct {
	// Severity returns the severity of a rule in a file; normal is its default. It may be
	// nil.
	Severity func(path, rule string, normal finding.Severity) finding.Severity

	// Keep filters the findings of a file, or of a chunk of its lines, and returns those to report.
	// The schemas are those that the payloads were validated against, none if the file is a schema itself.
	// It is called in order, and may overwrite the slice of findings. It may be nil.
	Keep func(found []finding.Finding, schemas []*catalog.Schema) []finding.Finding

	// Skip reports whether the content of a file is not linted: it is written by the program
	// itself, and is not an array. It may be nil.
	Skip func(source []byte) bool

	// Identify sets the Identity of findings, which fingerprints depend on.
	Identify bool

	// Concerns reports whether any finding of a file can be reported. If not, findings that are left
	// out do not make the output incomplete. It may be nil.
	Concerns func(path string, schemas []*catalog.Schema) bool

	// Progress is called from time to time with a number of bytes that have been linted. It may be
	// nil.
	Progress func(bytes int64)

	// Observer is called once by each goroutine that lints, and what it returns for each payload that
	// is validated against a schema. It may be nil.
	Observer func() func(o *Observation)

	// Strict reports whether unknown properties of a file are errors, not warnings. It may
	// be nil.
	Strict func(path string) bool

	// Redact reports whether findings of a file have no values of its payloads. It may be nil.
	Redact func(path string) bool

	// IsSchema reports whether a file is a schema, even if its $schema is not a metaschema. It
	// may be nil.
	IsSchema func(path string) bool

	// Limits bound what is read; the zero value means [files.DefaultLimits].
	Limits files.Limits

	// Jobs is the number of files to lint in parallel; zero means the number of CPUs.
	Jobs int

	// Context is the number of lines before and after a fault that its frame includes.
	Context int
}

// An Observation is a payload that was linted. Nothing of it may be retained.
type Observation struct {
	Path     string
	Schema   *catalog.Schema
	Payload  []byte // as JSON, if it could be converted to that, else as written
	Findings []finding.Finding
}

// A Linter lints files. It is safe for concurrent use.
type Linter struct {
	catalog *catalog.Catalog
	options Options

	plain bool // do not report unknown properties
}

// New returns a linter that takes its schemas from a catalog. A payload without a schema is checked by
// the rules that need none.
func New(schemas *catalog.Catalog, options Options) *Linter {
	if options.Jobs <= 0 {
		options.Jobs = runtime.GOMAXPROCS(0)
	}
	return &Linter{catalog: schemas, options: options}
}

// Jobs returns the number of files that are linted in parallel.
func (l *Linter) Jobs() int { return l.options.Jobs }

// A Sink receives the findings of a run, always in the same order: by file, and within a file by
// position; then those of the schemas used. An error that it returns ends the run.
type Sink interface {
	// File is called once for every file that was linted, before its findings, and for every schema
	// file that has findings.
	File(path string) error

	Finding(f *finding.Finding) error

	// Problem reports a file that could not be linted.
	Problem(err error) error
}

// Run lints the files and passes the results to sink. A file whose schema cannot be loaded is a problem
// of that file. Run returns an error if the schema of no file can be loaded, if the sink returns one, or
// if the context ends.
func (l *Linter) Run(ctx context.Context, inputs []files.Input, sink Sink) (finding.Summary, error) {
	targets := make([]target, len(inputs))
	failed := 0
	for i := range inputs {
		schema, err := l.schemaOf(inputs[i].Path)
		if err != nil {
			failed++
		}
		targets[i] = target{input: &inputs[i], schema: schema, err: err}
	}
	if failed > 0 && failed == len(inputs) {
		return finding.Summary{}, targets[0].err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	p := newPipeline(l, inputs)
	for _, t := range targets {
		if t.err == nil {
			p.schemas.add(t.schema)
		}
	}
	if len(inputs) == 1 && !isLines(inputs[0]) && isAtHand(inputs[0]) {
		// There is one task, and the queues have room for it. Without goroutines, a hook that
		// lints one file is faster.
		p.produce(ctx, targets)
		p.work(ctx)
	} else {
		go p.produce(ctx, targets)
		for range l.workers(inputs) {
			go p.work(ctx)
		}
	}
	sum, err := p.deliver(ctx, sink)
	if err != nil {
		return sum, err
	}
	return sum, l.reportSchemas(&p.schemas, sink, &sum)
}

// workers returns the number of goroutines that lint: at most the number of tasks, which is one for
// each file, and many for a file of lines.
func (l *Linter) workers(inputs []files.Input) int {
	if len(inputs) >= l.options.Jobs || slices.ContainsFunc(inputs, isLines) {
		return l.options.Jobs
	}
	return len(inputs)
}

// isAtHand reports whether a file can be read without waiting for another program, unlike standard
// input and pipes.
func isAtHand(in files.Input) bool {
	if in.Open != nil {
		return false
	}
	info, err := os.Stat(filepath.FromSlash(in.Path))
	return err != nil || info.Mode().IsRegular()
}

func isLines(in files.Input) bool { return in.Syntax == files.Lines }

func (l *Linter) limits() files.Limits {
	if l.options.Limits == (files.Limits{}) {
		return files.DefaultLimits
	}
	return l.options.Limits
}

// maxLine returns the maximum number of bytes of a line of NDJSON.
func (l *Linter) maxLine() int { return int(min(l.limits().Line, math.MaxInt)) }

// schemaOf returns the schema that is configured for a file. A schema has none.
func (l *Linter) schemaOf(path string) (*catalog.Schema, error) {
	if l.isSchema(path) {
		return l.catalog.Open("", catalog.Reading{})
	}
	return l.catalog.For(path)
}

// isSchema reports whether a file is linted as a schema even without a $schema.
func (l *Linter) isSchema(path string) bool {
	return l.options.IsSchema != nil && l.options.IsSchema(path)
}

// redacts reports whether findings of a file have no values.
func (l *Linter) redacts(path string) bool { return l.options.Redact != nil && l.options.Redact(path) }

// strict reports whether unknown properties of a file are errors.
func (l *Linter) strict(path string) bool { return l.options.Strict != nil && l.options.Strict(path) }
