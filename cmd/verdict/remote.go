package main

import (
	"context"
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
// next to the configuration file, or in the current directory; save writes it.
func (s *settings) allowRemote(ctx context.Context, schemas *catalog.Catalog) (save func() error) {
	if s.flags.allowRemote == "" {
		return func() error { return nil }
	}
	fetcher := remote.New(filepath.Join(filepath.Dir(s.path), remote.LockName))
	fetcher.Update, fetcher.Locked = s.flags.updateLock, s.flags.locked
	schemas.Fetch = fetcher.Documents(ctx)
	schemas.Named = func(url string) bool {
		return s.flags.allowRemote == remoteAny || s.namesSchema(url) || fetcher.Knows(url)
	}
	return fetcher.Save
}
