package report

import (
	"bufio"
	"io"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format gitlab: a Code Quality report.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path      string          `json:"path"`
	Positions gitlabPositions `json:"positions"`
}

type gitlabPositions struct {
	Begin gitlabPosition `json:"begin"`
	End   gitlabPosition `json:"end"`
}

type gitlabPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type gitlab struct {
	w            *bufio.Writer
	options      Options
	count        int
	file         string // the current file
	fingerprints finding.Fingerprinter
}

func newGitLab(w io.Writer, o Options) Reporter { return &gitlab{w: bufio.NewWriter(w), options: o} }

func (r *gitlab) File(path string) error {
	r.file = r.options.pathOf(path)
	return nil
}

func (r *gitlab) Finding(f *finding.Finding) error {
	placed := *f
	placed.File = r.options.pathOf(f.File)
	f = &placed
	severity := "minor"
	if f.Severity == finding.Error {
		severity = "major"
	}
	return r.write(gitlabIssue{
		Description: f.Message,
		CheckName:   f.Rule,
		Fingerprint: r.fingerprints.Of(f),
		Severity:    severity,
		Location: gitlabLocation{f.File, gitlabPositions{
			Begin: gitlabPosition(f.Range.Start), End: gitlabPosition(f.Range.End),
		}},
	})
}

func (r *gitlab) write(issue gitlabIssue) error {
	encoded, err := encodeJSON(issue)
	if err != nil {
		return err
	}
	r.w.WriteString([]string{"[\n  ", ",\n  "}[min(r.count, 1)])
	r.count++
	_, err = r.w.Write(encoded)
	return err
}

// Close ends the report. If it is incomplete, an issue in the last file says so, because
// every issue must name a file.
func (r *gitlab) Close(sum finding.Summary) error {
	if note := sum.Incomplete(); note != "" {
		first := gitlabPosition{1, 1}
		err := r.write(gitlabIssue{
			Description: note, CheckName: "truncated", Fingerprint: "truncated", Severity: "info",
			Location: gitlabLocation{r.file, gitlabPositions{first, first}},
		})
		if err != nil {
			return err
		}
	}
	if r.count == 0 {
		r.w.WriteString("[]\n")
	} else {
		r.w.WriteString("\n]\n")
	}
	return r.w.Flush()
}
