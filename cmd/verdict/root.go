package main

import (
	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/nearest"
)

// newRootCommand builds the whole command line. Each subcommand is made by a
// newXCommand(p) in a file of its own, and is added here.
func newRootCommand(p process) *cobra.Command {
	root := &cobra.Command{
		Use:   "verdict",
		Short: "Lint JSON payloads against JSON Schema",
		Long: `verdict lints JSON payloads against JSON Schema: missing is not null is not a value.

Exit codes: 0 all is well, 1 there are errors, 2 the command line is wrong,
3 the job could not be done (a file that cannot be read, a schema that is invalid).`,
		Example: `  verdict lint                      lint every *.json below the current directory
  verdict lint session.json         lint one payload
  verdict lint --schema my.json .   lint against a schema of your own`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetFlagErrorFunc(flagError)
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate(helpTemplate)
	root.SetVersionTemplate("verdict " + version() + " (" + toolchain() + ")\n")

	root.AddCommand(
		newLintCommand(p),
		newExplainCommand(p),
		newInitCommand(p),
		newManCommand(),
		newSchemaCommand(p),
		newVetCommand(p),
	)
	return root
}

// noArgs refuses what is no subcommand; cobra's own error would not be a usage
// error.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	if near, ok := nearest.Of(args[0], names); ok {
		return usagef("unknown command %s; did you mean %s?", args[0], near)
	}
	return usagef("unknown command %s; see %s --help", args[0], cmd.CommandPath())
}
