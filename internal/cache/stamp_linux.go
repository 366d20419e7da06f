package cache

import (
	"io/fs"
	"path/filepath"
	"syscall"
	"time"
)

// Look is the stamp of the file at a path. It does what [StampOf] does of
// [os.Stat], and makes no garbage.
func Look(path string) (Stamp, error) {
	var stat syscall.Stat_t
	for {
		err := syscall.Stat(filepath.FromSlash(path), &stat)
		if err == nil {
			break
		}
		if err != syscall.EINTR {
			return Stamp{}, err
		}
	}
	return stampOf(&stat), nil
}

// SeeStat is [See] of a regular file by the system's own record of it.
func SeeStat(stat *syscall.Stat_t) Sighting {
	stamp := stampOf(stat)
	return Sighting{stamp, stamp.trusted(time.Now())}
}

func stampOf(stat *syscall.Stat_t) Stamp {
	s := Stamp{Size: stat.Size, Modified: stat.Mtim.Nano()}
	s.add(stat)
	return s
}

// addSystem adds what only the system's own record of a file has.
func (s *Stamp) addSystem(info fs.FileInfo) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		s.add(stat)
	}
}

// add adds the time of the last change, which no program can set, and the inode,
// which is another one after an atomic replacement.
func (s *Stamp) add(stat *syscall.Stat_t) {
	s.Changed = stat.Ctim.Nano()
	s.Inode = int64(stat.Ino)
}
