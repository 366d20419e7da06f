//go:build man

package main

// This file adds the command that writes manual pages for a release. It is only built with
// the tag "man", so released programs do not have it.

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func init() { buildCommands = append(buildCommands, newManCommand) }

func newManCommand(process) *cobra.Command {
	return &cobra.Command{
		Use:   "man directory",
		Short: "Write the manual pages",
		Long: `Write a manual page of section 1 for each command into a directory, which is
created if it does not exist. SOURCE_DATE_EPOCH sets their date.`,
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return failure{Err: err}
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			header := &doc.GenManHeader{Section: "1", Source: "verdict " + version(), Manual: "verdict"}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return failure{Err: err}
			}
			return nil
		},
	}
}
