package main

import (
	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/command"
)

// newRootCommand returns the root command. Each subcommand is created by a newXCommand(p)
// in a file of its own and added here.
func newRootCommand(p process) *cobra.Command {
	root := &cobra.Command{
		Use:   "verdict",
		Short: "Validate JSON, YAML and TOML files against JSON Schema",
		Long: `verdict validates JSON, YAML and TOML files against JSON Schema, and lints schemas.

Exit codes: 0 no errors found, 1 errors found, 2 wrong command line,
3 failure, such as a file that cannot be read or a schema that is invalid.`,
		Example: `  verdict lint                      lint the current directory
  verdict lint session.json         lint one payload
  verdict lint --schema my.json .   lint against a schema of your own`,
		Version: version(),
		Args:    command.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.Prepare(root, p.stdin, p.stdout, p.stderr)
	root.SetVersionTemplate(versionLine())

	root.AddCommand(
		newLintCommand(p),
		newFilterCommand(p),
		newMergeCommand(p),
		newCatalogCommand(p),
		newExplainCommand(p),
		newInitCommand(p),
		newSchemaCommand(p),
		newVetCommand(p),
		newVersionCommand(),
	)
	for _, newCommand := range buildCommands {
		root.AddCommand(newCommand(p))
	}
	checkGenerated(root)
	return root
}

// buildCommands creates the commands of builds with a tag; see man.go.
var buildCommands []func(process) *cobra.Command

// checkGenerated makes the commands that cobra adds return an error for unknown arguments,
// for which they would otherwise print help and succeed.
func checkGenerated(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	for _, sub := range root.Commands() {
		switch sub.Name() {
		case "completion":
			sub.Args = func(cmd *cobra.Command, args []string) error { return command.Unknown(cmd, "shell", args) }
			sub.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		case "help":
			sub.Args = func(_ *cobra.Command, args []string) error {
				cmd, rest, err := root.Find(args)
				if err != nil || cmd == root {
					cmd, rest = root, args
				}
				return command.Unknown(cmd, "command", rest)
			}
		}
	}
}
