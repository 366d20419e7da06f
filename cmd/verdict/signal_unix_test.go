//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/verdict-lint/verdict/internal/command"
)

// This file tests that the first signal ends a command that waits for another program: one that writes its
// input, or one that reads its output.

// overfull is more than a pipe holds, so that writing it takes both sides.
var overfull = strings.Repeat(" ", 1<<20)

func TestTheFirstSignalEndsACommandThatWaits(t *testing.T) {
	program := programFile(t)
	numbers := strings.Repeat("{\"n\":1}\n", 100_000)
	texts := strings.Repeat("{\"n\":\"1\"}\n", 20_000)
	// Each of these begins to read the input or to write the output, and then waits.
	for name, tt := range map[string]struct {
		args   []string
		waits  string // stdin, stdout, stderr, or the name of a FIFO that is read or written
		writes bool   // to the FIFO
	}{
		"lint that reads":                       {args: []string{"lint", "-"}, waits: "stdin"},
		"lint that reads a FIFO":                {args: []string{"lint", "fifo"}, waits: "fifo"},
		"lint that reads lines of a FIFO":       {args: []string{"lint", "fifo.ndjson"}, waits: "fifo.ndjson"},
		"lint that reads a schema":              {args: []string{"lint", "numbers.ndjson", "-s", "fifo"}, waits: "fifo"},
		"lint that writes to standard output":   {args: []string{"lint", "texts.ndjson", "-s", "schema", "-f", "oneline"}, waits: "stdout"},
		"lint that writes to standard error":    {args: append([]string{"lint"}, missing(5_000)...), waits: "stderr"},
		"lint that writes to a FIFO":            {args: []string{"lint", "texts.ndjson", "-s", "schema", "-f", "json=fifo"}, waits: "fifo", writes: true},
		"filter that reads":                     {args: []string{"filter", "-s", "schema"}, waits: "stdin"},
		"filter that reads a schema":            {args: []string{"filter", "numbers.ndjson", "-s", "fifo"}, waits: "fifo"},
		"filter that writes to standard output": {args: []string{"filter", "numbers.ndjson", "-s", "schema"}, waits: "stdout"},
		"filter that writes rejects to a FIFO":  {args: []string{"filter", "texts.ndjson", "-s", "schema", "--rejects", "fifo"}, waits: "fifo", writes: true},
		"merge that reads":                      {args: []string{"merge", "-"}, waits: "stdin"},
		"merge that reads a FIFO":               {args: []string{"merge", "fifo"}, waits: "fifo"},
		"lint of schemas that reads":            {args: []string{"schema", "lint", "-"}, waits: "stdin"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, filepath.Join(dir, "schema"), `{"properties": {"n": {"type": "integer"}}}`)
			write(t, filepath.Join(dir, "numbers.ndjson"), numbers)
			write(t, filepath.Join(dir, "texts.ndjson"), texts)
			for _, fifo := range []string{"fifo", "fifo.ndjson"} {
				if err := syscall.Mkfifo(filepath.Join(dir, fifo), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // of a command that does not end
			defer cancel()
			cmd := exec.CommandContext(ctx, program, tt.args...)
			cmd.Dir = dir
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			meet := waitingPipe(t, cmd, tt.waits, tt.writes)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer meet()() // closes the other end
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != command.ExitSignal {
				t.Errorf("%v, want exit code %d", cmd.ProcessState, command.ExitSignal)
			}
			if got := stderr.String(); tt.waits != "stderr" && !bytes.HasPrefix(stderr.Bytes(), []byte("verdict: interrupted")) {
				t.Errorf("standard error: %q", got)
			}
		})
	}
}

// missing returns names of files that do not exist.
func missing(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("missing-%d.json", i))
	}
	return names
}

// waitingPipe connects the other end of what a command waits for. The function that it returns waits until the
// command uses its end, and returns one that closes the other.
func waitingPipe(t *testing.T, cmd *exec.Cmd, what string, writes bool) (meet func() (end func())) {
	reads := func(to io.WriteCloser) func() {
		if _, err := io.WriteString(to, overfull); err != nil {
			t.Error(err)
		}
		return func() { to.Close() }
	}
	written := func(from io.ReadCloser) func() {
		if _, err := from.Read(make([]byte, 1)); err != nil {
			t.Error(err)
		}
		return func() { from.Close() }
	}
	if what == "stdin" {
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		return func() func() { return reads(stdin) }
	}
	if what == "stdout" || what == "stderr" {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		if what == "stdout" {
			cmd.Stdout = w
		} else {
			cmd.Stderr = w
		}
		return func() func() {
			w.Close()
			return written(r)
		}
	}
	return func() func() {
		flags := os.O_WRONLY
		if writes {
			flags = os.O_RDONLY
		}
		fifo, err := os.OpenFile(filepath.Join(cmd.Dir, what), flags, 0)
		if err != nil {
			t.Fatal(err)
		}
		if writes {
			return written(fifo)
		}
		return reads(fifo)
	}
}
