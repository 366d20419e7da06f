package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/words"
)

// filterInput writes a schema and an input to the current directory. Every tenth record is invalid.
func filterInput(t *testing.T, records int) (valid, rejected string) {
	t.Helper()
	write(t, "schema", `{"$id": "https://example.com/", "required": ["n"], "properties": {"n": {"type": "integer"}}}`)
	var all, good strings.Builder
	for i := range records {
		line := fmt.Sprintf("{\"n\":%d,\"x\":\"%060d\"}\n", i, i)
		if i%10 == 9 {
			line = fmt.Sprintf("{\"n\":\"%d\"}\n", i)
		} else {
			good.WriteString(line)
		}
		all.WriteString(line)
	}
	write(t, "in.ndjson", all.String())
	if code, _, stderr := execute("filter", "in.ndjson", "-s", "schema", "--rejects", "all-rejects"); code != command.ExitFindings {
		t.Fatal(stderr)
	}
	return good.String(), read(t, "all-rejects")
}

// wholeLines fails unless got consists of whole lines, which are some of the first lines of want.
func wholeLines(t *testing.T, what, got, want string) (lines int) {
	t.Helper()
	if !strings.HasPrefix(want, got) || got != "" && !strings.HasSuffix(got, "\n") || len(got) == len(want) {
		t.Errorf("%s: %d of %d bytes, which end with %q", what, len(got), len(want), got[max(0, len(got)-20):])
	}
	return strings.Count(got, "\n")
}

func unixOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("uses a shell and signals of Unix, which this system lacks; internal/filter tests writing and errors without them")
	}
}

// TestAFullDiskLeavesWholeLines limits the size of files, so that a write fails in the middle of
// a line, as on a full disk.
func TestAFullDiskLeavesWholeLines(t *testing.T) {
	unixOnly(t)
	t.Chdir(t.TempDir())
	valid, rejected := filterInput(t, 20_000)
	program := programFile(t)
	for name, tt := range map[string]struct{ out, rejects, failed string }{
		"valid":               {"out", "", "standard output"},
		"valid, appended":     {">out", "", "standard output"},
		"rejects":             {"/dev/null", "rejects", "rejects"},
		"valid, on a device":  {"/dev/full", "", "standard output"},
		"rejects on a device": {"/dev/null", "/dev/full", "/dev/full"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat("/dev/full"); err != nil && strings.Contains(tt.out+tt.rejects, "/dev/full") {
				t.Skip("this system has no /dev/full; TestOnlyWholeRecordsAreCounted in internal/filter tests a writer that fails")
			}
			script := "ulimit -f 100; exec " + program + " filter in.ndjson -s schema"
			if tt.rejects != "" {
				script += " --rejects " + tt.rejects
			}
			write(t, "out", "")
			cmd := exec.Command("sh", "-c", script+" >"+tt.out)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			var exit *exec.ExitError
			if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != exitFailure {
				t.Errorf("%v: %s", err, &stderr)
			}
			what := "0 valid records"
			if tt.out == "out" || tt.out == ">out" {
				what = words.Count(int64(wholeLines(t, "valid", read(t, "out"), valid)), "valid record")
			}
			if tt.rejects != "" {
				lines := 0
				if tt.rejects == "rejects" {
					lines = wholeLines(t, "rejects", read(t, "rejects"), rejected)
				}
				what = "and " + words.Count(int64(lines), "reject")
			}
			if !strings.HasPrefix(stderr.String(), "verdict: writing "+tt.failed+": ") || !strings.Contains(stderr.String(), what+" written before\n") {
				t.Errorf("%q does not have %q", stderr.String(), what)
			}
		})
	}
}

func TestAClosedPipeEndsTheFilter(t *testing.T) {
	unixOnly(t)
	t.Chdir(t.TempDir())
	valid, rejected := filterInput(t, 20_000)
	cmd := exec.Command(programFile(t), "filter", "in.ndjson", "-s", "schema", "--rejects", "rejects")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil || !strings.HasPrefix(valid, first) {
		t.Errorf("%q, %v", first, err)
	}
	stdout.Close()
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != command.ExitPipe {
		t.Errorf("exit code %d", code)
	}
	want := words.Count(int64(wholeLines(t, "rejects", read(t, "rejects"), rejected)), "reject") + " written before\n"
	if !strings.HasPrefix(stderr.String(), "verdict: writing standard output: broken pipe; ") || !strings.HasSuffix(stderr.String(), want) {
		t.Errorf("%q does not end with %q", stderr.String(), want)
	}
}

func TestAnInterruptedFilterWritesWholeLines(t *testing.T) {
	unixOnly(t)
	t.Chdir(t.TempDir())
	valid, rejected := filterInput(t, 20_000)
	rejected = strings.ReplaceAll(rejected, "in.ndjson", "<stdin>")
	cmd := exec.Command(programFile(t), "filter", "-s", "schema", "--rejects", "rejects")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { // the last record is incomplete
		in := read(t, "in.ndjson")
		io.WriteString(stdin, in[:len(in)-5])
	}()
	out := make([]byte, len(valid)-len("{}\n"))
	if _, err := io.ReadFull(stdout, out[:len(valid)/2]); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(stdout)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != command.ExitSignal {
		t.Errorf("exit code %d", code)
	}
	got := string(out[:len(valid)/2]) + string(rest)
	if !strings.HasPrefix(valid, got) || !strings.HasSuffix(got, "\n") {
		t.Errorf("valid: %d of %d bytes", len(got), len(valid))
	}
	want := fmt.Sprintf("verdict: interrupted; %s and %s written before\n", words.Count(int64(strings.Count(got, "\n")), "valid record"),
		words.Count(int64(wholeLines(t, "rejects", read(t, "rejects"), rejected)), "reject"))
	if stderr.String() != want {
		t.Errorf("%q, want %q", stderr.String(), want)
	}
}

func TestFilterOverwritesNothing(t *testing.T) {
	unixOnly(t)
	t.Chdir(t.TempDir())
	filterInput(t, 10)
	program := programFile(t)
	if err := os.Symlink("in.ndjson", "link"); err != nil {
		t.Fatal(err)
	}
	if err := os.Link("in.ndjson", "hard.ndjson"); err != nil {
		t.Fatal(err)
	}
	write(t, "notes", "keep me")
	for _, tt := range []struct{ args, want string }{
		{"in.ndjson --rejects in.ndjson", "would overwrite in.ndjson"},
		{"in.ndjson --rejects link", "would overwrite in.ndjson"},
		{"in.ndjson --rejects ./hard.ndjson", "would overwrite in.ndjson"},
		{"link --rejects in.ndjson", "would overwrite link"},
		{"'*.ndjson' --rejects hard.ndjson", "would overwrite hard.ndjson"},
		{"- --rejects in.ndjson <in.ndjson", "would overwrite <stdin>"},
		{"in.ndjson --rejects schema", "would overwrite schema"},
		{"in.ndjson --rejects notes", "exists and is not a file of rejects"},
		{"in.ndjson >>hard.ndjson", "standard output is in.ndjson"},
		{"in.ndjson >>schema", "standard output is schema"},
		{"<in.ndjson >>in.ndjson", "standard output is <stdin>"},
		{"in.ndjson --rejects out >out", "--rejects out is standard output"},
		{"in.ndjson --rejects /dev/stdout", "--rejects /dev/stdout is standard output"},
		{"in.ndjson --rejects /dev/stdout >out", "--rejects /dev/stdout is standard output"},
		{"in.ndjson --rejects .", "--rejects .: is a directory"},
		{"in.ndjson --rejects no/where", "--rejects no/where: "},
	} {
		before := read(t, "in.ndjson") + read(t, "schema") + read(t, "notes")
		out, err := exec.Command("sh", "-c", program+" filter -s schema "+tt.args).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != exitUsage && exit.ExitCode() != exitFailure || !strings.Contains(string(out), tt.want) {
			t.Errorf("%s: %v, %s", tt.args, err, out)
		}
		if read(t, "in.ndjson")+read(t, "schema")+read(t, "notes") != before {
			t.Errorf("%s: a file has changed", tt.args)
		}
	}
	// Files that may be written.
	for args, want := range map[string]string{
		"in.ndjson --rejects all-rejects >out":                      "all-rejects",
		"in.ndjson --rejects /dev/null >/dev/null; cat all-rejects": "all-rejects",
		"in.ndjson --rejects /dev/stderr 2>err >/dev/null":          "err",
		"in.ndjson --rejects /dev/fd/3 3>>fd >/dev/null":            "fd",
	} {
		exec.Command("sh", "-c", program+" filter -s schema "+args).Run()
		if n := strings.Count(read(t, want), `{"file":"in.ndjson"`); n != 1 {
			t.Errorf("%s: %s has %d rejects", args, want, n)
		}
	}
}
