package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/vet"
)

func newExplainCommand(p process) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [rule...]",
		Short: "Explain a rule",
		Long: `Explain a rule, with an example and how to fix it. Without a rule, list all
rules of verdict lint; verdict vet --help lists its own.`,
		Example: `  verdict explain
  verdict explain null
  verdict explain pointernull`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return rules.Names(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, names []string) error {
			var out strings.Builder
			if len(names) == 0 {
				for _, name := range rules.Names() {
					fmt.Fprintf(&out, "%-19s %s\n", name, rules.Summary(name))
				}
			}
			for i, name := range names {
				page, ok := rules.Page(name)
				if !ok {
					page, ok = vetPage(name)
				}
				if !ok {
					return unknownRule(name)
				}
				if i > 0 {
					out.WriteByte('\n')
				}
				out.WriteString(page)
			}
			if _, err := io.WriteString(p.stdout, out.String()); err != nil {
				return failure{Err: err}
			}
			return nil
		},
	}
}

// vetPage returns the documentation of an analyzer of verdict vet.
func vetPage(name string) (string, bool) {
	for _, a := range vet.Analyzers() {
		if a.Name == name {
			return fmt.Sprintf("# %s\n\n%s\n\nA rule of verdict vet: see verdict vet --help.\n", a.Name, a.Doc), true
		}
	}
	return "", false
}

func unknownRule(name string) error {
	var analyzers []string
	for _, a := range vet.Analyzers() {
		analyzers = append(analyzers, a.Name)
	}
	for _, known := range [][]string{rules.Names(), analyzers} {
		if near, ok := nearest.Of(name, known); ok {
			return usagef("unknown rule %s; did you mean %s?", name, near)
		}
	}
	return usagef("unknown rule %s; verdict explain lists those of verdict lint, verdict vet --help those of verdict vet", name)
}
