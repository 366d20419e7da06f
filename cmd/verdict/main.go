// Command verdict lints JSON payloads against JSON Schema.
//
// Package main reads the command line and wires: every subcommand is a file of
// its own, and what it does lives in a package of its own.
package main

import (
	"context"
	"io"
	"os"
)

func main() {
	os.Exit(run(os.Args[1:], process{
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		getenv: os.Getenv,
	}))
}

// A process is what a command has of the world around it.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
}

// run executes one command line and returns the exit code.
func run(args []string, p process) int {
	ctx, end := context.WithCancel(context.Background())
	defer end()
	root := newRootCommand(p)
	root.SetArgs(args)
	return p.exitCode(root.ExecuteContext(ctx))
}
