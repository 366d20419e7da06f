package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/config"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/report"
)

// This file lints again whenever a file changes that affects the run: a payload, a schema,
// the configuration or an ignore file. Every run lints everything, so that nothing is
// missed.

// quiet is how long to wait after the last change before a run: editors and git write
// several files, some in several steps.
const quiet = 100 * time.Millisecond

// A watch watches the files that a run reads. A nil watch does nothing.
type watch struct {
	watcher *fsnotify.Watcher

	// Files are identified by absolute paths, because a directory watched under two names
	// reports its files under one of them.
	mu      sync.Mutex
	files   map[string]bool // files that matter whatever their names
	search  files.Search    // selects other files that matter
	written map[string]bool // files written by the run itself
	failed  error           // the first directory that cannot be watched
}

// dir watches a directory. A run calls it before it reads the directory, so that no change
// is missed.
func (w *watch) dir(path string) {
	if w == nil {
		return
	}
	if err := w.watcher.Add(filepath.Clean(path)); err != nil && w.failed == nil && !errors.Is(err, os.ErrNotExist) {
		w.failed = fmt.Errorf("--watch: %s: %w", filepath.ToSlash(path), err)
	}
}

// file watches a file through its directory, because many programs replace files rather
// than write to them.
func (w *watch) file(path string) {
	if w == nil || path == "" {
		return
	}
	path = filepath.Clean(filepath.FromSlash(path))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files[absolute(path)] = true
	w.dir(filepath.Dir(path))
}

// paths watches the paths given to a run, including those that do not exist, and the files
// found.
func (w *watch) paths(paths []string, inputs []files.Input) {
	if w == nil {
		return
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			w.file(path)
		}
	}
	for i := range inputs {
		w.file(inputs[i].Path)
	}
}

// writes records the files that the run writes, which must not trigger another run.
func (w *watch) writes(formats []string) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, format := range formats {
		if _, path, ok := strings.Cut(format, "="); ok {
			w.written[absolute(path)] = true
		}
	}
}

// config watches the configuration and the files that it names.
func (w *watch) config(set *settings) {
	if w == nil {
		return
	}
	w.file(set.path)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.search.Named, w.search.Ignored = set.names, set.ignored
}

// matters reports whether an event is about a file that affects a run.
func (w *watch) matters(e fsnotify.Event) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	path := absolute(e.Name)
	name := filepath.Base(path)
	switch {
	case e.Op == fsnotify.Chmod || w.written[path] || atomicfile.IsTemporary(name):
		return false
	case w.files[path], config.IsName(name), files.IsIgnoreFile(name), w.search.IsPayload(path):
		return true
	}
	// A name without extension may be that of a directory; it is not known once it is
	// removed.
	info, err := os.Stat(path)
	return err == nil && info.IsDir() || err != nil && filepath.Ext(name) == ""
}

// next waits for a change that matters and until nothing has changed for the quiet period.
// It returns the path of the first change.
func (w *watch) next(ctx context.Context) (string, error) {
	changed := ""
	timer := time.NewTimer(0)
	<-timer.C
	for {
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case err := <-w.watcher.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return "", err
			}
			changed = "many files" // more events than the system could queue
			timer.Reset(quiet)
		case e := <-w.watcher.Events:
			if !w.matters(e) {
				continue
			}
			if changed == "" {
				changed = filepath.ToSlash(filepath.Clean(e.Name))
			}
			timer.Reset(quiet)
		case <-timer.C:
			return changed, nil
		}
	}
}

// watchLint lints until the context ends, which is not an error.
func watchLint(ctx context.Context, p process, flags *lintFlags, paths []string) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return failuref("--watch: %w", err)
	}
	defer watcher.Close()
	w := &watch{watcher: watcher, files: make(map[string]bool), written: make(map[string]bool)}
	w.dir(".")
	for {
		err := lintOnce(ctx, p, flags, paths, w)
		var usage usageError
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &usage):
			return err
		case w.failed != nil:
			return failure{Err: w.failed}
		}
		command.ExitCode(p.stderr, err) // prints the error; the next change may fix it
		fmt.Fprintln(p.stderr, "watching for changes; press Ctrl-C to stop")
		changed, err := w.next(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return failuref("--watch: %w", err)
		}
		fmt.Fprintf(p.stderr, "\n%s changed\n", report.Printable(changed))
	}
}
