package report

import (
	"cmp"
	_ "embed"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/words"
)

// The format html: one self-contained page with a summary, charts by rule and by file, and
// every finding with its source lines. Of a mass failure only the first findings are shown
// and the rest are counted, so that browsers can open the page.

//go:embed html.tmpl
var htmlPage string

// htmlStyle is the part of the style sheet that all pages have.
//
//go:embed style.css
var htmlStyle string

// chartRows is the maximum number of bars in a chart.
const chartRows = 12

// The maximum number of findings on a page: per mass failure, and in total. A finding takes
// about a kilobyte.
const (
	htmlPerFailure = 100
	htmlAtMost     = 20_000
)

type htmlData struct {
	Title    string
	Version  string
	Summary  finding.Summary
	Charts   []htmlChart
	Files    []htmlFile
	Findings int // findings shown
	Counted  int // findings counted but not shown
}

type htmlChart struct {
	Title string
	Class string // what each bar represents: rule or path
	Rows  []htmlBar
	More  int // rows not shown
}

// An htmlBar is one bar of a chart; its length is relative to that of the longest bar.
type htmlBar struct {
	Label string
	tally
	ErrorPercent, WarningPercent float64
}

// A tally counts findings by severity.
type tally struct{ Errors, Warnings int }

func (t tally) Count() int { return t.Errors + t.Warnings }

// tallies maps a rule or a file to its tally.
type tallies map[string]tally

func (t tallies) add(label string, s finding.Severity) {
	at := t[label]
	if s == finding.Error {
		at.Errors++
	} else {
		at.Warnings++
	}
	t[label] = at
}

type htmlFile struct {
	Path     string
	Findings []htmlFinding
	Counted  int // findings counted but not shown
}

type htmlFinding struct {
	Line, Column            int
	Severity, Rule, Message string
	RulePage                string
	Pointer, Help, Fix      string
	Related                 []string
	Source                  []htmlLine
}

// An htmlLine is a source line. In the line of the finding, Marked is the part at fault;
// the text before and after it is separate.
type htmlLine struct {
	Number                int
	Before, Marked, After string
	Faulty                bool
}

type html struct {
	w       io.Writer
	options Options
	path    string     // path of the current file
	files   []htmlFile // files with findings
	rules   tallies
	paths   tallies
	mass    *groups
	shown   int
}

func newHTML(w io.Writer, o Options) Reporter {
	return &html{w: w, options: o, rules: make(tallies), paths: make(tallies), mass: newGroups(htmlPerFailure)}
}

func (r *html) File(path string) error {
	r.path = printable(path)
	return nil
}

func (r *html) Finding(f *finding.Finding) error {
	if len(r.files) == 0 || r.files[len(r.files)-1].Path != r.path {
		r.files = append(r.files, htmlFile{Path: r.path})
	}
	file := &r.files[len(r.files)-1]
	r.rules.add(f.Rule, f.Severity)
	r.paths.add(file.Path, f.Severity)
	if r.shown >= htmlAtMost || !r.mass.show(f) {
		file.Counted++
		return nil
	}
	r.shown++
	shown := htmlFinding{
		Line: f.Range.Start.Line, Column: f.Range.Start.Column,
		Severity: f.Severity.String(), Rule: f.Rule, Message: printable(f.Message), RulePage: rulePage(f.Rule),
		Pointer: printable(f.Pointer), Help: printable(f.Help), Source: htmlSource(f),
	}
	if f.Fix != nil {
		shown.Fix = printable(f.Fix.Title)
	}
	for _, related := range f.Related {
		shown.Related = append(shown.Related, printable(related.Message)+": "+position(related.Range.Start))
	}
	file.Findings = append(file.Findings, shown)
	return nil
}

// htmlSource splits the frame of a finding into lines. The page's style sheet sets the
// width of tabs.
func htmlSource(f *finding.Finding) []htmlLine {
	if f.Frame.Text == "" && len(f.Frame.Before)+len(f.Frame.After) == 0 {
		return nil // redacted
	}
	var lines []htmlLine
	first := f.Range.Start.Line - len(f.Frame.Before)
	for i, text := range f.Frame.Before {
		lines = append(lines, htmlLine{Number: first + i, Before: printableTabbed(text)})
	}
	text := f.Frame.Text
	start, end := min(f.Frame.Start, len(text)), min(f.Frame.End, len(text))
	at := htmlLine{
		Number: f.Range.Start.Line, Faulty: true,
		Before: printableTabbed(text[:start]), Marked: printableTabbed(text[start:end]), After: printableTabbed(text[end:]),
	}
	if f.Frame.CutLeft {
		at.Before = ellipsis + at.Before
	}
	if f.Frame.CutRight {
		at.After += ellipsis
	}
	if at.Marked == "" {
		at.Marked = " "
	}
	lines = append(lines, at)
	for i, text := range f.Frame.After {
		lines = append(lines, htmlLine{Number: f.Range.Start.Line + 1 + i, Before: printableTabbed(text)})
	}
	return lines
}

func (r *html) Close(sum finding.Summary) error {
	data := htmlData{Title: "verdict lint", Version: r.options.Version, Summary: sum, Files: r.files, Findings: r.shown}
	for _, file := range r.files {
		data.Counted += file.Counted
	}
	data.Charts = []htmlChart{chart("Findings by rule", "rule", r.rules), chart("Findings by file", "path", r.paths)}
	return writePage(r.w, htmlPage, data)
}

// writePage writes a page.
func writePage(w io.Writer, page string, data any) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"noun": words.Noun[int], "filter": filter, "thousands": words.Thousands[int],
	}).Parse(page)
	if err == nil {
		_, err = t.New("style").Parse(htmlStyle)
	}
	if err != nil {
		return err
	}
	return t.Execute(w, data)
}

// filter returns the text for the page's filter box that selects the findings of one rule
// or path.
func filter(class, label string) string {
	if strings.ContainsFunc(label, unicode.IsSpace) {
		label = `"` + label + `"`
	}
	return class + ":" + label
}

// chart converts tallies to bars, longest first.
func chart(title, class string, counts tallies) htmlChart {
	c := htmlChart{Title: title, Class: class}
	for label, n := range counts {
		c.Rows = append(c.Rows, htmlBar{Label: label, tally: n})
	}
	slices.SortFunc(c.Rows, func(a, b htmlBar) int {
		return cmp.Or(cmp.Compare(b.Count(), a.Count()), cmp.Compare(a.Label, b.Label))
	})
	if len(c.Rows) > chartRows {
		c.More = len(c.Rows) - chartRows
		c.Rows = c.Rows[:chartRows]
	}
	for i := range c.Rows {
		longest := float64(c.Rows[0].Count())
		c.Rows[i].ErrorPercent = 100 * float64(c.Rows[i].Errors) / longest
		c.Rows[i].WarningPercent = 100 * float64(c.Rows[i].Warnings) / longest
	}
	return c
}
