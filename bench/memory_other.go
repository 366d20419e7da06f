//go:build !unix

package bench

import "os"

// PeakMemory returns 0, because it is not known on this system.
func PeakMemory(*os.ProcessState) int64 { return 0 }
