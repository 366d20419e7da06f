package atomicfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Within returns an error if path is outside of the directory root or inside a directory of
// a version control system. Symbolic links are followed.
func Within(root, path string) error {
	root, err := resolve(root)
	if err != nil {
		return err
	}
	path, err = resolve(path)
	if err != nil {
		return err
	}
	below, err := filepath.Rel(root, path)
	if err != nil || !filepath.IsLocal(below) || below == "." {
		return fmt.Errorf("it is outside of %s", filepath.ToSlash(root))
	}
	for dir := below; dir != "."; dir = filepath.Dir(dir) {
		switch filepath.Base(dir) {
		case ".git", ".hg", ".svn", ".jj":
			return errors.New("it belongs to the version control system")
		}
	}
	return nil
}

// resolve returns the absolute path of a file that may not exist, with symbolic links
// followed.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if path, err = followLinks(path); err != nil {
		return "", err
	}
	if _, err := os.Lstat(path); err == nil || filepath.Dir(path) == path {
		return path, nil
	}
	dir, err := resolve(filepath.Dir(path))
	return filepath.Join(dir, filepath.Base(path)), err
}
