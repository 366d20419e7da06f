package command

// This file handles signals.

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// interruptible returns a context that is cancelled by the first signal to terminate. The
// next one ends the process. From then on, writing to a closed pipe is an error and does
// not end the process; see [ExitCode].
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	ignoreSIGPIPE()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
