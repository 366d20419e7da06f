package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// A File is a file being written. It gets its name with [File.Commit]; until then an
// existing file of that name is unchanged.
type File struct {
	name string   // as the caller gave it
	path string   // the name with symbolic links resolved; "" if file is written directly
	file *os.File // a temporary file unless path is ""; nil after Commit and Discard
	temp string   // the name of the temporary file; "" if it has none

	// beside reports that the temporary file is in the directory of path.
	beside bool

	// compare reports that Commit requires the content of the file to be before, or that there
	// is no file if fresh is set, and that it becomes after.
	compare, fresh bool
	before, after  []byte

	// step is called before each operation that can fail; if it returns an error, the
	// operation fails. It is nil outside of tests.
	step func(operation string) error
}

// Create creates a file for writing. It follows a symbolic link. A device or a pipe is not
// replaced but written to directly.
func Create(path string) (*File, error) { return create(path, nil) }

func create(path string, step func(string) error) (*File, error) {
	f := &File{name: path, step: step}
	if err := f.open(); err != nil {
		return nil, f.describe(err)
	}
	return f, nil
}

func (f *File) open() (err error) {
	if IsDescriptor(f.name) {
		f.file, err = os.OpenFile(f.name, os.O_WRONLY|os.O_APPEND, 0)
		return err
	}
	path, err := followLinks(f.name)
	if err != nil {
		return err
	}
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		f.path, f.beside = path, true
		return f.openTemp(filepath.Dir(path), 0o666)
	case err != nil:
		return err
	case info.IsDir():
		return syscall.EISDIR
	case !info.Mode().IsRegular():
		f.file, err = os.OpenFile(path, os.O_WRONLY, 0)
		return err
	}
	old, err := f.openOld(path)
	if err != nil {
		return err
	}
	old.Close()
	f.path, f.beside = path, true
	if err := f.openTemp(filepath.Dir(path), 0o600); err == nil {
		return nil
	}
	f.beside = false
	return f.openTemp(os.TempDir(), 0o600)
}

// openOld opens the file to be replaced. It fails if the file is not writable.
func (f *File) openOld(path string) (*os.File, error) {
	if err := f.fail("open"); err != nil {
		return nil, err
	}
	old, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	info, err := old.Stat()
	if err == nil && info.Mode().Perm()&0o222 == 0 {
		err = ErrReadOnly
	}
	if err != nil {
		old.Close()
		return nil, err
	}
	return old, nil
}

// openTemp opens the temporary file, with a mode that the umask restricts. If the system supports it, the file
// has no name, so that nothing is left if the process is killed.
func (f *File) openTemp(dir string, mode fs.FileMode) (err error) {
	if err := f.fail("temp"); err != nil {
		return err
	}
	f.temp = ""
	if f.file, err = openUnnamed(dir, mode); err == nil {
		return nil
	}
	for range 100 { // until a name is free
		name := filepath.Join(dir, incompleteName())
		if f.file, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode); !errors.Is(err, fs.ErrExist) {
			f.temp = name
			break
		}
	}
	return err
}

// IsDescriptor reports whether path refers to a file that the process has open already, as
// /dev/stderr does. Such a file is appended to, not replaced, because other programs write
// to it.
func IsDescriptor(path string) bool {
	path = filepath.ToSlash(filepath.Clean(path))
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0 &&
		(strings.HasPrefix(path, "/dev/") || strings.HasPrefix(path, "/proc/"))
}

// followLinks resolves symbolic links, including one to a file that does not exist yet.
func followLinks(path string) (string, error) {
	for range 40 {
		if resolved, err := filepath.EvalSymlinks(path); err == nil {
			return resolved, nil
		}
		target, err := os.Readlink(path)
		if err != nil {
			return path, nil
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return "", errors.New("too many levels of symbolic links")
}

// Write appends to the file.
func (f *File) Write(p []byte) (int, error) {
	if err := f.fail("write"); err != nil {
		return 0, f.describe(err)
	}
	n, err := f.file.Write(p)
	return n, f.describe(err)
}

// Commit gives the complete file its name. If it fails, the old file is unchanged.
func (f *File) Commit() error {
	defer f.Discard()
	if f.path == "" {
		err := f.file.Close()
		f.file = nil
		return f.describe(err)
	}
	return f.describe(f.commit())
}

func (f *File) commit() error {
	old, err := f.openOld(f.path)
	switch missing := errors.Is(err, fs.ErrNotExist); {
	case missing && (!f.compare || f.fresh):
		return f.rename(nil)
	case missing:
		return ErrChanged
	case err != nil:
		return err
	}
	defer old.Close()
	if f.fresh {
		return ErrChanged
	}
	if f.compare {
		lock(old)
	}
	if f.beside {
		err := f.rename(old)
		if err == nil || errors.Is(err, ErrChanged) || errors.Is(err, errNotSynced) {
			return err
		}
	}
	return f.overwrite(old)
}

// rename replaces the old file, which is nil if there is none, by the temporary file.
func (f *File) rename(old *os.File) error {
	if err := f.fail("metadata"); err != nil {
		return err
	}
	if old != nil {
		if err := copyMetadata(f.file, old); err != nil {
			return err
		}
	}
	if err := f.fail("sync"); err != nil {
		return err
	}
	if err := f.file.Sync(); err != nil {
		return err
	}
	if f.compare && !f.fresh {
		if err := f.unchanged(f.path, old); err != nil {
			return err
		}
	}
	if err := f.fail("link"); err != nil {
		return err
	}
	if err := f.nameTemp(f.completeName()); err != nil {
		return err
	}
	if runtime.GOOS == "windows" {
		if err := f.file.Close(); err != nil {
			return err
		}
	}
	if err := f.fail("rename"); err != nil {
		return err
	}
	if err := f.moveOver(old); err != nil {
		return err
	}
	if err := f.syncDirectory(filepath.Dir(f.path)); err != nil {
		return fmt.Errorf("%w: %w", errNotSynced, err)
	}
	return nil
}

// nameTemp names the temporary file, which is complete.
func (f *File) nameTemp(name string) error {
	err := error(nil)
	if f.temp == "" {
		err = linkUnnamed(f.file, name)
	} else if runtime.GOOS != "windows" { // open files cannot be renamed there
		err = os.Rename(f.temp, name)
	} else {
		return nil
	}
	if err == nil {
		f.temp = name
	}
	return err
}

// moveOver renames the temporary file. If the system can exchange two files, the old file
// is compared once more before it is removed, so that a change by another program since the
// last comparison is not lost.
func (f *File) moveOver(old *os.File) error {
	if f.fresh {
		if err := os.Link(f.temp, f.path); errors.Is(err, fs.ErrExist) {
			return ErrChanged
		} else if err == nil {
			return nil // Discard removes the other name
		}
	}
	if !f.compare || f.fresh || exchange(f.temp, f.path) != nil {
		err := os.Rename(f.temp, f.path)
		if err == nil {
			f.temp = ""
		}
		return err
	}
	if err := f.unchanged(f.temp, old); err != nil {
		if undo := exchange(f.temp, f.path); undo != nil {
			return fmt.Errorf("%w: %w", err, undo)
		}
		return err
	}
	if os.Remove(f.temp) == nil { // otherwise Discard tries again
		f.temp = ""
	}
	return nil
}

// unchanged returns [ErrChanged] if name no longer refers to old, or if the content is not
// the expected one.
func (f *File) unchanged(name string, old *os.File) error {
	if err := f.fail("compare"); err != nil {
		return err
	}
	was, err := old.Stat()
	if err != nil {
		return err
	}
	now, err := os.Open(name)
	if err != nil {
		return ErrChanged
	}
	defer now.Close()
	is, err := now.Stat()
	if err != nil {
		return err
	}
	content, err := io.ReadAll(now)
	if err != nil {
		return err
	}
	if !os.SameFile(was, is) || !bytes.Equal(content, f.before) {
		return ErrChanged
	}
	return nil
}

// errNotSynced is the error for a file that was renamed but may not survive a power
// failure.
var errNotSynced = errors.New("written, but its directory could not be synced")

// syncDirectory makes the names in a directory survive a power failure, on file systems
// that support it.
func (f *File) syncDirectory(path string) error {
	if err := f.fail("sync directory"); err != nil {
		return err
	}
	if runtime.GOOS == "windows" { // not supported there
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return nil // the directory is writable but not readable
	}
	defer dir.Close()
	err = dir.Sync()
	if err == nil || errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// Discard removes the temporary file. It does nothing after [File.Commit].
func (f *File) Discard() {
	if f.file == nil {
		return
	}
	f.file.Close()
	if f.temp != "" {
		os.Remove(f.temp)
	}
	f.file, f.temp = nil, ""
}

// fail returns the error of an operation that a test makes fail.
func (f *File) fail(operation string) error {
	if f.step == nil {
		return nil
	}
	return f.step(operation)
}
