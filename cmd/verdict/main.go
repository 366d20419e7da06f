// Command verdict validates JSON, YAML and TOML files against JSON Schema, and lints schemas.
//
// Package main parses the command line. Every subcommand has a file of its own and calls a
// package that does the work.
package main

import (
	"context"
	"io"
	"os"

	"github.com/verdict-lint/verdict/internal/command"
)

func main() {
	os.Exit(run(os.Args[1:], process{
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		getenv: os.Getenv,
	}))
}

// A process holds the input, output and environment of a command.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
}

// run executes a command line and returns the exit code.
func run(args []string, p process) int {
	ctx, end := context.WithCancel(context.Background())
	defer end()
	root := newRootCommand(p)
	root.SetArgs(args)
	return command.Execute(ctx, root)
}
