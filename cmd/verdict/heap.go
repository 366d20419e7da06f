package main

import (
	"os"
	"runtime/debug"
)

// gcPercent lets the heap grow to four times what is in use before it is collected, not to
// twice: what a run keeps is small, and what it drops is much.
const gcPercent = 300

// littleToRead is up to how many bytes one file is not worth telling the garbage collector
// of, which stops the program for that.
const littleToRead = 1 << 20

// allowHeap lets the heap grow where the paths may stand for much, unless the user has said
// how far it may.
func (p process) allowHeap(paths []string) {
	if p.getenv("GOGC") != "" {
		return
	}
	if len(paths) == 1 {
		if info, err := os.Stat(paths[0]); err == nil && info.Mode().IsRegular() && info.Size() < littleToRead {
			return
		}
	}
	debug.SetGCPercent(gcPercent)
}
