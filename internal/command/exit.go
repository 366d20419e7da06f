// Package command has the parts that the programs share: exit codes, errors, signals, flags for schemas,
// and the command filter.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/verdict-lint/verdict/internal/report"
)

// The exit codes of every subcommand.
const (
	ExitOK       = 0   // nothing to report
	ExitFindings = 1   // success, but there are findings
	ExitUsage    = 2   // the command line is wrong
	ExitFailure  = 3   // the command failed
	ExitSignal   = 130 // interrupted, as shells report it
	ExitPipe     = 141 // the reader closed the output, as shells report it
)

// ErrFindings is the error of a command that succeeded and has printed its findings.
var ErrFindings = errors.New("there are findings")

// A UsageError reports an invalid command line.
type UsageError struct{ Err error }

// Error returns the text of Err.
func (e UsageError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e UsageError) Unwrap() error { return e.Err }

// Usagef returns a [UsageError].
func Usagef(format string, args ...any) error { return UsageError{fmt.Errorf(format, args...)} }

// A Failure is the error of a command that failed. If Err is nil, it has already been reported.
type Failure struct{ Err error }

// Error returns the text of Err.
func (e Failure) Error() string {
	if e.Err == nil {
		return "the command failed"
	}
	return e.Err.Error()
}

// Unwrap returns Err.
func (e Failure) Unwrap() error { return e.Err }

// Failuref returns a [Failure].
func Failuref(format string, args ...any) error { return Failure{fmt.Errorf(format, args...)} }

// A Stopped is the error of a command that a signal, or the reader of its output, ended before it had written
// everything. Text says what was written.
type Stopped struct {
	Text string
	Err  error
}

// Error returns the text.
func (e *Stopped) Error() string { return e.Text }

// Unwrap returns Err.
func (e *Stopped) Unwrap() error { return e.Err }

// ExitCode prints err to stderr unless it has been reported already, and returns the exit code of the process.
func ExitCode(stderr io.Writer, err error) int {
	var usage UsageError
	var failed Failure
	var stopped *Stopped
	if errors.As(err, &stopped) {
		Complain(stderr, stopped)
	}
	switch {
	case err == nil:
		return ExitOK
	case errors.Is(err, ErrFindings):
		return ExitFindings
	case errors.Is(err, context.Canceled):
		if stopped == nil {
			fmt.Fprintln(stderr, interruption)
		}
		return ExitSignal
	case isClosedPipe(err):
		return ExitPipe
	case errors.As(err, &usage):
		Complain(stderr, err)
		return ExitUsage
	case errors.As(err, &failed) && failed.Err == nil:
		return ExitFailure
	case isCobraUsage(err):
		Complain(stderr, err)
		return ExitUsage
	case stopped == nil:
		Complain(stderr, err)
	}
	return ExitFailure
}

// isClosedPipe reports whether err means that the reader of standard output closed the
// pipe, as head does.
func isClosedPipe(err error) bool {
	var failed *fs.PathError
	return errors.Is(err, syscall.EPIPE) && errors.As(err, &failed) && failed.Path == os.Stdout.Name()
}

// Complain prints an error to stderr. It escapes control characters, because errors quote
// untrusted text: names of files, names in schemas, answers of servers.
func Complain(stderr io.Writer, err error) {
	lines := strings.Split(report.Printable(err.Error()), "\n")
	for i := 1; i < len(lines); i++ {
		lines[i] = report.LineStart(lines[i])
	}
	fmt.Fprintf(stderr, "verdict: %s\n", strings.Join(lines, "\n"))
}

// isCobraUsage reports whether err is about an unknown subcommand, the only usage error for
// which cobra has no hook.
func isCobraUsage(err error) bool {
	return strings.HasPrefix(err.Error(), "unknown command ")
}
