package report

import (
	"github.com/fatih/color"

	"github.com/verdict-lint/verdict/internal/finding"
)

// A palette holds the style of each part of a finding. The caller decides whether to use
// color; package color's detection of standard output is not used.
type palette struct {
	bold, red, yellow, cyan, faint *color.Color
}

func newPalette(on bool) palette {
	p := palette{
		bold:   color.New(color.Bold),
		red:    color.New(color.FgRed, color.Bold),
		yellow: color.New(color.FgYellow, color.Bold),
		cyan:   color.New(color.FgCyan), // blue is hard to read on black
		faint:  color.New(color.Faint),
	}
	for _, c := range []*color.Color{p.bold, p.red, p.yellow, p.cyan, p.faint} {
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
	}
	return p
}

func (p palette) path(s string) string    { return p.bold.Sprint(s) }
func (p palette) message(s string) string { return p.bold.Sprint(s) }
func (p palette) gutter(s string) string  { return p.cyan.Sprint(s) }

func (p palette) severity(s finding.Severity) *color.Color {
	if s == finding.Error {
		return p.red
	}
	return p.yellow
}

func (p palette) rule(s finding.Severity, text string) string {
	return p.severity(s).Sprint(text)
}

// severityLabel returns the prefix of the message of a finding that is not an error.
func (p palette) severityLabel(s finding.Severity) string {
	if s == finding.Error {
		return ""
	}
	return p.severity(s).Sprint(s.String()+":") + " "
}
