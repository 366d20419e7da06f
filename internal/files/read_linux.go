package files

import (
	"path/filepath"
	"syscall"
)

// readSmall reads a regular file of less than large bytes, into buffer where that is
// large enough, by four calls of the system. It takes a dozen to have an [os.File] of it
// first, which is made to be waited for: most of what reading a small file costs. ok is
// false where anything is out of the ordinary, and nothing has been read then; the general
// way will find out what that is, and has the words for it.
func readSmall(path string, buffer []byte) (content []byte, ok bool) {
	fd, err := uninterrupted(func() (int, error) {
		return syscall.Open(filepath.FromSlash(path), syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	})
	if err != nil {
		return nil, false
	}
	defer syscall.Close(fd)
	var stat syscall.Stat_t
	if syscall.Fstat(fd, &stat) != nil || stat.Mode&syscall.S_IFMT != syscall.S_IFREG || stat.Size >= large {
		return nil, false
	}
	size := int(stat.Size)
	if content = buffer[:cap(buffer)]; len(content) <= size {
		content = make([]byte, size+1)
	}
	// A read of a regular file that has room left has reached its end.
	n, err := uninterrupted(func() (int, error) { return syscall.Read(fd, content[:size+1]) })
	if err != nil || n != size {
		return nil, false
	}
	return content[:n], true
}

// uninterrupted makes a call again as long as a signal comes in between.
func uninterrupted(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != syscall.EINTR {
			return n, err
		}
	}
}
