//go:build unix

package files

import "syscall"

// nonBlocking is the flag with which opening a FIFO does not wait for a writer.
const nonBlocking = syscall.O_NONBLOCK
