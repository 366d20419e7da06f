package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/command"
)

// Errors quote untrusted text, here arguments with control characters.
func TestErrorsHaveNoControlCharacters(t *testing.T) {
	const hostile = "\x1b[31m\u202e\xff"
	for _, args := range [][]string{
		{hostile},
		{"lint", "--" + hostile},
		{"lint", hostile},
		{"lint", "--schema", hostile, "-"},
		{"lint", "--config", hostile, "-"},
		{"lint", "--color", hostile, "-"},
		{"lint", "--format", "json=" + hostile + "/nowhere", "-"},
		{"explain", hostile},
	} {
		var stderr bytes.Buffer
		code := run(args, process{strings.NewReader("{}"), io.Discard, &stderr, func(string) string { return "" }})
		if code < exitUsage || !strings.HasPrefix(stderr.String(), "verdict: ") {
			t.Errorf("%q ends with %d and %q", args, code, stderr.String())
		}
		if strings.ContainsAny(stderr.String(), "\x1b\u202e") || !strings.Contains(stderr.String(), `\x1b[31m`) {
			t.Errorf("%q: %q", args, stderr.String())
		}
	}
}

// A failing writer fails every write.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestOutputThatCannotBeWrittenIsAFailure(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.json", `{"a": 1,}`)
	write(t, "b.json", `{"a": 1,}`)
	commands := [][]string{
		{"lint", "--diff", "a.json", "b.json"}, {"catalog", "which", "a.json"},
		{"lint", "-s", "connect-session", "-"}, {"lint", "-f", "html", "-"}, {"explain"}, {"explain", "null"}, {"schema", "print", "connect-session"},
		{"completion", "bash"}, {"completion"}, {"__complete", ""}, {"version"}, {"--version"}, {"schema"}, {"catalog"},
	}
	eachCommand(newRootCommand(process{}), nil, func(path []string) {
		commands = append(commands, append(path, "--help"), append([]string{"help"}, path...))
	})
	for _, args := range commands {
		full := errors.New("no space left on device")
		closed := &fs.PathError{Op: "write", Path: os.Stdout.Name(), Err: syscall.EPIPE}
		for err, want := range map[error]struct {
			code   int
			stderr string
		}{full: {exitFailure, "verdict: no space left on device\n"}, closed: {command.ExitPipe, ""}} {
			var stderr bytes.Buffer
			code := run(args, process{strings.NewReader("{}"), failing{err}, &stderr, func(string) string { return "" }})
			message := strings.TrimPrefix(stderr.String(), "Completion ended with directive: ShellCompDirectiveNoFileComp\n")
			if code != want.code || message != want.stderr {
				t.Errorf("%q ends with %d and %q, want %d and %q", args, code, stderr.String(), want.code, want.stderr)
			}
		}
	}
}

// eachCommand calls do with the path of each command below cmd, which cmd itself has.
func eachCommand(cmd *cobra.Command, path []string, do func(path []string)) {
	do(slices.Clip(path))
	for _, sub := range cmd.Commands() {
		eachCommand(sub, append(slices.Clip(path), sub.Name()), do)
	}
}
