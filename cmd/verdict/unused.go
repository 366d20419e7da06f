package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/files"
)

// This file finds what had no effect on a run, and is probably a mistake: a run that lints
// less than its author believes finds nothing.

// unused returns a message for each setting and argument that had no effect on linting the inputs,
// which the paths of the command line select, and the schema files that were read. reported says
// that problems of finding files have been reported.
func (s *settings) unused(paths []string, inputs []files.Input, schemas []string, reported bool) []string {
	var messages []string
	if len(inputs) == 0 && !reported {
		kind := "files"
		if s.flags.staged {
			kind = "staged files"
		}
		messages = append(messages, "no "+kind+" to lint in "+strings.Join(paths, ", "))
	}
	if file := s.flags.baseline; file != "" && !s.flags.rebase {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			messages = append(messages, file+": the baseline does not exist, so no finding is accepted; use --update-baseline to write it")
		}
	}
	if s.flags.staged {
		return messages // other files may match the patterns
	}
	for _, file := range slices.Sorted(maps.Keys(s.byPath)) {
		c := s.byPath[file]
		if !covered(paths, filepath.Dir(absolute(file))) {
			continue
		}
		linted := slices.Clone(schemas)
		for i := range inputs {
			if s.config(inputs[i].Path) == c {
				linted = append(linted, inputs[i].Path)
			}
		}
		for _, unused := range c.Unused(linted) {
			messages = append(messages, fmt.Sprintf("%s: %s", shortest(file), unused))
		}
		if s.flags.noIgnore {
			continue
		}
		for _, unused := range c.UnusedIgnores() {
			messages = append(messages, fmt.Sprintf("%s: %s", shortest(file), unused))
		}
	}
	return messages
}

// covered reports whether one of the paths of a command line is a directory that contains
// dir, an absolute path.
func covered(paths []string, dir string) bool {
	return slices.ContainsFunc(paths, func(path string) bool {
		below, err := filepath.Rel(absolute(path), dir)
		return err == nil && filepath.IsLocal(below)
	})
}
