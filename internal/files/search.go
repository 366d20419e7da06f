package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/bmatcuk/doublestar/v4"
)

// A Search configures how payload files are found.
type Search struct {
	// Stdin is read if a path is "-"; StdinName is its name in findings. Nameless is set if this name
	// does not determine its syntax.
	Stdin     io.Reader
	StdinName string
	Nameless  bool

	// Ignored reports whether a file or directory found in a directory is skipped; it may be nil.
	Ignored func(path string) bool

	// Named reports whether a file found in a directory is a payload although its name is not that of
	// JSON; known reports whether the name determines another syntax. It may be nil.
	Named func(path string, known bool) bool

	// Syntax returns the syntax that is configured for a file; ok is false if none is. It may
	// be nil.
	Syntax func(path string) (syntax Syntax, ok bool)

	// Visit is called for every directory before it is read; it may be nil.
	Visit func(dir string)

	// NoIgnore disables .gitignore and .verdictignore.
	NoIgnore bool
}

// globs are the characters that make a path a pattern, if there is no file of that name.
const globs = "*?[{"

// Find returns the files that the paths of a command line select: a file selects itself, a directory
// every payload below it that is not ignored, a pattern such as "data/**/*.json" every file that
// matches, and "-" standard input. The files are sorted by path, without duplicates. The errors are
// those of paths that could not be read; the other files are found nevertheless.
func (s Search) Find(paths []string) ([]Input, []error) {
	f := finder{search: s}
	f.named.search = &f.search
	if len(paths) > 1 {
		f.seen = make(map[string]bool)
	}
	// Without it, the same file is not recognized under a relative and an absolute path.
	f.here, _ = os.Getwd()
	for _, path := range paths {
		f.add(path)
	}
	byPath := func(a, b Input) int { return strings.Compare(a.Path, b.Path) }
	if !slices.IsSortedFunc(f.inputs, byPath) { // as those of one directory are
		slices.SortStableFunc(f.inputs, byPath)
	}
	return f.inputs, f.errors
}

// A finder collects the files of a [Search].
type finder struct {
	search Search
	inputs []Input
	errors []error
	seen   map[string]bool // nil if no file can be found twice
	here   string          // the current directory
	named  namedSearch
}

func (f *finder) add(path string) {
	if path == "-" {
		in := f.search.Input(f.search.StdinName)
		in.Path = f.search.StdinName
		if f.search.Nameless {
			in.Syntax = ByContent
		}
		in.Open = func() (io.ReadCloser, error) { return io.NopCloser(f.search.Stdin), nil }
		f.keep("-", in)
		return
	}
	info, err := os.Stat(path)
	switch {
	case err != nil && urlError(path) != nil:
		f.errors = append(f.errors, urlError(path))
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, globs):
		f.glob(path)
	case err != nil:
		f.errors = append(f.errors, Describe(path, err))
	case info.IsDir():
		f.walk(filepath.Clean(path))
	default:
		f.keepFile(filepath.Clean(path), true)
	}
}

// keepFile adds a file that the user named by a path or pattern, unless it is ignored. If it was named
// by a pattern, it must be regular.
func (f *finder) keepFile(path string, byPath bool) {
	absolute := absoluteFrom(f.here, path)
	if !f.named.ignored(path, absolute, false) {
		in := f.search.Input(path)
		in.named = byPath
		f.keep(absolute, in)
	}
}

// absoluteFrom is filepath.Abs without a system call for the current directory.
func absoluteFrom(here, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(here, path)
}

func (f *finder) keep(identity string, in Input) {
	if f.seen != nil {
		if f.seen[identity] {
			return
		}
		f.seen[identity] = true
	}
	f.inputs = append(f.inputs, in)
}

// glob adds every file that a pattern matches. Shells may not expand a pattern, because it is quoted or
// they do not support "**".
func (f *finder) glob(pattern string) {
	f.visitBelow(pattern)
	base, rest := doublestar.SplitPattern(filepath.ToSlash(filepath.Clean(pattern)))
	tree := readableFS{os.DirFS(filepath.FromSlash(base)), make(map[string]error)}
	matches, err := doublestar.Glob(tree, rest, doublestar.WithFilesOnly(), doublestar.WithNoFollow())
	if err == nil && len(matches)+len(tree.failed) == 0 {
		err = errors.New("no file matches")
	}
	if err != nil {
		f.errors = append(f.errors, Describe(pattern, err))
	}
	for _, name := range slices.Sorted(maps.Keys(tree.failed)) {
		f.errors = append(f.errors, Describe(path.Join(base, name), tree.failed[name]))
	}
	for _, match := range matches {
		f.keepFile(filepath.FromSlash(path.Join(base, match)), false)
	}
}

// A readableFS records what exists but cannot be read, which a pattern could match. Glob takes it as missing.
type readableFS struct {
	fs.FS
	failed map[string]error // by name
}

func (f readableFS) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	return entries, f.check(name, err)
}

func (f readableFS) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(f.FS, name)
	return info, f.check(name, err)
}

// check returns err. A link that leads nowhere is missing.
func (f readableFS) check(name string, err error) error {
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) && !errors.Is(err, syscall.ELOOP) {
		f.failed[name] = err
	}
	return err
}

// visitBelow visits the directories in which files may appear that match a pattern.
func (f *finder) visitBelow(pattern string) {
	if f.search.Visit == nil {
		return
	}
	base, _ := doublestar.SplitPattern(filepath.ToSlash(filepath.Clean(pattern)))
	_ = filepath.WalkDir(filepath.FromSlash(base), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || !entry.IsDir(): // the pattern cannot match anything below
		case isRepositoryData(entry.Name()):
			return filepath.SkipDir
		default:
			f.search.Visit(path)
		}
		return nil
	})
}

// walk adds every payload file below root. Symbolic links to directories are not followed, so there are
// no loops.
func (f *finder) walk(root string) {
	absolute, err := filepath.Abs(root)
	if err != nil {
		f.errors = append(f.errors, Describe(root, err))
		return
	}
	if !f.named.ignored(root, absolute, true) {
		f.directory(root, absolute, nil)
	}
}

// directory adds the files of a directory and of those below it. Ignore files are matched with its
// absolute path.
func (f *finder) directory(path, absolute string, above *ignorer) {
	if f.seen != nil {
		if f.seen[absolute] {
			return // the directory and everything below it
		}
		f.seen[absolute] = true
	}
	if f.search.Visit != nil {
		f.search.Visit(path)
	}
	ignoring, children, err := f.children(path)
	if err != nil {
		f.errors = append(f.errors, Describe(path, err))
		ignoring = ignoreNames // some ignore files may not have been listed
	}
	var ignore *ignorer
	if !f.search.NoIgnore {
		ignore = newIgnorer(absolute, above, ignoring, ignoreNames)
		if err == nil && ignore.dir == absolute { // of others it is not known whether they exist
			f.errors = append(f.errors, ignore.errors...)
		}
	}
	ignores := ignore != nil && !ignore.silent()
	f.inputs = slices.Grow(f.inputs, len(children))
	name := filepath.Base(absolute)
	for _, c := range children {
		child, isDir := below(path, c.name), c.kind == directory
		switch {
		case c.kind == symbolicLink && !leadsToFile(child):
		case f.search.Ignored != nil && f.search.Ignored(child):
		case ignores && ignore.ignored(below(absolute, c.name), isDir):
		case isDir:
			f.directory(child, below(absolute, c.name), ignore)
		case f.seen == nil: // duplicates are impossible
			f.inputs = append(f.inputs, f.search.input(name, child))
		default:
			f.keep(below(absolute, c.name), f.search.input(name, child))
		}
	}
}

// below is filepath.Join for a directory with a clean path and the name of an entry.
func below(directory, name string) string {
	switch {
	case directory == ".":
		return name
	case os.IsPathSeparator(directory[len(directory)-1]):
		return directory + name
	}
	return directory + string(filepath.Separator) + name
}

// IsPayload reports whether a file of that name is linted if it is found in a directory.
func (s Search) IsPayload(path string) bool {
	return s.looksLikePayload(path) && (s.Ignored == nil || !s.Ignored(path))
}

// looksLikePayload reports whether a file found in a directory is linted: because it is JSON by
// its name, or because Named says so.
func (s *Search) looksLikePayload(path string) bool {
	if extensionOf(path) == ".json" {
		return true
	}
	syntax, _, known := Classify(path)
	if s.Syntax != nil {
		if configured, ok := s.Syntax(path); ok {
			syntax, known = configured, true
		}
	}
	if known && (syntax == JSON || syntax == Lines) {
		return true
	}
	return s.Named != nil && s.Named(path, known)
}

// Describe returns an error that names the file and the cause, without the system call that failed.
func Describe(path string, err error) error {
	if cause, ok := err.(*fs.PathError); ok {
		err = cause.Err
	}
	return fmt.Errorf("%s: %w", filepath.ToSlash(path), err)
}
