package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/docs/rules"
	"github.com/verdict-lint/verdict/internal/nearest"
)

func newExplainCommand(p process) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [rule...]",
		Short: "Tell what a rule is about",
		Long:  "Tell what a rule is about, with an example and what to do. Without a rule, list them all.",
		Example: `  verdict explain
  verdict explain null`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return rules.Names(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, names []string) error {
			if len(names) == 0 {
				for _, name := range rules.Names() {
					fmt.Fprintf(p.stdout, "%-18s %s\n", name, rules.Summary(name))
				}
				return nil
			}
			for i, name := range names {
				page, ok := rules.Page(name)
				if !ok {
					return unknownRule(name)
				}
				if i > 0 {
					fmt.Fprintln(p.stdout)
				}
				fmt.Fprint(p.stdout, page)
			}
			return nil
		},
	}
}

func unknownRule(name string) error {
	if near, ok := nearest.Of(name, rules.Names()); ok {
		return usagef("unknown rule %s; did you mean %s?", name, near)
	}
	return usagef("unknown rule %s; verdict explain lists them all", name)
}
