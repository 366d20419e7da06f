package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/filter"
	"github.com/verdict-lint/verdict/internal/report"
	"github.com/verdict-lint/verdict/summary"
)

// This file defines the flags of summaries, and writes a summary.

// SummaryFlags are the flags about the summary of a run.
type SummaryFlags struct {
	Path string // "" for none
	seed uint64
	most int
	set  *pflag.FlagSet
}

// Register defines the flags.
func (f *SummaryFlags) Register(set *pflag.FlagSet) {
	f.set = set
	set.StringVar(&f.Path, "summary", "", "write counts of violations, and of missing, null and values for each property, to a `file`; see verdict merge")
	set.Uint64Var(&f.seed, "seed", 0, "`number` that determines which invalid records are samples in the summary")
	set.IntVar(&f.most, "samples", summary.DefaultSamples, "maximum `number` of samples for each rule and property in the summary; 0 for none")
}

// Check returns a usage error for flags that are wrong.
func (f *SummaryFlags) Check() error {
	switch {
	case f.set == nil:
		return nil // not registered
	case f.Path == "-":
		return Usagef("--summary -: standard output has other output; name a file")
	case f.most < 0 || f.most > summary.MaxSamples:
		return Usagef("--samples %d: must be 0 to %d", f.most, summary.MaxSamples)
	}
	for _, name := range []string{"seed", "samples"} {
		if f.Path == "" && f.set.Changed(name) {
			return Usagef("--%s requires --summary FILE", name)
		}
	}
	return nil
}

// Options returns the options of collectors.
func (f *SummaryFlags) Options() summary.Options {
	return summary.Options{Seed: f.seed, Samples: f.most}
}

// Open opens the file for a summary, and returns an error if it exists and is not a summary. The file is
// unchanged until [WriteSummary].
func (f *SummaryFlags) Open() (*atomicfile.File, error) {
	if info, err := os.Stat(f.Path); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
		is, err := isSummary(f.Path)
		if err != nil {
			return nil, Failure{files.Describe(f.Path, err)}
		}
		if !is {
			return nil, Usagef("--summary %s exists and is not a summary; name another file, or remove it first", filepath.ToSlash(f.Path))
		}
	}
	file, err := atomicfile.Create(f.Path)
	if err != nil {
		return nil, Failure{err}
	}
	return file, nil
}

// isSummary reports whether a file begins like a summary.
func isSummary(path string) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	begin, err := io.ReadAll(io.LimitReader(file, 4096))
	return report.IsSummary(begin), err
}

// WriteSummary writes a summary to a file and closes it.
func WriteSummary(file *atomicfile.File, s summary.Summary) error {
	if err := report.WriteSummary(file, "json", s, report.Options{}); err != nil {
		return err
	}
	return file.Commit()
}

// Collectors are the collectors of goroutines that validate against one schema.
type Collectors struct {
	Schema  *verdict.Schema
	Options summary.Options

	mu  sync.Mutex
	all []*summary.Collector
}

// Add returns a function for one goroutine, which adds a record.
func (c *Collectors) Add() func(record []byte, err error) {
	collector := summary.New(c.Schema, c.Options)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, collector)
	return collector.Add
}

// Summary returns the summary of all of them.
func (c *Collectors) Summary() (summary.Summary, error) {
	all := []summary.Summary{summary.New(c.Schema, c.Options).Summary()} // if nothing was validated
	for _, collector := range c.all {
		all = append(all, collector.Summary())
	}
	return summary.Merge(all...)
}

// summarize prepares the summary of a run if one is requested. write is called after the run, and discard at
// the end.
func (f *filterRun) summarize(o *filter.Options, read []readFile) (write func() error, discard func(), err error) {
	if f.summary.Path == "" {
		return func() error { return nil }, func() {}, nil
	}
	if err := f.checkSummary(read); err != nil {
		return nil, nil, err
	}
	file, err := f.summary.Open()
	if err != nil {
		return nil, nil, err
	}
	collectors := &Collectors{Schema: o.Schema, Options: f.summary.Options()}
	o.Observer = collectors.Add
	return func() error {
		s, err := collectors.Summary()
		if err == nil {
			err = WriteSummary(file, s)
		}
		return err
	}, file.Discard, nil
}

// checkSummary returns an error if the summary would overwrite another file of the run.
func (f *filterRun) checkSummary(read []readFile) error {
	if f.rejects != "" && filepath.Clean(f.rejects) == filepath.Clean(f.summary.Path) {
		return Usagef("--summary and --rejects are both written to %s; name another file", filepath.ToSlash(f.rejects))
	}
	info, err := os.Stat(f.summary.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return Failure{fmt.Errorf("--summary %w", files.Describe(f.summary.Path, err))}
	case isSameAs(f.Stdout, info):
		return Usagef("--summary %s is standard output, which gets the valid records; name another file", filepath.ToSlash(f.summary.Path))
	}
	for _, r := range read {
		if os.SameFile(info, r.info) {
			return Usagef("--summary %s would overwrite %s, which this run reads; name another file", filepath.ToSlash(f.summary.Path), r.name)
		}
	}
	return nil
}
