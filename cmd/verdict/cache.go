package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/verdict-lint/verdict/internal/cache"
)

// minCached is from how many files on a run uses the cache of the user: for a few
// files, reading them is cheaper than reading the cache.
const minCached = 20

// A lintCache is the cache of a run, and whether somebody asked for it by name.
type lintCache struct {
	store *cache.Store // nil for none
	named bool
}

// openCache gives the cache that --cache-dir or the configuration names, or else that of
// the user, for a run of so many files. Where the paths make it likely that there will be
// many, it reads the cache while they are being looked for.
func (s *settings) openCache(paths []string) func(files int) lintCache {
	dir, named := s.cacheDir()
	if s.flags.noCache || dir == "" {
		return func(int) lintCache { return lintCache{} }
	}
	open := sync.OnceValue(func() lintCache {
		build, here, ok := surroundings()
		if !ok {
			return lintCache{}
		}
		key := cache.Key(build, here, fmt.Sprint(s.strict(), frameLines, s.flags.allowRemote), s.config.Identity())
		return lintCache{cache.Open(dir, key), named}
	})
	if slices.ContainsFunc(paths, isDirectory) {
		go open()
	}
	return func(files int) lintCache {
		if !named && files < minCached {
			return lintCache{}
		}
		return open()
	}
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// cacheDir is where caches lie, and whether somebody said so. It is "" where there
// is no such place.
func (s *settings) cacheDir() (dir string, named bool) {
	switch {
	case s.flags.cacheDir != "":
		return s.flags.cacheDir, true
	case s.config.CacheDir != "":
		return s.config.Path(s.config.CacheDir), true
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return "", false
	}
	return filepath.Join(base, "verdict"), false
}

// save writes the cache. That it cannot be written keeps nobody from linting; it
// is told where somebody chose the place.
func (c lintCache) save() error {
	if c.store == nil {
		return nil
	}
	if err := c.store.Save(); err != nil && c.named {
		return fmt.Errorf("the cache: %w", err)
	}
	return nil
}

// surroundings are what findings hang on beside files and settings: this very
// build of the program, and the directory that paths are relative to.
func surroundings() (build, here string, ok bool) {
	here, err := os.Getwd()
	if err != nil {
		return "", "", false
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		if source := exactSource(info); source != "" {
			return info.GoVersion + " " + source, here, true
		}
	}
	program, err := os.Executable()
	if err != nil {
		return "", "", false
	}
	stamp, err := cache.Look(program)
	if err != nil {
		return "", "", false
	}
	return fmt.Sprint(program, " ", stamp), here, true
}

// exactSource names the source that a program was built from, where that says all:
// a published version, or a commit with nothing changed since. It is "" otherwise.
func exactSource(info *debug.BuildInfo) string {
	for _, dep := range info.Deps {
		if dep.Replace != nil && dep.Replace.Version == "" || dep.Version == "(devel)" {
			return "" // it is a directory, in whatever state
		}
	}
	if info.Main.Sum != "" {
		return info.Main.Version + " " + info.Main.Sum
	}
	revision, modified := "", true
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			revision = setting.Value
		case "vcs.modified":
			modified = setting.Value != "false"
		}
	}
	if modified {
		return ""
	}
	return revision
}
