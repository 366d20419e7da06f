//go:build unix

package command

import (
	"os"
	"os/signal"
	"syscall"
)

// bearClosedPipes makes writing to a closed pipe return an error rather than end the
// process.
func bearClosedPipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
