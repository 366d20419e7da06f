package schematool

// This file makes the go command and the package loader see other files instead of
// those on disk.

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// replace adds files of the caller, by absolute path, to the overlay.
func (e *environment) replace(files map[string][]byte) error {
	if len(files) == 0 {
		return nil
	}
	if e.temp == "" {
		temp, err := os.MkdirTemp("", "verdict-reflect-")
		if err != nil {
			return err
		}
		e.temp = temp
	}
	written, err := writeFiles(e.temp, files)
	e.overlay, e.changed = merged(e.overlay, written), true
	return err
}

// writeFiles writes contents to files in a new directory in temp. The result maps each
// path to its file.
func writeFiles(temp string, contents map[string][]byte) (map[string]string, error) {
	dir, err := os.MkdirTemp(temp, "files-")
	if err != nil {
		return nil, err
	}
	written := make(map[string]string, len(contents))
	for i, path := range slices.Sorted(maps.Keys(contents)) {
		file := filepath.Join(dir, fmt.Sprintf("%d%s", i, filepath.Ext(path)))
		if err := os.WriteFile(file, contents[path], 0o600); err != nil {
			return nil, err
		}
		written[path] = file
	}
	return written, nil
}

// writeOverlay writes the file for the go command's flag -overlay to dir.
func writeOverlay(dir string, overlay map[string]string) (string, error) {
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "overlay.json")
	return file, os.WriteFile(file, data, 0o600)
}

// overlayFlag returns the go command's flag for the overlay of the environment.
func (e *environment) overlayFlag() (string, error) {
	dir, err := os.MkdirTemp(e.temp, "overlay-")
	if err != nil {
		return "", err
	}
	file, err := writeOverlay(dir, e.overlay)
	return "-overlay=" + file, err
}

// useOverlay configures the loader of packages for the overlay.
//
// The loader is given the contents only if it is to parse them: with contents, it
// type-checks all that the packages import from source, and otherwise it reads what the go
// command has compiled.
func (e *environment) useOverlay(config *packages.Config, patterns []string) error {
	if !e.changed && !slices.ContainsFunc(patterns, isOfLibrary) {
		flag, err := e.overlayFlag()
		config.BuildFlags = append(slices.Clone(config.BuildFlags), flag)
		return err
	}
	config.Overlay = make(map[string][]byte, len(e.overlay))
	for path, file := range e.overlay {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		config.Overlay[path] = data
	}
	return nil
}

// isOfLibrary reports whether an import path is of verdict's own module.
func isOfLibrary(path string) bool {
	return path == Module || strings.HasPrefix(path, Module+"/")
}
