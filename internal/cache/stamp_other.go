//go:build !linux

package cache

import (
	"io/fs"
	"os"
	"path/filepath"
)

// Look is the stamp of the file at a path.
func Look(path string) (Stamp, error) {
	info, err := os.Stat(filepath.FromSlash(path))
	if err != nil {
		return Stamp{}, err
	}
	return StampOf(info), nil
}

// SeeDirectory is zero, for no directory: the time of modification alone does not tell of
// every change of what is in it.
func SeeDirectory(string) Sighting { return Sighting{} }

// addSystem adds nothing: size and time of modification have to do here.
func (s *Stamp) addSystem(fs.FileInfo) {}
