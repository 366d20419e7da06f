// Package lint chooses a schema for each file, validates the files in parallel and reports
// what it finds, in order.
package lint

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
)

// Options say how a [Linter] works.
type Options struct {
	// Severity returns the severity of a rule in a file; normal is its default. It may be
	// nil.
	Severity func(path, rule string, normal finding.Severity) finding.Severity

	// Keep returns those that count of the findings of a file, or of a chunk of its lines. It
	// is called in order, and may overwrite them. It may be nil.
	Keep func(found []finding.Finding) []finding.Finding

	// Skip reports whether the content of a file is not linted: it is written by the program
	// itself. It may be nil.
	Skip func(source []byte) bool

	// Identify sets the Identity of findings, which fingerprints depend on.
	Identify bool

	// Concerns reports whether findings of a file may count at all: if one is left out of
	// a file of which none can, nothing is missed. It may be nil.
	Concerns func(path string) bool

	// Progress is told, every now and then, how many bytes of the files are done with. It
	// may be nil.
	Progress func(bytes int64)

	// Strict reports whether unknown properties of a file are errors, not warnings. It may
	// be nil.
	Strict func(path string) bool

	// Redact reports whether findings of a file have no values of its payloads. It may be nil.
	Redact func(path string) bool

	// IsSchema reports whether a file is a schema even if it does not say so by $schema. It
	// may be nil.
	IsSchema func(path string) bool

	// Limits bound what is read; the zero value stands for [files.DefaultLimits].
	Limits files.Limits

	// Jobs is how many files are read at the same time; zero stands for one
	// per processor.
	Jobs int

	// Context is how many lines around a fault are kept in its frame.
	Context int
}

// A Linter lints files. It is safe for concurrent use.
type Linter struct {
	catalog *catalog.Catalog
	options Options

	plain bool // without what is wrong in the strict way only
}

// New returns a linter that takes its schemas from a catalog. A payload without a schema is
// checked for what needs none.
func New(schemas *catalog.Catalog, options Options) *Linter {
	if options.Jobs <= 0 {
		options.Jobs = runtime.GOMAXPROCS(0)
	}
	return &Linter{catalog: schemas, options: options}
}

// Jobs is how many files are worked on at the same time.
func (l *Linter) Jobs() int { return l.options.Jobs }

// A Sink takes what a run comes upon, always in the same order: by file, and
// within a file by place; then the same for schemas that something is wrong with. An
// error from it ends the run.
type Sink interface {
	// File is called once for every file that was linted, before its findings, and
	// for every schema file of which there are any.
	File(path string) error

	Finding(f *finding.Finding) error

	// Problem tells of a file that could not be read.
	Problem(err error) error
}

// Run lints the files and passes everything to sink. A file whose schema cannot be loaded is
// a problem of that file. The error is that of the schemas if none of the files has one that
// can be loaded, of the sink, or of a context that ended.
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
		// One task, with room for it in the queues. A hook that lints one file would
		// notice what goroutines cost.
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

// workers is how many goroutines lint: no more than there are tasks, which are one
// a file, but many for one of lines.
func (l *Linter) workers(inputs []files.Input) int {
	if len(inputs) >= l.options.Jobs || slices.ContainsFunc(inputs, isLines) {
		return l.options.Jobs
	}
	return len(inputs)
}

// isAtHand reports whether a file can be read without waiting for another program, as
// standard input and pipes may have to.
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

// schemaOf returns the schema that is configured for a file. A schema has none.
func (l *Linter) schemaOf(path string) (*catalog.Schema, error) {
	if l.isSchema(path) {
		return l.catalog.Open("", catalog.Reading{})
	}
	return l.catalog.For(path)
}

// isSchema reports whether a file is linted as a schema whatever it says itself.
func (l *Linter) isSchema(path string) bool {
	return l.options.IsSchema != nil && l.options.IsSchema(path)
}

// redacts reports whether findings of a file have no values.
func (l *Linter) redacts(path string) bool { return l.options.Redact != nil && l.options.Redact(path) }

// strict reports whether unknown properties of a file are errors.
func (l *Linter) strict(path string) bool { return l.options.Strict != nil && l.options.Strict(path) }
