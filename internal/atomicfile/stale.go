package atomicfile

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// This file names temporary files so that those of a killed process can be recognized and
// removed. The name of a complete one has the checksums of the content before and
// after. The file has one of these contents unless another program wrote to it. The name of a
// backup has the name of its file and the checksum of the new content.

// incompleteName returns a name for a temporary file that is being written.
func incompleteName() string {
	return fmt.Sprintf("%s%d-new-%016x", prefix, os.Getpid(), rand.Uint64())
}

// completeName returns the name for the complete temporary file.
func (f *File) completeName() string {
	name := incompleteName()
	if f.compare {
		name = fmt.Sprintf("%s%d-%s-%s-%08x", prefix, os.Getpid(), checksum(f.before), checksum(f.after), rand.Uint32())
	}
	return filepath.Join(filepath.Dir(f.path), name)
}

// backupPattern is the pattern for the name of a backup, next to the file or elsewhere.
func (f *File) backupPattern(after []byte) string {
	return fmt.Sprintf("%s%d-backup-%s-%s-*", prefix, os.Getpid(), checksum(after), filepath.Base(f.path))
}

func checksum(content []byte) string {
	sum := sha256.Sum256(content)
	return fmt.Sprintf("%x", sum[:16])
}

// RemoveStale removes the temporary files that a killed process left in a directory. The
// backup of a file that was not overwritten completely is kept, and so is what another
// program wrote.
func RemoveStale(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		rest, ok := strings.CutPrefix(entry.Name(), prefix)
		if parts := strings.SplitN(rest, "-", 4); ok && entry.Type().IsRegular() && isStale(dir, entry.Name(), parts) {
			os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
}

// isStale reports whether a temporary file can be removed. The parts of its name begin with
// the process.
func isStale(dir, name string, parts []string) bool {
	process, err := strconv.Atoi(parts[0])
	if err != nil || process <= 0 || isRunning(process) {
		return false
	}
	switch {
	case len(parts) == 3 && parts[1] == "new":
		return true
	case len(parts) != 4:
		return false
	}
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return false
	}
	if parts[1] != "backup" {
		sum := checksum(content)
		return sum == parts[1] || sum == parts[2]
	}
	of := parts[3][:max(0, strings.LastIndexByte(parts[3], '-'))]
	now, err := readRegular(filepath.Join(dir, of))
	return err == nil && (bytes.Equal(now, content) || checksum(now) == parts[2])
}

// isRunning reports whether a process is running, or may be.
func isRunning(process int) bool {
	p, err := os.FindProcess(process)
	if err != nil {
		return false
	}
	defer p.Release()
	if runtime.GOOS == "windows" {
		return true // only running processes are found
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, fs.ErrPermission)
}
