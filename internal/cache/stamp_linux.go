package cache

import (
	"io/fs"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
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

// SeeDirectory is the sighting of the directory at a path, of which nothing was read yet.
// It is zero where nobody knows whether the times of a directory tell of every change of
// what is in it, as with many file systems that live elsewhere or in a program. (Git asks
// to have that tried out: https://git-scm.com/docs/git-update-index#_untracked_cache.)
func SeeDirectory(path string) Sighting {
	stamp, err := Look(path)
	if err != nil || !stamp.trusted(time.Now()) {
		return Sighting{}
	}
	var system unix.Statfs_t
	if unix.Statfs(filepath.FromSlash(path), &system) != nil || !slices.Contains(localSystems, int64(system.Type)) {
		return Sighting{}
	}
	return Sighting{stamp, true}
}

// localSystems are the file systems of this very machine that keep times as POSIX wants it.
// Not overlayfs: a directory has the times of its uppermost layer alone, and others may change
// while nothing is mounted (https://docs.kernel.org/filesystems/overlayfs.html).
var localSystems = []int64{
	unix.EXT4_SUPER_MAGIC, // ext2 and ext3 too
	unix.XFS_SUPER_MAGIC,
	unix.BTRFS_SUPER_MAGIC,
	unix.F2FS_SUPER_MAGIC,
	unix.TMPFS_MAGIC,
	0x2fc12fc1, // ZFS, https://github.com/openzfs/zfs/blob/master/include/sys/fs/zfs.h
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
