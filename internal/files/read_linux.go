package files

import (
	"path/filepath"
	"syscall"
)

// readSmall reads a regular file of less than large bytes, into buffer if that is large enough, with
// four system calls. An [os.File] would take a dozen, most of them to prepare polling, which is most of
// the cost of reading a small file. ok is false if anything is unusual; nothing has been read then, and
// the general function reads the file or returns the error. It must not be called for a FIFO, whose
// writer it would let begin, and then break the pipe.
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
	// A read of a regular file that does not fill the buffer has reached the end.
	n, err := uninterrupted(func() (int, error) { return syscall.Read(fd, content[:size+1]) })
	if err != nil || n != size {
		return nil, false
	}
	return content[:n], true
}

// uninterrupted repeats a system call while signals interrupt it.
func uninterrupted(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != syscall.EINTR {
			return n, err
		}
	}
}
