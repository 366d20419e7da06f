package report

import (
	"cmp"
	_ "embed"
	"maps"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/words"
	"github.com/verdict-lint/verdict/summary"
)

// The format html of summaries: one self-contained page with figures, a chart of violations by rule, the
// violations with their samples, and a bar for each property with the shares of missing, null and
// values.

//go:embed summary.tmpl
var summaryTemplate string

// The maximum numbers of rows of a section, so that browsers can open the page.
const (
	mostViolationRows = 1000
	mostPropertyRows  = 3000
)

type summaryPage struct {
	Version  string
	Sections []summarySection
}

type summarySection struct {
	Title, Digest                  string
	Records, Valid, Invalid, Share string
	Rules                          []summaryRule
	Violations                     []summaryViolation
	Properties                     []summaryProperty
	MoreViolations, MoreProperties int // rows that are not shown
}

// A summaryRule is a bar in the chart of rules; its length is relative to that of the longest.
type summaryRule struct {
	Rule, Count string
	Percent     float64
}

type summaryViolation struct {
	Rule, RulePage, Property string
	IsRecord                 bool // not a property
	Records, Count, Share    string
	Samples                  []summarySample
}

type summarySample struct{ Message, Pointer, Record, Note string }

type summaryProperty struct {
	Path                                      string
	Missing, Null, Value                      string // shares
	MissingCount, NullCount, ValueCount       string
	MissingPercent, NullPercent, ValuePercent float64
}

func newSummaryPage(s summary.Summary, o Options) summaryPage {
	page := summaryPage{Version: o.Version}
	for k := range s.Sections {
		page.Sections = append(page.Sections, newSummarySection(&s.Sections[k], o))
	}
	return page
}

func newSummarySection(s *summary.Section, o Options) summarySection {
	section := summarySection{
		Title: sectionTitle(s), Digest: printable(s.Digest),
		Records: words.Thousands(s.Records), Valid: words.Thousands(s.Valid), Invalid: words.Thousands(s.Invalid), Share: share(s.Invalid, s.Records),
		Rules:          summaryRules(s.Violations),
		MoreViolations: max(len(s.Violations)-mostViolationRows, 0), MoreProperties: max(len(s.Properties)-mostPropertyRows, 0),
	}
	for _, v := range byFrequency(s.Violations)[:min(len(s.Violations), mostViolationRows)] {
		row := summaryViolation{
			Rule: printable(string(v.Rule)), Property: cmp.Or(printable(v.Property), wholeRecord), IsRecord: v.Property == "",
			Records: words.Thousands(v.Records), Count: words.Thousands(v.Count), Share: share(v.Records, s.Records),
		}
		if o.Page != nil {
			if _, ok := o.Page(string(v.Rule)); ok {
				row.RulePage = rulePage(string(v.Rule))
			}
		}
		for k := range v.Samples {
			row.Samples = append(row.Samples, newSummarySample(&v.Samples[k]))
		}
		section.Violations = append(section.Violations, row)
	}
	for _, p := range s.Properties[:min(len(s.Properties), mostPropertyRows)] {
		total := p.Missing + p.Null + p.Value
		section.Properties = append(section.Properties, summaryProperty{
			Path:    printable(p.Path),
			Missing: share(p.Missing, total), Null: share(p.Null, total), Value: share(p.Value, total),
			MissingCount: words.Thousands(p.Missing), NullCount: words.Thousands(p.Null), ValueCount: words.Thousands(p.Value),
			MissingPercent: percentOf(p.Missing, total), NullPercent: percentOf(p.Null, total), ValuePercent: percentOf(p.Value, total),
		})
	}
	return section
}

// summaryRules returns the number of violations of each rule, the most frequent ones first.
func summaryRules(violations []summary.Violation) []summaryRule {
	counts := make(map[string]int64)
	for _, v := range violations {
		counts[string(v.Rule)] += v.Count
	}
	var rules []summaryRule
	names := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(names, func(a, b string) int { return int(min(max(counts[b]-counts[a], -1), 1)) })
	for _, name := range names {
		rules = append(rules, summaryRule{printable(name), words.Thousands(counts[name]), percentOf(counts[name], counts[names[0]])})
	}
	return rules
}

func newSummarySample(s *summary.Sample) summarySample {
	sample := summarySample{Message: printable(s.Message), Pointer: printable(s.Pointer)}
	lines := strings.Split(s.Text+string(s.Base64), "\n")
	for k := range lines {
		lines[k] = printableTabbed(lines[k])
	}
	sample.Record = strings.Join(lines, "\n")
	if s.Size > 0 {
		sample.Note = "the first " + words.Thousands(len(s.Text)+len(s.Base64)) + " of " + words.Thousands(s.Size) + " bytes"
	}
	return sample
}
