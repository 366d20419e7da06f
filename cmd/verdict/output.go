package main

import (
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"github.com/verdict-lint/verdict/internal/report"
)

// newOutput makes the reporter that the flags ask for.
func newOutput(p process, formats []string, when string) (report.Reporter, error) {
	color, err := useColor(p, when)
	if err != nil {
		return nil, err
	}
	format, err := report.Find(formats[len(formats)-1])
	if err != nil {
		return nil, usageError{err}
	}
	return format.New(p.stdout, report.Options{Color: color, Width: terminalWidth(p.stdout)}), nil
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
