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

	"github.com/verdict-lint/verdict/docs/rules"
	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/report"
)

// An output is every format that a run writes, each to standard output or to a
// file. A file appears under its name only when it is complete.
type output struct {
	parts []part
}

type part struct {
	report.Reporter
	file   *atomicfile.File // nil for standard output
	buffer *bufio.Writer
}

// base is where the current directory lies in the checkout of a GitHub workflow; "" for its
// root, and anywhere else.
func (p process) base() string {
	root := p.getenv("GITHUB_WORKSPACE")
	here, err := os.Getwd()
	if root == "" || err != nil {
		return ""
	}
	below, err := filepath.Rel(root, here)
	if err != nil || below == "." || !filepath.IsLocal(below) {
		return ""
	}
	return filepath.ToSlash(below)
}

// newOutput opens what the formats ask for: "text", or "sarif=out.sarif".
func newOutput(p process, formats []string, when string, groupAfter int) (*output, error) {
	color, err := useColor(p, when)
	if err != nil {
		return nil, err
	}
	out := &output{}
	toStdout, taken := 0, make(map[string]bool)
	for _, spec := range formats {
		name, path, toFile := strings.Cut(spec, "=")
		format, err := report.Find(name)
		if err != nil {
			out.abandon()
			return nil, usageError{err}
		}
		options := report.Options{Version: version(), Describe: rules.Summary, GroupAfter: groupAfter, Base: p.base()}
		if !toFile {
			if toStdout++; toStdout > 1 {
				out.abandon()
				return nil, usagef("two formats for standard output; write one to a file: --format %s=FILE", name)
			}
			options.Color, options.Width = color, terminalWidth(p.stdout)
			out.parts = append(out.parts, part{Reporter: format.New(p.stdout, options)})
			continue
		}
		if path == "" || taken[filepath.Clean(path)] {
			out.abandon()
			if path == "" {
				return nil, usagef("--format %s names no file", spec)
			}
			return nil, usagef("two formats for %s; write one to another file", path)
		}
		taken[filepath.Clean(path)] = true
		file, err := atomicfile.Create(path)
		if err != nil {
			out.abandon()
			return nil, failure{err}
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

// Close ends every format and puts the files into their places.
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

// publish gives a complete file its name.
func (p *part) publish() error {
	if err := p.buffer.Flush(); err != nil {
		return err
	}
	return p.file.Commit()
}

// abandon removes the files that did not get complete.
func (o *output) abandon() {
	for _, p := range o.parts {
		if p.file != nil {
			p.file.Discard()
		}
	}
}

func formatNames() string { return strings.Join(report.Names(), ", ") }

// useColor decides whether standard output is coloured. The flag comes first;
// then NO_COLOR (https://no-color.org), FORCE_COLOR (https://force-color.org)
// and TERM=dumb; then whether anybody is looking.
func useColor(p process, when string) (bool, error) {
	switch when {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
	default:
		return false, usagef("--color %s: it is auto, always or never", when)
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

// terminalWidth is how many columns w shows, and zero where it is no terminal.
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
