//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package atomicfile

import (
	"os"
	"syscall"
	"time"
)

// lock keeps other processes that lock the file waiting until it is closed, so that only one of them replaces it. If
// a program holds a lock for longer than a replacement takes, such as one that runs this one, it is not waited for.
func lock(file *os.File) {
	for wait := time.Millisecond; wait < time.Second; wait *= 2 {
		if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != syscall.EWOULDBLOCK {
			return
		}
		time.Sleep(wait)
	}
}
