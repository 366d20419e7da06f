package main

import (
	"github.com/spf13/cobra"
)

// This file has verdict schema lint: verdict lint for files that are all schemas.

func newSchemaLintCommand(p process) *cobra.Command {
	flags := lintFlags{schemas: true}
	cmd := &cobra.Command{
		Use:   "lint path...",
		Short: "Lint schemas",
		Long: `Lint schemas: every file is treated as a schema. It is validated against the metaschema of its
draft and checked by the rules for schemas; verdict explain lists them. In a directory,
JSON files are linted, and files in other syntaxes whose $schema is a metaschema of the
specification. Paths, findings, exit codes, configuration and comments that suppress
findings are those of verdict lint, which lints files as schemas too if their $schema
is such a metaschema, or if --schema or the configuration uses them as schemas.

All schemas of an OpenAPI description are linted, each in its dialect.`,
		Example: `  verdict schema lint order.schema.json
  verdict schema lint --draft draft-07 --format oneline schemas
  verdict schema lint --diff schemas`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if len(paths) == 0 {
				return usagef("verdict schema lint requires files or directories")
			}
			return runLint(cmd, p, &flags, paths)
		},
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	flags.register(cmd.Flags())
	completeLint(cmd)
	return cmd
}
