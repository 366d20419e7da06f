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
		PersistentPreRun: func(cmd *cobra.Command, _ []string) {
			ctx, _ := interruptible(cmd.Context()) // until the command ends, and its context with it
			cmd.SetContext(ctx)
		},
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
		newSchemaCommand(p),
		newVetCommand(p),
	)
	for _, command := range buildCommands {
		root.AddCommand(command(p))
	}
	checkGenerated(root)
	return root
}

// buildCommands are commands of builds with a tag; see man.go.
var buildCommands []func(process) *cobra.Command

// checkGenerated has the commands that cobra adds refuse what they do not know. By
// themselves they show help for it, and call that success.
func checkGenerated(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	for _, sub := range root.Commands() {
		switch sub.Name() {
		case "completion":
			sub.Args = func(cmd *cobra.Command, args []string) error { return unknown(cmd, "shell", args) }
			sub.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		case "help":
			sub.Args = func(_ *cobra.Command, args []string) error {
				cmd, rest, err := root.Find(args)
				if err != nil || cmd == root {
					cmd, rest = root, args
				}
				return unknown(cmd, "command", rest)
			}
		}
	}
}

// noArgs refuses what is no subcommand; cobra's own error would not be a usage
// error.
func noArgs(cmd *cobra.Command, args []string) error { return unknown(cmd, "command", args) }

// unknown is the error for a word that is no subcommand, which is a thing of some kind.
func unknown(cmd *cobra.Command, kind string, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	if near, ok := nearest.Of(args[0], names); ok {
		return usagef("unknown %s %s; did you mean %s?", kind, args[0], near)
	}
	return usagef("unknown %s %s; see %s --help", kind, args[0], cmd.CommandPath())
}
