package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// A Search says where payloads are looked for.
type Search struct {
	// Stdin is read where a path is "-"; StdinName is what it is called. Nameless says that
	// this name does not tell its syntax.
	Stdin     io.Reader
	StdinName string
	Nameless  bool

	// Ignored reports whether a file or directory found in a directory is passed
	// over; it may be nil.
	Ignored func(path string) bool

	// Named reports whether a file found in a directory is a payload though it is not JSON by
	// its name; known says that the name tells another syntax. It may be nil.
	Named func(path string, known bool) bool

	// Syntax returns the syntax that is configured for a file; ok is false if none is. It may
	// be nil.
	Syntax func(path string) (syntax Syntax, ok bool)

	// Visit is called for every directory before it is looked into; it may be nil.
	Visit func(dir string)

	// NoIgnore has .gitignore and .verdictignore left unread.
	NoIgnore bool
}

// globs are the characters that make a path a pattern, where there is no file of that name.
const globs = "*?[{"

// Find turns the paths of a command line into the files they stand for: a file
// is itself, a directory is every payload below it that no ignore file names,
// a pattern such as "data/**/*.json" is every file that matches, "-" is standard
// input.
// The files are sorted by path and each is there once. What could not be looked
// at is in the errors, and does not keep the rest from being found.
func (s Search) Find(paths []string) ([]Input, []error) {
	f := finder{search: s}
	f.named.search = &f.search
	if len(paths) > 1 {
		f.seen = make(map[string]bool)
	}
	// Without it, relative paths are told from absolute ones.
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

// A finder collects what a [Search] comes upon.
type finder struct {
	search Search
	inputs []Input
	errors []error
	seen   map[string]bool // nil where no file can be come upon twice
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

// keepFile takes a file that the user named, by a relative or an absolute path or by a pattern,
// unless it is ignored. Only by its path may it be other than regular.
func (f *finder) keepFile(path string, byPath bool) {
	absolute := absoluteFrom(f.here, path)
	if !f.named.ignored(path, absolute, false) {
		in := f.search.Input(path)
		in.named = byPath
		f.keep(absolute, in)
	}
}

// absoluteFrom is filepath.Abs, which asks the system each time where one is.
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

// glob takes every file that a pattern matches. The shell has not done so, be it
// that it knows no "**", be it that the pattern was quoted.
func (f *finder) glob(pattern string) {
	f.visitBelow(pattern)
	matches, err := doublestar.FilepathGlob(filepath.Clean(pattern), doublestar.WithFilesOnly(), doublestar.WithNoFollow())
	if err == nil && len(matches) == 0 {
		err = errors.New("no file matches")
	}
	if err != nil {
		f.errors = append(f.errors, Describe(pattern, err))
	}
	for _, path := range matches {
		f.keepFile(path, false)
	}
}

// visitBelow visits the directories that a file may appear in that a pattern matches.
func (f *finder) visitBelow(pattern string) {
	if f.search.Visit == nil {
		return
	}
	base, _ := doublestar.SplitPattern(filepath.ToSlash(filepath.Clean(pattern)))
	_ = filepath.WalkDir(filepath.FromSlash(base), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || !entry.IsDir(): // the pattern does not get any further either
		case isRepositoryData(entry.Name()):
			return filepath.SkipDir
		default:
			f.search.Visit(path)
		}
		return nil
	})
}

// walk takes every file below root that a payload is expected in. Symbolic
// links to directories are not followed, so that no loop can hold it up.
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

// directory takes the files of a directory and of those below it. Its absolute
// path is what ignore files go by.
func (f *finder) directory(path, absolute string, above *ignorer) {
	if f.seen != nil {
		if f.seen[absolute] {
			return // with all that is below it
		}
		f.seen[absolute] = true
	}
	if f.search.Visit != nil {
		f.search.Visit(path)
	}
	ignoring, children, err := f.children(path)
	if err != nil {
		f.errors = append(f.errors, Describe(path, err))
		ignoring = ignoreNames // there may be more than was seen
	}
	var ignore *ignorer
	if !f.search.NoIgnore {
		ignore = newIgnorer(absolute, above, ignoring, ignoreNames)
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
		case f.seen == nil: // and no identity need be made
			f.inputs = append(f.inputs, f.search.input(name, child))
		default:
			f.keep(below(absolute, c.name), f.search.input(name, child))
		}
	}
}

// below is filepath.Join for a directory whose path is clean, and the name of an entry.
func below(directory, name string) string {
	switch {
	case directory == ".":
		return name
	case os.IsPathSeparator(directory[len(directory)-1]):
		return directory + name
	}
	return directory + string(filepath.Separator) + name
}

// IsPayload reports whether a file of that name would be linted where it is found
// in a directory.
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

// Describe names the file and the cause, without the system call that failed.
func Describe(path string, err error) error {
	if cause, ok := err.(*fs.PathError); ok {
		err = cause.Err
	}
	return fmt.Errorf("%s: %w", filepath.ToSlash(path), err)
}
