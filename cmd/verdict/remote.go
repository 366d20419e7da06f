package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/remote"
)

// allowRemote has schemas fetched from the network, where --allow-remote says so.
// The lock file lies beside the configuration file, or in the current directory.
// What is returned writes it.
func (s *settings) allowRemote(ctx context.Context, catalog *lint.Catalog) (save func() error) {
	if !s.flags.allowRemote {
		return func() error { return nil }
	}
	fetcher := &remote.Fetcher{
		LockFile: filepath.Join(filepath.Dir(s.path), remote.LockName),
		Update:   s.flags.updateLock,
	}
	if dir, err := os.UserCacheDir(); err == nil {
		fetcher.CacheDir = filepath.Join(dir, "verdict", "schemas")
	}
	catalog.Fetch = func(url string) ([]byte, error) { return fetcher.Fetch(ctx, url) }
	return fetcher.Save
}
