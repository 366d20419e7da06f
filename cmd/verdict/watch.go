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
	"github.com/verdict-lint/verdict/internal/config"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/report"
)

// Linting again whenever something changes that a run has looked at: a payload,
// a schema, the configuration, what is ignored. Every run is a whole one, so
// that nothing is missed.

// quiet is how long nothing may change before a run begins: editors and git
// write several files, and some in several steps.
const quiet = 100 * time.Millisecond

// A watch is what a run has looked at. A nil watch looks at nothing.
type watch struct {
	watcher *fsnotify.Watcher

	// Files are known by their absolute paths: a directory that is watched by two names
	// tells of its files by one of them.
	mu      sync.Mutex
	files   map[string]bool // that matter whatever their names
	search  lint.Search     // by which others matter
	written map[string]bool // by the run itself
	failed  error           // the first directory that cannot be watched
}

// dir watches a directory; a run calls it before it looks into one, so that no
// change is missed.
func (w *watch) dir(path string) {
	if w == nil {
		return
	}
	if err := w.watcher.Add(filepath.Clean(path)); err != nil && w.failed == nil && !errors.Is(err, os.ErrNotExist) {
		w.failed = fmt.Errorf("--watch: %s: %w", filepath.ToSlash(path), err)
	}
}

// file watches a file, by way of its directory: many programs replace a file
// rather than to write into it.
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

// paths has the files matter that a run was told of, also those that are not there now.
func (w *watch) paths(paths []string, files []lint.Input) {
	if w == nil {
		return
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			w.file(path)
		}
	}
	for i := range files {
		w.file(files[i].Path)
	}
}

// writes tells what the run is going to write, which no other is to be made for.
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

func absolute(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}

// config has files matter that the configuration names, and the configuration itself.
func (w *watch) config(set *settings) {
	if w == nil {
		return
	}
	w.file(set.path)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.search.Named, w.search.Ignored = set.names, set.ignored
}

// matters reports whether an event is about something that a run would see.
func (w *watch) matters(e fsnotify.Event) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	path := absolute(e.Name)
	name := filepath.Base(path)
	switch {
	case e.Op == fsnotify.Chmod || w.written[path] || atomicfile.IsTemporary(name):
		return false
	case w.files[path], name == config.Name, lint.IsIgnoreFile(name), w.search.IsPayload(path):
		return true
	}
	// What has no extension may be a directory; there is no knowing what was one
	// when it is gone.
	info, err := os.Stat(path)
	return err == nil && info.IsDir() || err != nil && filepath.Ext(name) == ""
}

// next waits for a change that matters, and then for quiet. It gives the path of
// the first one.
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
			changed = "very much" // more than the system could tell
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

// watchLint lints until the context ends, which is no failure.
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
			return failure{w.failed}
		}
		p.exitCode(err) // says what is wrong, which the next change may mend
		fmt.Fprintln(p.stderr, "watching; Ctrl-C ends")
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
