package command

// This file handles signals.

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// grace is how long a command may take to end after it was interrupted. One that is in a system call, such as
// opening a FIFO, or writing to a pipe whose reader does not read, does not end by itself.
const grace = time.Second

// interruptible returns a context that is canceled by the first signal to terminate. The process ends
// if the command does not within the grace period, and at the next signal. From then on, writing to a
// closed pipe is an error and does not end the process; see [ExitCode].
func interruptible(ctx context.Context, stderr io.Writer) context.Context {
	ignoreSIGPIPE()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	interrupted, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		select {
		case <-signals:
			signal.Stop(signals)
			cancel()
		case <-ctx.Done(): // the command has ended
			signal.Stop(signals)
			return
		}
		select {
		case <-time.After(grace):
			abort(stderr)
		case <-ctx.Done():
		}
	}()
	return interrupted
}

// abort ends the process. Standard error may be a pipe whose reader does not read, too.
func abort(stderr io.Writer) {
	printed := make(chan struct{})
	go func() {
		fmt.Fprintln(stderr, interruption)
		close(printed)
	}()
	select {
	case <-printed:
	case <-time.After(grace / 10):
	}
	os.Exit(ExitSignal)
}

// interruption is the message of a command that was interrupted.
const interruption = "verdict: interrupted"
