package command

import (
	"context"
	"io"

	"github.com/spf13/cobra"
)

// This file runs a command line.

// Execute runs a root command that [Prepare] has set up, and returns the exit code of the process.
func Execute(ctx context.Context, root *cobra.Command) int {
	err := root.ExecuteContext(ctx)
	if out, ok := root.OutOrStdout().(*output); ok && err == nil {
		err = out.err
	}
	return ExitCode(root.ErrOrStderr(), err)
}

// An output is the standard output of cobra, which ignores errors when it writes help and completions.
// It keeps the first error for Execute and hides it from cobra, and nothing is written after it.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(text []byte) (int, error) {
	if o.err == nil {
		_, o.err = o.to.Write(text)
	}
	return len(text), nil
}
