package command

import (
	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/nearest"
)

// This file rejects arguments that a command does not take.

// NoArgs returns a usage error for an unknown subcommand; cobra's own error would not be
// one.
func NoArgs(cmd *cobra.Command, args []string) error { return Unknown(cmd, "command", args) }

// Unknown returns the error for an unknown argument; kind is what was expected.
func Unknown(cmd *cobra.Command, kind string, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	if near, ok := nearest.Of(args[0], names); ok {
		return Usagef("unknown %s %s; did you mean %s?", kind, args[0], near)
	}
	return Usagef("unknown %s %s; see %s --help", kind, args[0], cmd.CommandPath())
}
