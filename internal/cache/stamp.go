package cache

import (
	"io/fs"
	"time"
)

// A Stamp is what the file system says of a file without its content being read.
// Two contents of one file have different stamps, but for what
// [Sighting.Trusted] is about.
type Stamp struct {
	Size     int64
	Modified int64 // nanoseconds since 1970
	Changed  int64 // the same, of the last change of anything; 0 where that is not known
	Inode    int64 // any number, as it is only compared
}

// StampOf is the stamp of a file.
func StampOf(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size(), Modified: info.ModTime().UnixNano()}
	s.addSystem(info)
	return s
}

// A Sighting is a stamp, and whether it can be trusted.
type Sighting struct {
	Stamp Stamp

	// Trusted says that the file has another stamp after every change since.
	// Otherwise only its content shows whether it has changed.
	Trusted bool
}

// See is the sighting of a file of which info was had just now, and of which
// nothing was read yet. It is zero for what is no regular file.
func See(info fs.FileInfo) Sighting {
	if !info.Mode().IsRegular() {
		return Sighting{}
	}
	stamp := StampOf(info)
	return Sighting{stamp, stamp.trusted(time.Now())}
}

// How long after its last change a file may change again without that being seen
// in its times. File systems that count in fractions of a second take the time
// of the kernel's last tick, at most 10 ms ago; others count in seconds, or in two.
const (
	fineGrain   = 100 * time.Millisecond
	coarseGrain = 2 * time.Second
)

// trusted reports whether a file with this stamp at the time now has another stamp
// after every later change. It may not if it was changed a moment ago: another
// change within the granularity of the file system's clock leaves no trace. (Git
// calls such entries of its index racily clean:
// https://git-scm.com/docs/racy-git.)
func (s Stamp) trusted(now time.Time) bool {
	last := max(s.Modified, s.Changed)
	grain := fineGrain
	if s.Modified%int64(time.Second) == 0 {
		grain = coarseGrain
	}
	return last < now.Add(-grain).UnixNano()
}
