package schematool

// Running the go command, and what it knows of a directory.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// goCommand runs `go args…` in dir and returns its standard output. A failure
// carries what the command wrote to standard error.
func goCommand(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
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
		return nil, fmt.Errorf("the go command is needed to reflect Go types, and is not on the PATH: %w", err)
	}
	text := strings.TrimSpace(stderr.String())
	if text == "" {
		text = err.Error()
	}
	return stdout.Bytes(), &goError{args: args, text: text}
}

// A goError is a failed go command.
type goError struct {
	args []string
	text string
}

func (e *goError) Error() string {
	return fmt.Sprintf("go %s: %s", e.args[0], e.text)
}

// goEnvironment is what `go env` says of a directory.
type goEnvironment struct {
	GOMOD      string // the go.mod in force, or "" or the null device
	GOWORK     string // the go.work in force, "off", or ""
	GOMODCACHE string
	GOROOT     string
	GOFLAGS    string
	GOHOSTOS   string
	GOHOSTARCH string
	GOVERSION  string
}

func (e goEnvironment) hasModule() bool {
	return e.GOMOD != "" && e.GOMOD != os.DevNull
}

func (e goEnvironment) hasWorkspace() bool {
	return e.GOWORK != "" && e.GOWORK != "off"
}

func readGoEnvironment(ctx context.Context, dir string) (goEnvironment, error) {
	var e goEnvironment
	out, err := goCommand(ctx, dir, nil, "env", "-json", "GOMOD", "GOWORK", "GOMODCACHE", "GOROOT", "GOFLAGS", "GOHOSTOS", "GOHOSTARCH", "GOVERSION")
	if err != nil {
		return e, err
	}
	return e, json.Unmarshal(out, &e)
}
