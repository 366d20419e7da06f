package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/remote"
)

// The values of --allow-remote: by default it fetches the schemas named by --schema, the
// configuration or the lock file, and those they refer to, but not other URLs named by a
// payload.
const (
	remoteNamed = "named"
	remoteAny   = "any" // also schemas named by a payload
)

// allowRemote lets the catalog fetch schemas if --allow-remote is set. The lock file is
// beside the configuration file, or in the current directory; save writes it.
func (s *settings) allowRemote(ctx context.Context, schemas *catalog.Catalog) (save func() error) {
	if s.flags.allowRemote == "" {
		return func() error { return nil }
	}
	fetcher := &remote.Fetcher{
		LockFile: filepath.Join(filepath.Dir(s.path), remote.LockName),
		Update:   s.flags.updateLock,
		Locked:   s.flags.locked,
	}
	if dir, err := os.UserCacheDir(); err == nil {
		fetcher.CacheDir = filepath.Join(dir, "verdict", "schemas")
	}
	schemas.Fetch = func(url string) ([]byte, string, error) {
		document, err := fetcher.Fetch(ctx, url)
		return document.Content, document.URL, err
	}
	schemas.Named = func(url string) bool {
		return s.flags.allowRemote == remoteAny || s.namesSchema(url) || fetcher.Knows(url)
	}
	return fetcher.Save
}
