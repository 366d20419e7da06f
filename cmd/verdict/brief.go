package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
)

// A brief run lints one small file and writes nothing but what it finds. Hooks and editors
// make many of them, and most of what one takes is its start; so it does without what other
// runs need.

// littleToRead is up to how many bytes a file is small.
const littleToRead = 1 << 20

// isBrief reports whether a run will be brief.
func (s *settings) isBrief(p process, paths []string) bool {
	if len(paths) != 1 || s.writes(p) {
		return false
	}
	info, err := os.Stat(paths[0])
	return err == nil && info.Mode().IsRegular() && info.Size() < littleToRead
}

// writes reports whether a run may write files, or have others do so.
func (s *settings) writes(p process) bool {
	f := s.flags
	_, cached := s.cacheDir()
	return f.fix || f.rebase || f.watch || f.allowRemote || f.staged || f.since != "" || cached && !f.noCache ||
		slices.ContainsFunc(s.formats(p), func(format string) bool { return strings.Contains(format, "=") })
}

// interruptible gives a context that ends with the first signal that asks the process to
// end. The next one ends the process. Without it, the first does. Nor does it end the
// process any more, with whatever it has begun, that nobody reads what it writes; see
// [isClosedPipe].
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	bearClosedPipes()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// gcPercent lets the heap grow to four times what is in use before it is collected, not to
// twice: what a run keeps is small, and what it drops is much.
const gcPercent = 300

// allowHeap lets the heap grow, unless the user has said how far it may. The garbage
// collector stops the program to be told.
func (p process) allowHeap() {
	if p.getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
