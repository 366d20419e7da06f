package git

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// A File is a file in the index.
type File struct {
	Name string // relative to the current directory
	Open func() (io.ReadCloser, error)
}

// Staged returns the files that the next commit adds or changes, with their content in the index as it
// would be written to the work tree. It leaves out symbolic links and submodules. Opening a file with
// merge conflicts is an error.
//
// The filters that only the repository's own configuration defines are not run; unfiltered lists those
// that apply to a file.
func Staged(ctx context.Context) (files []File, unfiltered []string, err error) {
	here, err := directory(ctx)
	if err != nil {
		return nil, nil, err
	}
	out, err := repo{}.run(ctx, "diff", "--cached", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--diff-filter=AMTU", "-z")
	if err != nil {
		return nil, nil, err
	}
	names, ids, unmerged := readStaged(out)
	root, err := workTree(ctx)
	if err != nil {
		return nil, nil, err
	}
	filtered, err := converted(ctx, root, names, true)
	if err != nil {
		return nil, nil, err
	}
	var r repo
	if len(filtered) > 0 {
		if r, err = r.withoutFilters(ctx); err != nil {
			return nil, nil, err
		}
	}
	add := func(name string, open func() (io.ReadCloser, error)) error {
		relative, err := filepath.Rel(filepath.FromSlash(here), filepath.FromSlash(name))
		files = append(files, File{relative, open})
		return err
	}
	for _, name := range unmerged {
		if err := add(name, func() (io.ReadCloser, error) { return nil, errUnmerged }); err != nil {
			return nil, nil, err
		}
	}
	stored := &blobs{ctx: ctx}
	for _, name := range names {
		open := func() (io.ReadCloser, error) { return stored.open(ids[name]) }
		if _, ok := filtered[name]; ok {
			open = func() (io.ReadCloser, error) { return r.openFiltered(ctx, root, name, ids[name]) }
		}
		if err := add(name, open); err != nil {
			return nil, nil, err
		}
	}
	return files, r.unfiltered(filtered), nil
}

// readStaged reads the output of git diff --raw: the files with the names of their objects, and those
// with merge conflicts.
func readStaged(out []byte) (names []string, ids map[string]string, unmerged []string) {
	ids = make(map[string]string)
	for described, name := range pairs(split(out)) {
		// :100644 100644 bcd1234… 0123456… M
		fields := strings.Fields(described)
		switch {
		case len(fields) == 5 && fields[4] == "U":
			unmerged = append(unmerged, name)
		case len(fields) == 5 && isFile(fields[1]):
			names = append(names, name)
			ids[name] = fields[3]
		}
	}
	return names, ids, unmerged
}

// errUnmerged is the error of opening a file of which the index has several versions.
var errUnmerged = errors.New("has merge conflicts, so there is no staged content to lint; resolve them and run git add")

// unfiltered returns the filters of the repository's own configuration that some of the files have,
// sorted. filtered has the filter of each file.
func (r repo) unfiltered(filtered map[string]string) (filters []string) {
	for _, filter := range filtered {
		if slices.Contains(r.filters, filter) && !slices.Contains(filters, filter) {
			filters = append(filters, filter)
		}
	}
	slices.Sort(filters)
	return filters
}

// openFiltered reads an object as git would write it to the work tree.
func (r repo) openFiltered(ctx context.Context, root, name, id string) (io.ReadCloser, error) {
	r.root = root
	content, err := r.run(ctx, "cat-file", "--filters", "--path="+name, id)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}

// isFile reports whether a mode in the index is that of a regular file.
func isFile(mode string) bool { return strings.HasPrefix(mode, "100") }
