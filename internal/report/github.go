package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/words"
)

// The format github: workflow commands that annotate the lines of a pull request, and a
// summary of the job, because GitHub shows only ten annotations of each severity.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

type github struct {
	w       *bufio.Writer
	options Options

	rows    strings.Builder // of the table in the summary
	listed  int
	omitted int
}

// maxSummaryRows bounds the table of the summary, which may have 1 MiB.
const maxSummaryRows = 1000

// maxSummaryText bounds a message in the summary, in bytes.
const maxSummaryText = 500

func newGitHub(w io.Writer, o Options) Reporter { return &github{w: bufio.NewWriter(w), options: o} }

func (r *github) File(string) error { return nil }

func (r *github) Close(sum finding.Summary) error {
	note := sum.Incomplete()
	if note != "" {
		fmt.Fprintf(r.w, "::warning title=verdict::%s\n", note)
	}
	return errors.Join(r.w.Flush(), r.summarize(sum, note))
}

func (r *github) Finding(f *finding.Finding) error {
	at := fmt.Sprintf("line=%d,col=%d", f.Range.Start.Line, f.Range.Start.Column)
	if f.Range.End.Line == f.Range.Start.Line {
		// GitHub uses columns only for annotations on a single line.
		at += fmt.Sprintf(",endLine=%d,endColumn=%d", f.Range.End.Line, f.Range.End.Column)
	}
	file, message := printable(r.options.pathOf(f.File)), printable(f.Message)
	if r.options.StepSummary != "" {
		r.list(f, file, message)
	}
	_, err := fmt.Fprintf(r.w, "::%s file=%s,%s,title=%s::%s\n",
		f.Severity, githubProperty.Replace(file), at, githubProperty.Replace("verdict: "+f.Rule), githubData.Replace(message))
	return err
}

// list adds a finding to the table of the summary.
func (r *github) list(f *finding.Finding, file, message string) {
	if r.listed == maxSummaryRows {
		r.omitted++
		return
	}
	r.listed++
	fmt.Fprintf(&r.rows, "| %s:%d:%d | %s | %s | [%s](%s) |\n",
		markdownCell(file), f.Range.Start.Line, f.Range.Start.Column, f.Severity, markdownCell(words.Clip(message, maxSummaryText)), f.Rule, rulePage(f.Rule))
}

// summarize appends the table to the summary of the job.
func (r *github) summarize(sum finding.Summary, note string) error {
	if r.options.StepSummary == "" || r.listed == 0 {
		return nil
	}
	file, err := os.OpenFile(r.options.StepSummary, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "### verdict\n\nErrors: %d, warnings: %d, files: %d\n\n| place | severity | message | rule |\n|---|---|---|---|\n%s\n",
		sum.Errors, sum.Warnings, sum.Files, r.rows.String())
	if r.omitted > 0 {
		fmt.Fprintf(&b, "%d further findings are not listed here.\n\n", r.omitted)
	}
	if note != "" {
		fmt.Fprintf(&b, "%s\n\n", note)
	}
	_, err = file.WriteString(b.String())
	return errors.Join(err, file.Close())
}

// markdownCell escapes text for a cell of a Markdown table.
func markdownCell(text string) string { return markdown.Replace(text) }

var markdown = strings.NewReplacer("\\", "\\\\", "|", "\\|", "<", "&lt;", "&", "&amp;", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "\n", " ", "\r", " ")

// Characters that the runner would parse as part of the command must be escaped.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
