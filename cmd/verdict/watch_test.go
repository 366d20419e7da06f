package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/command"
)

// A running is a running program whose outputs are read line by line.
type running struct {
	t     *testing.T
	cmd   *exec.Cmd
	stdin io.WriteCloser
	lines chan string
}

// start runs the program in the current directory.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(programFile(t), args...)
	cmd.Stdout, cmd.Stderr = writer, writer
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	r := &running{t, cmd, stdin, make(chan string)}
	go func() {
		defer close(r.lines)
		for scanner := bufio.NewScanner(reader); scanner.Scan(); {
			r.lines <- scanner.Text()
		}
	}()
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // fails if the program has already ended
	return r
}

// until reads up to a line that begins with prefix and returns the text that was read.
func (r *running) until(prefix string) string {
	r.t.Helper()
	var read []string
	for line := range r.lines {
		read = append(read, line)
		if strings.HasPrefix(line, prefix) {
			return strings.Join(read, "\n")
		}
	}
	r.t.Fatalf("no line begins with %q:\n%s", prefix, strings.Join(read, "\n"))
	return ""
}

// interrupt sends the signal of Ctrl-C and returns the rest of the output and the exit code.
func (r *running) interrupt() (rest string, code int) {
	r.t.Helper()
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		r.t.Fatal(err)
	}
	var read []string
	for line := range r.lines {
		read = append(read, line)
	}
	_ = r.cmd.Wait() // the exit code is checked instead
	return strings.Join(read, "\n"), r.cmd.ProcessState.ExitCode()
}

func contains(t *testing.T, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("%q is not in\n%s", part, text)
	}
}

func TestWatchLintsAgainWhatChanges(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "number.schema", `{"type": "number"}`)
	write(t, ".verdict.yaml", "schema: number.schema\nignore: [report.json]\n")
	if err := os.Mkdir("data", 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, "data/a.json", `1`)
	const ready = "watching for changes; press Ctrl-C to stop"
	r := start(t, "lint", "--watch", "-f", "oneline", "-f", "json=data/report.json", "data")
	contains(t, r.until(ready), "1 file: no findings")

	write(t, "data/a.json", `""`)
	out := r.until(ready)
	contains(t, out, "data/a.json changed")
	contains(t, out, "data/a.json:1:1: ")

	// A new file in a new directory.
	if err := os.Mkdir("data/new", 0o755); err != nil {
		t.Fatal(err)
	}
	contains(t, r.until(ready), "data/new changed")
	write(t, "data/new/b.json", `""`)
	contains(t, r.until(ready), "data/new/b.json:1:1: ")

	// The schema, and the configuration.
	write(t, "number.schema", `{"type": "string"}`)
	contains(t, r.until(ready), ": no findings")
	write(t, ".verdict.yaml", "schema: nowhere.schema\n")
	contains(t, r.until(ready), "schema nowhere.schema: no such file")
	write(t, ".verdict.yaml", "schema: number.schema\nignore: [report.json]\n")
	contains(t, r.until(ready), ": no findings")

	if rest, code := r.interrupt(); code != command.ExitOK || rest != "" {
		t.Errorf("it ended with %d and %q", code, rest)
	}
}

func TestWatchSeesNewFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, ".verdict.yaml", "schema: number.schema\n")
	write(t, "number.schema", `{"type": "number"}`)
	if err := os.MkdirAll("data/empty", 0o755); err != nil {
		t.Fatal(err)
	}
	const ready = "watching for changes; press Ctrl-C to stop"
	r := start(t, "lint", "--watch", "-f", "oneline", "data/**/*.json", "data/named.yaml")
	r.until(ready)
	write(t, "data/empty/a.json", `""`)
	contains(t, r.until(ready), "data/empty/a.json:1:1: ")
	write(t, "data/named.yaml", `text`)
	contains(t, r.until(ready), "data/named.yaml:1:1: ")
	r.interrupt()
}

// Otherwise the files that a run writes would cause another run, without end.
func TestWatchIgnoresTheFilesThatItWrites(t *testing.T) {
	t.Chdir(t.TempDir())
	absolute, err := filepath.Abs("flag.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"as the configuration says":           nil,
		"as a flag says, by an absolute path": {"-f", "oneline", "-f", "json=" + absolute},
	} {
		t.Run(name, func(t *testing.T) {
			write(t, "any.schema", `{}`)
			write(t, ".verdict.yaml", "schema: any.schema\nignore: [configured.json, flag.json]\nformats: [oneline, json=configured.json]\n")
			write(t, "a.json", `1`)
			const ready = "watching for changes; press Ctrl-C to stop"
			r := start(t, append([]string{"lint", "--watch", "."}, args...)...)
			r.until(ready)
			write(t, "a.json", `2`)
			contains(t, r.until(ready), "a.json changed")
			write(t, "last.json", `3`)
			if out := r.until(ready); !strings.HasPrefix(out, "\nlast.json changed") {
				t.Errorf("the run after a.json printed:%s", out)
			}
			r.interrupt()
		})
	}
}

func TestAnInterruptedRunSaysSoAndLeavesNothingBehind(t *testing.T) {
	t.Chdir(t.TempDir())
	r := start(t, "lint", "--no-config", "-f", "oneline", "-f", "sarif=out.sarif", "--stdin-filename", "in.ndjson", "-")
	// The first finding shows that the run has begun; then it waits for more input.
	if _, err := io.WriteString(r.stdin, strings.Repeat(`["`+strings.Repeat("x", 2000)+"\n", 1000)); err != nil {
		t.Fatal(err)
	}
	r.until("in.ndjson:1:")
	rest, code := r.interrupt()
	if code != command.ExitSignal {
		t.Errorf("the exit code is %d", code)
	}
	contains(t, rest, "verdict: interrupted")
	if left := entries(t); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// An interrupt ends "verdict lint -" while it waits for input.
func TestARunThatWaitsForStandardInputCanBeInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	r := start(t, "lint", "--no-config", "-f", "json=out.json", "-")
	// This does not fit into the buffer of a pipe, so part of it has been read.
	if _, err := io.WriteString(r.stdin, strings.Repeat(" ", 1<<20)); err != nil {
		t.Fatal(err)
	}
	if rest, code := r.interrupt(); code != command.ExitSignal || rest != "verdict: interrupted" {
		t.Errorf("it ended with %d and %q", code, rest)
	}
	if left := entries(t); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// As with verdict lint | head.
func TestAClosedPipeEndsTheRunQuietlyAndLeavesNothingBehind(t *testing.T) {
	t.Chdir(t.TempDir())
	cmd := exec.Command(programFile(t), "lint", "--no-config", "-s", "connect-session", "-f", "oneline", "-f", "json=out.json", "--stdin-filename", "in.ndjson", "-")
	cmd.Stdin = strings.NewReader(strings.Repeat("[]\n", 20_000))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = writer
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	reader.Close()
	_ = cmd.Wait() // the exit code is checked instead
	if code := cmd.ProcessState.ExitCode(); code != command.ExitPipe || stderr.Len() > 0 {
		t.Errorf("it ended with %d and %q", code, stderr.String())
	}
	if left := entries(t); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// entries returns the names of the files in the current directory.
func entries(t *testing.T) []os.DirEntry {
	t.Helper()
	all, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	return all
}
