package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/baseline"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/git"
	"github.com/verdict-lint/verdict/internal/words"
)

// findFiles returns the files that the paths select, in the work tree or, with --staged, in
// the index.
func findFiles(ctx context.Context, p process, search files.Search, flags *lintFlags, paths []string) ([]files.Input, []error, error) {
	if !flags.staged {
		inputs, problems := search.Find(paths)
		return inputs, problems, nil
	}
	staged, unfiltered, err := git.Staged(ctx)
	if err != nil {
		return nil, nil, err
	}
	if len(unfiltered) > 0 {
		p.complain(fmt.Errorf(notRun+"files that they apply to are linted as git stores them", strings.Join(unfiltered, ", ")))
	}
	var names []string
	open := make(map[string]func() (io.ReadCloser, error))
	for _, file := range staged {
		names = append(names, file.Name)
		open[file.Name] = file.Open
	}
	var inputs []files.Input
	for _, name := range search.Among(names, paths) {
		in := search.Input(name)
		in.Open = open[name]
		inputs = append(inputs, in)
	}
	return inputs, nil, nil
}

// A selection filters findings: only those on changed lines and not accepted by the
// baseline are reported.
type selection struct {
	changes  *git.Changes
	baseline *baseline.Baseline
	path     string // path of the baseline if it is to be updated
	accepted int
	renamed  []string // pairs of a file with new findings and the missing file for which they are accepted

	revised map[*catalog.Schema]bool // whether some file of the schema has changed
}

func newSelection(ctx context.Context, flags *lintFlags) (*selection, error) {
	var s selection
	var err error
	if flags.since != "" {
		if s.changes, err = git.Since(ctx, flags.since, flags.staged); err != nil {
			return nil, err
		}
	}
	if flags.baseline != "" {
		if s.baseline, err = baseline.Load(flags.baseline, flags.rebase); err != nil {
			return nil, err
		}
		if flags.rebase {
			s.path = flags.baseline
		}
	}
	return &s, nil
}

// notRun begins the notes about filters that could be anything.
const notRun = "the git filters of this repository's own configuration (%s) were not run; "

// note returns a note for the user about the selection; "" if there is none.
func (s *selection) note() string {
	if s.changes == nil || len(s.changes.Unfiltered) == 0 {
		return ""
	}
	return fmt.Sprintf(notRun+"every line of files that they apply to counts as changed", strings.Join(s.changes.Unfiltered, ", "))
}

// linted records that a file is linted in this run.
func (s *selection) linted(path string) {
	if s.baseline != nil {
		s.baseline.Linted(path)
	}
}

// keep returns the findings that are on changed lines, or of a schema that has changed, and not
// in the baseline. Of equal findings, it drops as many as the baseline has, those on unchanged
// lines first: if there is one more, it is reported on a line that has changed.
func (s *selection) keep(found []finding.Finding, schemas []*catalog.Schema) []finding.Finding {
	if s.changes == nil && s.baseline == nil {
		return found
	}
	touched, accepted := make([]bool, len(found)), make([]bool, len(found))
	for i := range found {
		touched[i] = s.changes == nil || s.touched(&found[i]) || slices.ContainsFunc(schemas, func(schema *catalog.Schema) bool {
			return schema.Name == found[i].Schema && s.isRevised(schema)
		})
	}
	if s.baseline != nil {
		for _, changed := range []bool{false, true} {
			for i := range found {
				if touched[i] == changed {
					accepted[i] = !s.baseline.IsNew(&found[i]) || s.path != ""
				}
			}
		}
	}
	kept := found[:0]
	for i := range found {
		switch {
		case !touched[i]:
		case accepted[i]:
			s.accepted++
		default:
			kept = append(kept, found[i])
		}
	}
	if s.baseline != nil {
		s.noteRename(kept)
	}
	return kept
}

// noteRename records that the file of new findings seems to be renamed.
func (s *selection) noteRename(kept []finding.Finding) {
	from := s.baseline.RenamedFrom(kept)
	if n := len(s.renamed); from != "" && (n == 0 || s.renamed[n-2] != kept[0].File) {
		s.renamed = append(s.renamed, kept[0].File, from)
	}
}

// renames returns a note for the user about files that seem to be renamed; "" if there are none.
func (s *selection) renames() string {
	if len(s.renamed) == 0 {
		return ""
	}
	note := fmt.Sprintf("%s has findings that the baseline accepts for %s, which does not exist", s.renamed[0], s.renamed[1])
	if more := len(s.renamed)/2 - 1; more > 0 {
		note += fmt.Sprintf(" (and %s)", words.Count(more, "more file"))
	}
	return note + "; after renaming files or moving the baseline, use --update-baseline"
}

// concerns reports whether findings in a file can be reported.
func (s *selection) concerns(path string, schemas []*catalog.Schema) bool {
	return s.changes == nil || s.changes.Touch(relative(path), 0, math.MaxInt) || slices.ContainsFunc(schemas, s.isRevised)
}

// isRevised reports whether a file of the schema has changed, so that every finding may be new.
func (s *selection) isRevised(schema *catalog.Schema) bool {
	revised, known := s.revised[schema]
	if !known {
		revised = slices.ContainsFunc(schema.Files(), func(path string) bool { return s.changes.Changed(relative(path)) })
		if s.revised == nil {
			s.revised = make(map[*catalog.Schema]bool)
		}
		s.revised[schema] = revised
	}
	return revised
}

// touched reports whether a finding, or anything that it depends on, is on changed lines. Git
// cannot compare the lines of a compressed file.
func (s *selection) touched(f *finding.Finding) bool {
	file := relative(f.File)
	if files.NewInput(f.File).Compression != files.Uncompressed {
		return s.changes.Touch(file, 0, math.MaxInt)
	}
	changed := func(r finding.Range) bool {
		return s.changes.Touch(file, r.FirstLine, max(r.FirstLine, r.LastLine))
	}
	return changed(f.Range) || slices.ContainsFunc(f.Causes, changed) ||
		slices.ContainsFunc(f.Related, func(r finding.Related) bool { return changed(r.Range) })
}

// relative returns a path relative to the current directory.
func relative(path string) string {
	if !filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if below, err := filepath.Rel(here, path); err == nil {
		return below
	}
	return path
}

// close writes the baseline if requested. It returns a part of the summary line.
func (s *selection) close() (string, error) {
	if s.baseline == nil {
		return "", nil
	}
	if s.path == "" {
		return "; " + words.Count(s.accepted, "finding") + " hidden by the baseline", nil
	}
	if err := s.baseline.Write(); err != nil {
		return "", err
	}
	return "; " + words.Count(s.accepted, "finding") + " written to " + s.path, nil
}
