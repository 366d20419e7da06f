package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/tools/go/analysis"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/vetrun"
	"github.com/verdict-lint/verdict/internal/words"
	"github.com/verdict-lint/verdict/vet"
)

// vetFlags holds the flags of verdict vet.
type vetFlags struct {
	rules   []string
	tests   bool
	fix     bool
	formats []string
	color   string
}

func newVetCommand(p process) *cobra.Command {
	var flags vetFlags
	cmd := &cobra.Command{
		Use:   "vet [package...]",
		Short: "Find struct tags and types whose generated schema would be wrong",
		Long: `Check Go structs that are models of JSON for tags and types whose generated schema
would not match your intent. Packages are named as for the go command; the default
is ./...

` + rulesHelp() + `
The exit code is 1 if there are findings that --fix has not fixed. To ignore a finding,
add a comment to its field or the line above it:
//verdict:ignore pointernull null means "not measured"`,
		Example: `  verdict vet
  verdict vet ./internal/api --fix
  verdict vet --rules schematag,enumlist ./...
  go vet -vettool=$(which verdict-vet) ./...`,
		RunE: func(cmd *cobra.Command, patterns []string) error {
			return runVet(cmd, p, &flags, patterns)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringSliceVar(&flags.rules, "rules", nil, "run only these `rules`, separated by commas")
	f.BoolVar(&flags.tests, "tests", false, "vet test files as well")
	f.BoolVar(&flags.fix, "fix", false, "apply the fix of each finding that has exactly one")
	f.StringArrayVarP(&flags.formats, "format", "f", nil, "output `format`: "+formatNames()+" (default text)")
	f.StringVar(&flags.color, "color", "auto", "`when` to color the output: auto, always or never")
	return cmd
}

// rulesHelp returns a list of the analyzers with the first line of their documentation.
func rulesHelp() string {
	var b strings.Builder
	b.WriteString("Rules:\n")
	for _, a := range vet.Analyzers() {
		title, _, _ := strings.Cut(a.Doc, "\n")
		fmt.Fprintf(&b, "  %-14s %s\n", a.Name, title)
	}
	return b.String()
}

func runVet(cmd *cobra.Command, p process, flags *vetFlags, patterns []string) error {
	analyzers, err := chooseAnalyzers(flags.rules)
	if err != nil {
		return err
	}
	if len(flags.formats) == 0 {
		flags.formats = []string{"text"}
	}
	out, err := newOutput(p, flags.formats, flags.color, 0, finding.Warning)
	if err != nil {
		return err
	}
	defer out.abandon()
	options := vetrun.Options{Patterns: patterns, Tests: flags.tests, Analyzers: analyzers}
	var report *vetrun.Report
	fixed := 0
	if flags.fix {
		report, fixed, err = vetrun.RunAndFix(cmd.Context(), options)
	} else {
		report, err = vetrun.Run(cmd.Context(), options)
	}
	if err != nil {
		return err
	}
	for _, problem := range report.Problems {
		p.complain(problem)
	}
	sum := finding.Summary{Files: report.Files, Payloads: report.Files}
	file := ""
	for _, f := range report.Findings {
		if f.File != file {
			file = f.File
			if err := out.File(file); err != nil {
				return failure{Err: err}
			}
		}
		sum.Count(f)
		if err := out.Finding(f); err != nil {
			return failure{Err: err}
		}
	}
	if err := out.Close(sum); err != nil {
		return failure{Err: err}
	}
	line := summaryLine(sum, couldNot(len(report.Problems), "package", "vetted"))
	if fixed > 0 {
		line += "; " + words.Count(fixed, "finding") + " fixed"
	}
	fmt.Fprintln(p.stderr, line)
	return verdictOf(sum.Errors+sum.Warnings > 0, len(report.Problems))
}

// chooseAnalyzers returns the analyzers with the given names, or all.
func chooseAnalyzers(names []string) ([]*analysis.Analyzer, error) {
	all := vet.Analyzers()
	if len(names) == 0 {
		return all, nil
	}
	known := make([]string, len(all))
	for i, a := range all {
		known[i] = a.Name
	}
	for _, name := range names {
		if slices.Contains(known, name) {
			continue
		}
		if near, ok := nearest.Of(name, known); ok {
			return nil, usagef("--rules %s: unknown rule; did you mean %s?", name, near)
		}
		return nil, usagef("--rules %s: unknown rule; use %s", name, strings.Join(known, ", "))
	}
	return slices.DeleteFunc(all, func(a *analysis.Analyzer) bool { return !slices.Contains(names, a.Name) }), nil
}
