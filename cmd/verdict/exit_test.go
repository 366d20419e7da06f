package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
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

// A fullDisk fails every write.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestOutputThatCannotBeWrittenIsAFailure(t *testing.T) {
	for _, args := range [][]string{
		{"lint", "-s", "connect-session", "-"}, {"lint", "-f", "html", "-"}, {"explain"}, {"explain", "null"}, {"schema", "print", "connect-session"},
		{"completion", "bash"},
	} {
		var stderr bytes.Buffer
		code := run(args, process{strings.NewReader("{}"), fullDisk{}, &stderr, func(string) string { return "" }})
		if code != exitFailure || !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("%q ends with %d and %q", args, code, stderr.String())
		}
	}
}
