//go:build unix

package bench

import (
	"os"
	"runtime"
	"syscall"
)

// PeakMemory returns the largest resident set of a process, in bytes.
func PeakMemory(s *os.ProcessState) int64 {
	usage, ok := s.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin" || runtime.GOOS == "ios":
		return int64(usage.Maxrss) // bytes on this system, kilobytes on others
	}
	return int64(usage.Maxrss) << 10
}
