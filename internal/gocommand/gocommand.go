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
	"slices"
	"strings"
	"time"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// Run runs `go args…` in dir, with env set besides the process's own environment,
// and returns its standard output. A failure is an [*Error].
func Run(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
	temporary, remove, err := Temporary()
	if err != nil {
		return nil, err
	}
	defer remove()
	return run(ctx, dir, slices.Concat(env, temporary), args)
}

// Build builds the program of a package like `go build flags… package` in dir, and returns its file, which exists
// until remove is called.
//
// It runs `go run`, because that keeps linked programs in the go command's cache, and `go build` links anew each time. With -exec, it
// prints the name of the file and does not start it; with -work, a file that is not yet in the cache is not removed.
func Build(ctx context.Context, dir string, env, flags []string, pkg string) (file string, remove func(), err error) {
	temporary, remove, err := Temporary()
	if err != nil {
		return "", nil, err
	}
	args := slices.Concat([]string{"run", "-work", "-exec=go version"}, flags, []string{pkg})
	out, err := run(ctx, dir, slices.Concat(env, temporary), args)
	if err != nil {
		remove()
		if failed := new(Error); errors.As(err, &failed) {
			failed.Args = []string{"build"}
			failed.Text = strings.TrimSpace(workLine().ReplaceAllString(failed.Text, ""))
		}
		return "", nil, err
	}
	text := string(out) // FILE: go1.26.0
	end := strings.LastIndex(text, ": ")
	if end < 0 {
		remove()
		return "", nil, fmt.Errorf("reading the answer of go version: %q", text)
	}
	return text[:end], remove, nil
}

// workLine matches what -work prints.
var workLine = lazyregexp.New(`(?m)^WORK=.*\n?`)

func run(ctx context.Context, dir string, env, args []string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = slices.Concat(os.Environ(), env)
	cmd.WaitDelay = 5 * time.Second // for programs that it has started and that have its output open
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

// Temporary creates a directory for the temporary files of go commands, and returns their environment. The go command
// leaves such files if it is ended, even by an interrupt.
func Temporary() (env []string, remove func(), err error) {
	dir, err := os.MkdirTemp(os.Getenv("GOTMPDIR"), "verdict-go-")
	if err != nil {
		return nil, nil, err
	}
	remove = func() {
		for range 20 { // its compilers may run on for a moment
			if os.RemoveAll(dir) == nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	return []string{"GOTMPDIR=" + dir}, remove, nil
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
