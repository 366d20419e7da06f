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
	exitFindings = 1   // success, but there are findings
	exitUsage    = 2   // the command line is wrong
	exitFailure  = 3   // the command failed
	exitSignal   = 130 // interrupted, as shells report it
	exitPipe     = 141 // the reader closed the output, as shells report it
)

// errFindings is the error of a command that succeeded and has printed its findings.
var errFindings = errors.New("there are findings")

// A usageError reports an invalid command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// A failure is the error of a command that failed. If its error is nil, it has already been
// reported.
type failure struct{ error }

func (e failure) Unwrap() error { return e.error }

func (e failure) Error() string {
	if e.error == nil {
		return "the command failed"
	}
	return e.error.Error()
}

func failuref(format string, args ...any) error {
	return failure{fmt.Errorf(format, args...)}
}

// exitCode prints err to stderr unless it has been reported already, and returns the exit
// code of the process.
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

// isClosedPipe reports whether err means that the reader of standard output closed the
// pipe, as head does.
func isClosedPipe(err error) bool {
	var failed *fs.PathError
	return errors.Is(err, syscall.EPIPE) && errors.As(err, &failed) && failed.Path == os.Stdout.Name()
}

// complain prints an error to stderr. It escapes control characters, because errors quote
// untrusted text: names of files, names in schemas, answers of servers.
func (p process) complain(err error) {
	lines := strings.Split(report.Printable(err.Error()), "\n")
	for i := 1; i < len(lines); i++ {
		lines[i] = report.LineStart(lines[i])
	}
	fmt.Fprintf(p.stderr, "verdict: %s\n", strings.Join(lines, "\n"))
}

// isCobraUsage reports whether err is about an unknown subcommand, the only usage error for
// which cobra has no hook.
func isCobraUsage(err error) bool {
	return strings.HasPrefix(err.Error(), "unknown command ")
}
