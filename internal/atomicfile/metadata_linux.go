package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// errMetadata is the error if a rename would lose metadata.
var errMetadata = errors.New("its metadata cannot be copied")

// copyMetadata gives a file the owner, group, mode, extended attributes and access control
// lists (which are extended attributes) of another one, or returns an error. A file of several
// links cannot be copied.
func copyMetadata(to, from *os.File) error {
	var want, got unix.Stat_t
	if err := unix.Fstat(int(from.Fd()), &want); err != nil {
		return err
	}
	fd := int(to.Fd())
	if err := unix.Fstat(fd, &got); err != nil {
		return err
	}
	if want.Nlink > 1 {
		return errMetadata
	}
	if want.Uid != got.Uid || want.Gid != got.Gid {
		if err := unix.Fchown(fd, int(want.Uid), int(want.Gid)); err != nil {
			return err
		}
	}
	const mode = 0o7777
	if err := unix.Fchmod(fd, want.Mode&mode); err != nil { // after chown, which clears setuid
		return err
	}
	if err := copyAttributes(fd, int(from.Fd())); err != nil {
		return err
	}
	if err := unix.Fstat(fd, &got); err != nil {
		return err
	}
	if want.Uid != got.Uid || want.Gid != got.Gid || want.Mode != got.Mode {
		return errMetadata // the system may silently ignore what it does not permit
	}
	return nil
}

// copyAttributes copies the extended attributes of a file and removes others, which a new
// file may have inherited from its directory.
func copyAttributes(to, from int) error {
	want, err := attributes(from)
	if err != nil {
		return err
	}
	got, err := attributes(to)
	if err != nil {
		return err
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			if err := unix.Fremovexattr(to, name); err != nil {
				return err
			}
		}
	}
	for name, value := range want {
		if has, ok := got[name]; ok && bytes.Equal(has, value) {
			continue
		}
		if err := unix.Fsetxattr(to, name, value, 0); err != nil {
			return err
		}
	}
	return nil
}

func attributes(fd int) (map[string][]byte, error) {
	list, err := grow(func(b []byte) (int, error) { return unix.Flistxattr(fd, b) })
	if errors.Is(err, unix.ENOTSUP) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := make(map[string][]byte)
	for name := range strings.SplitSeq(strings.TrimRight(string(list), "\x00"), "\x00") {
		if name == "" {
			continue
		}
		if all[name], err = grow(func(b []byte) (int, error) { return unix.Fgetxattr(fd, name, b) }); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// grow calls read with a buffer that is large enough.
func grow(read func([]byte) (int, error)) ([]byte, error) {
	for size := 1 << 10; ; size *= 4 {
		b := make([]byte, size)
		n, err := read(b)
		if err == nil {
			return slices.Clip(b[:n]), nil
		}
		if !errors.Is(err, unix.ERANGE) || size > 1<<20 {
			return nil, err
		}
	}
}

// openUnnamed opens a file without a name in a directory. It disappears when the process
// ends.
func openUnnamed(dir string, mode os.FileMode) (*os.File, error) {
	if _, err := os.Lstat("/proc/self/fd"); err != nil {
		return nil, err // it could not be given a name later
	}
	fd, err := unix.Open(dir, unix.O_TMPFILE|unix.O_RDWR|unix.O_CLOEXEC, uint32(mode.Perm()))
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), filepath.Join(dir, "unnamed")), nil
}

// linkUnnamed gives a file opened by [openUnnamed] a name in its directory.
func linkUnnamed(file *os.File, name string) error {
	source := fmt.Sprintf("/proc/self/fd/%d", file.Fd())
	return unix.Linkat(unix.AT_FDCWD, source, unix.AT_FDCWD, name, unix.AT_SYMLINK_FOLLOW)
}

// exchange atomically exchanges two files.
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}
