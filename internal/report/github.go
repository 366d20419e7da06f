package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format github: workflow commands that annotate the lines of a pull
// request.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

type github struct {
	w       *bufio.Writer
	options Options
}

func newGitHub(w io.Writer, o Options) Reporter { return &github{bufio.NewWriter(w), o} }

func (r *github) File(string) error { return nil }

func (r *github) Close(sum finding.Summary) error {
	if note := sum.Incomplete(); note != "" {
		fmt.Fprintf(r.w, "::warning title=verdict::%s\n", note)
	}
	return r.w.Flush()
}

func (r *github) Finding(f *finding.Finding) error {
	at := fmt.Sprintf("line=%d,col=%d", f.Range.Start.Line, f.Range.Start.Column)
	if f.Range.End.Line == f.Range.Start.Line {
		// GitHub uses columns only for annotations on a single line.
		at += fmt.Sprintf(",endLine=%d,endColumn=%d", f.Range.End.Line, f.Range.End.Column)
	}
	_, err := fmt.Fprintf(r.w, "::%s file=%s,%s,title=%s::%s\n",
		f.Severity, githubProperty.Replace(printable(r.options.pathOf(f.File))), at, githubProperty.Replace("verdict: "+f.Rule),
		githubData.Replace(printable(f.Message)))
	return err
}

// Characters that the runner would parse as part of the command must be escaped.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
