package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/verdict-lint/verdict/internal/report"
)

// The exit codes of every subcommand.
const (
	exitOK       = 0   // nothing to report
	exitFindings = 1   // the job was done, and there are findings
	exitUsage    = 2   // the command line is wrong
	exitFailure  = 3   // the job could not be done
	exitSignal   = 130 // interrupted, as shells write it
	exitPipe     = 141 // nobody reads the output any more, as shells write it
)

// errFindings ends a command that did its job and has already said what it
// found.
var errFindings = errors.New("there are findings")

// A usageError is a command line that makes no sense.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// A failure is a job that could not be done. One without an error has already
// been reported.
type failure struct{ error }

func (e failure) Unwrap() error { return e.error }

func (e failure) Error() string {
	if e.error == nil {
		return "the job could not be done"
	}
	return e.error.Error()
}

func failuref(format string, args ...any) error {
	return failure{fmt.Errorf(format, args...)}
}

// exitCode says on stderr what has not been said yet, and turns err into the
// code that the process ends with.
func (p process) exitCode(err error) int {
	var usage usageError
	var failed failure
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(p.stderr, "verdict: interrupted")
		return exitSignal
	case isClosedPipe(err):
		return exitPipe
	case errors.As(err, &usage):
		p.complain(err)
		return exitUsage
	case errors.As(err, &failed) && failed.error == nil:
		return exitFailure
	case isCobraUsage(err):
		p.complain(err)
		return exitUsage
	}
	p.complain(err)
	return exitFailure
}

// isClosedPipe recognises that whoever read standard output has had enough, as head has.
func isClosedPipe(err error) bool {
	var failed *fs.PathError
	return errors.Is(err, syscall.EPIPE) && errors.As(err, &failed) && failed.Path == os.Stdout.Name()
}

// complain says on stderr what is wrong. What that quotes may be anything: names of files,
// names in schemas, what a server has answered.
func (p process) complain(err error) {
	lines := strings.Split(report.Printable(err.Error()), "\n")
	for i := 1; i < len(lines); i++ {
		lines[i] = report.LineStart(lines[i])
	}
	fmt.Fprintf(p.stderr, "verdict: %s\n", strings.Join(lines, "\n"))
}

// isCobraUsage recognises an unknown subcommand, the one usage error that cobra
// hands out without a hook to wrap it.
func isCobraUsage(err error) bool {
	return strings.HasPrefix(err.Error(), "unknown command ")
}
