//go:build unix

package command

import (
	"os"
	"os/signal"
	"syscall"
)

// ignoreSIGPIPE makes writing to a closed pipe return an error instead of ending
// the process.
func ignoreSIGPIPE() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
