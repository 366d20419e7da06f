package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/report"
)

// An output holds the formats that a run writes, each to standard output or to a file. A
// file gets its name only when it is complete.
type output struct {
	parts        []part
	fingerprints bool // some format includes them
}

type part struct {
	report.Reporter
	file   *atomicfile.File // nil for standard output
	buffer *bufio.Writer
}

// inRepository returns a function that converts a path to one relative to the root of the
// repository, as services expect: that of the checkout of a workflow, or else that of git.
func (p process) inRepository() func(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return nil
	}
	root := repositoryRoot(here, p.getenv("GITHUB_WORKSPACE"), p.getenv("CI_PROJECT_DIR"))
	if root == "" {
		return nil
	}
	return func(path string) string {
		absolute := filepath.FromSlash(path)
		if !filepath.IsAbs(absolute) {
			absolute = filepath.Join(here, absolute)
		}
		if below, err := filepath.Rel(root, absolute); err == nil && filepath.IsLocal(below) {
			return filepath.ToSlash(below)
		}
		return path
	}
}

// repositoryRoot returns the first of the checkouts that contains dir, or else the root of
// the git repository that does.
func repositoryRoot(dir string, checkouts ...string) string {
	for _, checkout := range checkouts {
		if below, err := filepath.Rel(checkout, dir); checkout != "" && err == nil && filepath.IsLocal(below) {
			return filepath.Clean(checkout)
		}
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// newOutput opens the outputs of the given formats: "text", or "sarif=out.sarif".
func newOutput(p process, formats []string, when string, groupAfter int, failOn finding.Severity) (*output, error) {
	color, err := useColor(p, when)
	if err != nil {
		return nil, err
	}
	out := &output{}
	inRepository := p.inRepository()
	toStdout, taken := 0, make(map[string]bool)
	for _, spec := range formats {
		name, path, toFile := strings.Cut(spec, "=")
		format, err := report.Find(name)
		if err != nil {
			out.abandon()
			return nil, usageError{Err: err}
		}
		out.fingerprints = out.fingerprints || format.Fingerprints
		options := report.Options{
			Version: version(), Describe: rules.Summary, Page: rules.Page, GroupAfter: groupAfter, InRepository: inRepository,
			FailOn: failOn, StepSummary: p.getenv("GITHUB_STEP_SUMMARY"),
		}
		if !toFile {
			if toStdout++; toStdout > 1 {
				out.abandon()
				return nil, usagef("only one format can be written to standard output; write the other to a file: --format %s=FILE", name)
			}
			options.Color, options.Width = color, terminalWidth(p.stdout)
			out.parts = append(out.parts, part{Reporter: format.New(p.stdout, options)})
			continue
		}
		if path == "" || taken[filepath.Clean(path)] {
			out.abandon()
			if path == "" {
				return nil, usagef("--format %s: the file name is missing", spec)
			}
			return nil, usagef("two formats are written to %s; use different files", path)
		}
		taken[filepath.Clean(path)] = true
		file, err := atomicfile.Create(path)
		if err != nil {
			out.abandon()
			return nil, failure{Err: err}
		}
		buffer := bufio.NewWriter(file)
		out.parts = append(out.parts, part{format.New(buffer, options), file, buffer})
	}
	return out, nil
}

func (o *output) File(path string) error {
	for _, p := range o.parts {
		if err := p.File(path); err != nil {
			return err
		}
	}
	return nil
}

func (o *output) Finding(f *finding.Finding) error {
	for _, p := range o.parts {
		if err := p.Finding(f); err != nil {
			return err
		}
	}
	return nil
}

// Close ends every format and renames the files to their final names.
func (o *output) Close(sum finding.Summary) error {
	var failed []error
	for _, p := range o.parts {
		err := p.Close(sum)
		if err == nil && p.file != nil {
			err = p.publish()
		}
		failed = append(failed, err)
	}
	o.abandon()
	return errors.Join(failed...)
}

// publish gives a complete file its final name.
func (p *part) publish() error {
	if err := p.buffer.Flush(); err != nil {
		return err
	}
	return p.file.Commit()
}

// abandon removes incomplete files.
func (o *output) abandon() {
	for _, p := range o.parts {
		if p.file != nil {
			p.file.Discard()
		}
	}
}

func formatNames() string { return strings.Join(report.Names(), ", ") }

// useColor reports whether to color standard output. The flag takes precedence; then
// NO_COLOR (https://no-color.org), FORCE_COLOR (https://force-color.org) and TERM=dumb;
// then whether it is a terminal.
func useColor(p process, when string) (bool, error) {
	switch when {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
	default:
		return false, usagef("--color %s: must be auto, always or never", when)
	}
	switch {
	case p.getenv("NO_COLOR") != "":
		return false, nil
	case p.getenv("FORCE_COLOR") != "" && p.getenv("FORCE_COLOR") != "0":
		return true, nil
	case p.getenv("TERM") == "dumb":
		return false, nil
	}
	return isTerminal(p.stdout), nil
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && (isatty.IsTerminal(file.Fd()) || isatty.IsCygwinTerminal(file.Fd()))
}

// terminalWidth returns the number of columns of w, or 0 if it is not a terminal.
func terminalWidth(w io.Writer) int {
	file, ok := w.(*os.File)
	if !ok || !isTerminal(w) {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}
