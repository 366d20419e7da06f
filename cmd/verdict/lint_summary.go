package main

import (
	"path/filepath"
	"strings"
	"sync"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/bridge"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/summary"
)

// This file summarizes a run of verdict lint, for --summary.

// A lintSummary is the summary of a run. A nil one does nothing.
type lintSummary struct {
	options summary.Options
	redact  func(path string) bool // may be nil
	file    *atomicfile.File

	mu  sync.Mutex
	all []lintCollectors
}

// lintCollectors are the collectors of one goroutine.
type lintCollectors map[collectorKey]*summary.Collector

type collectorKey struct {
	schema *catalog.Schema
	redact bool
}

// newLintSummary opens the file of a summary; it returns nil if none was requested.
func newLintSummary(set *settings, formats []string) (*lintSummary, error) {
	flags := &set.flags.summary
	if flags.Path == "" {
		return nil, nil
	}
	for _, format := range formats {
		if _, path, ok := strings.Cut(format, "="); ok && filepath.Clean(path) == filepath.Clean(flags.Path) {
			return nil, usagef("--summary and --format %s write to the same file; use different files", format)
		}
	}
	file, err := flags.Open()
	if err != nil {
		return nil, err
	}
	return &lintSummary{options: flags.Options(), redact: set.redact(), file: file}, nil
}

// observer returns [lint.Options.Observer].
func (s *lintSummary) observer() func() func(o *lint.Observation) {
	if s == nil {
		return nil
	}
	return func() func(o *lint.Observation) {
		collectors := make(lintCollectors)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.all = append(s.all, collectors)
		return func(o *lint.Observation) {
			collectors.get(s, o).Add(o.Payload, errorsAmong(o.Findings))
		}
	}
}

// get returns the collector for a payload.
func (c lintCollectors) get(s *lintSummary, o *lint.Observation) *summary.Collector {
	key := collectorKey{o.Schema, s.redact != nil && s.redact(o.Path)}
	if c[key] == nil {
		schema, _ := bridge.SchemaOf(o.Schema.Engine, key.redact).(*verdict.Schema)
		c[key] = summary.New(schema, s.options)
	}
	return c[key]
}

// errorsAmong returns the findings that are errors as the library returns them, nil if there are none.
func errorsAmong(found []finding.Finding) error {
	var invalid verdict.Error
	for i := range found {
		if f := &found[i]; f.Severity == finding.Error {
			invalid.Violations = append(invalid.Violations, verdict.Violation{
				Rule: verdict.Rule(f.Rule), Message: f.Message, Pointer: f.Pointer, Property: f.Property,
			})
		}
	}
	if invalid.Violations == nil {
		return nil
	}
	return &invalid
}

// close writes the summary.
func (s *lintSummary) close() error {
	if s == nil {
		return nil
	}
	all := []summary.Summary{{Seed: s.options.Seed, Samples: s.options.Samples}}
	s.mu.Lock() // a goroutine that had nothing to lint may only begin now
	defer s.mu.Unlock()
	for _, collectors := range s.all {
		for _, c := range collectors {
			all = append(all, c.Summary())
		}
	}
	merged, err := summary.Merge(all...)
	if err != nil {
		return err
	}
	return command.WriteSummary(s.file, merged)
}

// discard leaves the file as it was, unless it was written.
func (s *lintSummary) discard() {
	if s != nil {
		s.file.Discard()
	}
}
