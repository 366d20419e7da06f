package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/baseline"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
	"github.com/verdict-lint/verdict/internal/remote"
	"github.com/verdict-lint/verdict/internal/report"
)

// This file prevents a run from overwriting files that it reads, and the configuration of a
// repository from naming outputs outside of it.

// A written holds the existing files that a run will overwrite.
type written struct {
	files []writtenFile
	err   error // set for the first file that is also read
}

type writtenFile struct {
	what string // path to be written, as given by the user
	info os.FileInfo
}

// outputFiles returns the files of the formats, the summary, and the baseline if it is updated.
func outputFiles(formats []string, summary, accepted string) *written {
	var w written
	for _, format := range formats {
		if _, path, ok := strings.Cut(format, "="); ok && !isReport(path) {
			w.add("--format "+format, path)
		}
	}
	if summary != "" && !isReport(summary) {
		w.add("--summary", summary)
	}
	if accepted != "" && !isBaseline(accepted) {
		w.add("--update-baseline", accepted)
	}
	return &w
}

func (w *written) add(what, path string) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return
	}
	w.files = append(w.files, writtenFile{what, info})
	if target, err := filepath.EvalSymlinks(path); err == nil && isRead(filepath.Base(target)) {
		w.reads(path)
	}
}

// isRead reports whether files of that name are read wherever they are: ignore files and the lock
// file.
func isRead(name string) bool { return files.IsIgnoreFile(name) || name == remote.LockName }

// reads records that the run reads a file.
func (w *written) reads(path string) {
	if len(w.files) == 0 || w.err != nil || path == "" {
		return
	}
	path = filepath.FromSlash(path)
	info, err := os.Stat(path)
	if err != nil {
		return
	}
	for _, file := range w.files {
		if os.SameFile(info, file.info) {
			w.err = usagef("%s would overwrite %s, which this run reads; write to another file, or ignore that one",
				file.what, filepath.ToSlash(path))
		}
	}
}

// isReport reports whether a file is the report of another run, which may be empty or an
// empty list.
func isReport(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return false
	}
	start, err := io.ReadAll(io.LimitReader(file, 4096))
	if err != nil {
		return false
	}
	content := string(bytes.TrimSpace(start))
	return content == "" || content == "[]" || report.IsReport(start)
}

// isBaseline reports whether a file is a baseline, which may be in a directory that is linted.
func isBaseline(path string) bool {
	_, err := baseline.Load(path, true)
	return err == nil
}

// writeOutput writes generated content to standard output if the flag --output is "-", or else to a
// file.
func (p process) writeOutput(output, file string, content []byte) error {
	if output == "-" {
		_, err := p.stdout.Write(content)
		return err
	}
	return writeGenerated(file, content)
}

// generatedGo matches the marker line of generated Go files
// (https://go.dev/s/generatedcode).
var generatedGo = lazyregexp.New(`(?m)^// Code generated .* DO NOT EDIT\.\r?$`)

// writeGenerated writes a generated file. It does not overwrite hand-written files: an
// existing Go file must have the marker of generated code, and any other must be a schema.
func writeGenerated(path string, content []byte) error {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return atomicfile.Write(path, content)
	}
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	generated := generatedGo().Match(old)
	if filepath.Ext(path) != ".go" {
		generated = bytes.Contains(old, []byte(`"$schema"`))
	}
	if len(bytes.TrimSpace(old)) > 0 && !generated {
		return failuref("%s exists and was not generated; write to another file, or remove it first", filepath.ToSlash(path))
	}
	return atomicfile.Write(path, content)
}

// above returns the nearest directory, from dir upwards, that has an entry of that name; ok
// is false if there is none.
func above(dir, name string) (root string, ok bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

// confined returns an error if path, which a configuration or a directive in dir says to
// write, is outside of the repository of dir. Without a repository, the Go module of dir is
// used, or else dir itself.
func confined(dir, path string) error {
	root, ok := above(dir, ".git")
	if !ok {
		if root, ok = above(dir, "go.mod"); !ok {
			root = dir
		}
	}
	if err := atomicfile.Within(root, path); err != nil {
		return fmt.Errorf("%s cannot be written: %w", filepath.ToSlash(path), err)
	}
	return nil
}

// leadsOut returns an error if path is in the repository of the current directory but leads
// out of it through a symbolic link.
func leadsOut(path string) error {
	root, ok := above(".", ".git")
	if !ok {
		return nil
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if below, err := filepath.Rel(root, absolute); err != nil || !filepath.IsLocal(below) {
		return nil // named by the user
	}
	return atomicfile.Within(root, path)
}
