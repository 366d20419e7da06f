//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// bearClosedPipes has writing fail where nobody reads any more, rather than end the process.
func bearClosedPipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
