package git

import (
	"context"
	"os"
	"path/filepath"
	"strings"
)

// This file determines which submodules have uncommitted changes. Git could do so itself,
// but would run the filters of the submodule's own configuration.

// maxSubmoduleDepth bounds how deep submodules are nested; deeper ones count as changed.
const maxSubmoduleDepth = 10

// isModified reports whether the work tree of a submodule differs from the commit that is
// checked out, including untracked files. It is false for a directory in which nothing is
// checked out.
func isModified(ctx context.Context, dir string, depth int) (bool, error) {
	if depth > maxSubmoduleDepth {
		return true, nil
	}
	if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
		return !os.IsNotExist(err), nil
	}
	if _, err := os.Lstat(filepath.Join(dir, ".git")); os.IsNotExist(err) {
		return false, nil
	}
	r, err := repo{dir: dir}.withoutFilters(ctx)
	if err != nil {
		return false, err
	}
	out, err := r.run(ctx, "status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=dirty")
	if err != nil || len(out) > 0 {
		return true, err
	}
	listed, err := r.run(ctx, "ls-files", "--stage", "-z")
	if err != nil {
		return false, err
	}
	for _, entry := range split(listed) {
		if described, name, _ := strings.Cut(entry, "\t"); isSubmodule(described) {
			if modified, err := isModified(ctx, filepath.Join(dir, filepath.FromSlash(name)), depth+1); modified || err != nil {
				return modified, err
			}
		}
	}
	return false, nil
}

// isSubmodule reports whether mode, or a line that begins with it, is that of a submodule.
func isSubmodule(mode string) bool { return strings.HasPrefix(mode, "160000") }
