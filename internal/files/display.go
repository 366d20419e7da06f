package files

import (
	"os"
	"path/filepath"
)

// Display returns the path of a file as shown in messages: with slashes, and relative to the current
// directory if the file is below it.
func Display(path string) string {
	if here, err := os.Getwd(); err == nil {
		if below, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(below) {
			path = below
		}
	}
	return filepath.ToSlash(path)
}
