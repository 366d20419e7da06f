// Package gocommand runs the go command and returns its errors.
package gocommand

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Run runs `go args…` in dir, with env set besides the process's own environment,
// and returns its standard output. A failure is an [*Error].
func Run(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	if filepath.IsAbs(dir) {
		cmd.Env = append(cmd.Env, "PWD="+dir) // the name of the directory, if that leads through a link
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	switch {
	case err == nil:
		return stdout.Bytes(), nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return nil, fmt.Errorf("the go command is not on the PATH: %w", err)
	}
	text := strings.TrimSpace(stderr.String())
	if text == "" {
		text = err.Error()
	}
	return stdout.Bytes(), &Error{Args: args, Text: text}
}

// An Error is a failed go command.
type Error struct {
	Args []string
	Text string // what the command wrote to standard error
}

// Error is "go list: " and the text.
func (e *Error) Error() string { return fmt.Sprintf("go %s: %s", e.Args[0], e.Text) }

// Explain asks the go command why packages in dir cannot be loaded. It is nil if
// they can.
func Explain(ctx context.Context, dir string, patterns ...string) error {
	_, err := Run(ctx, dir, nil, append([]string{"list", "-deps", "--"}, patterns...)...)
	return err
}
