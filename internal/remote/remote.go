// Package remote fetches schemas from the network and verifies that they have not changed
// since they were first fetched.
//
// A lock file records the checksum of every document and should be kept under version
// control with the payloads. A document that is in the lock file and the cache is not
// fetched again; one that has changed on the network is rejected until the user updates the
// lock file.
package remote

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/files"
)

// Limits for responses of a server.
const (
	maxBytes     = 10 << 20
	maxTime      = 30 * time.Second
	maxTotal     = 5 * time.Minute // for all documents
	maxRedirects = 5
)

// A Fetcher fetches documents. It is safe for concurrent use.
type Fetcher struct {
	// LockFile is the path of the lock file.
	LockFile string

	// CacheDir is the directory that stores fetched documents by checksum; "" disables it.
	CacheDir string

	// Update fetches every document again and updates its checksum.
	Update bool

	// Locked rejects documents that are not in the lock file.
	Locked bool

	mu      sync.Mutex
	lock    lock // nil until the file is read
	changed bool
	updated map[string]bool
	spent   time.Duration // on downloads
}

// New returns a fetcher with a lock file that stores documents in the cache directory of the user.
func New(lockFile string) *Fetcher {
	f := &Fetcher{LockFile: lockFile}
	if dir, err := os.UserCacheDir(); err == nil {
		f.CacheDir = filepath.Join(dir, "verdict", "schemas")
	}
	return f
}

// Documents returns a function that fetches the document of a URL, and returns also where it was found.
func (f *Fetcher) Documents(ctx context.Context) func(url string) (document []byte, found string, err error) {
	return func(url string) ([]byte, string, error) {
		document, err := f.Fetch(ctx, url)
		return document.Content, document.URL, err
	}
}

// A Document is a document fetched from a URL.
type Document struct {
	Content []byte

	// URL is the final URL, after redirects: the references in the document are relative to
	// it (RFC 3986, section 5.1.3).
	URL string
}

// Fetch returns the document at a URL; the fragment is ignored.
func (f *Fetcher) Fetch(ctx context.Context, rawURL string) (Document, error) {
	name, err := normalize(rawURL)
	if err != nil {
		return Document{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.read(); err != nil {
		return Document{}, err
	}
	locked, known := f.lock[name]
	if f.Locked && !known {
		return Document{}, fmt.Errorf("%s is not in %s, and --locked prevents fetching it; run without --locked, review what was added, and commit it",
			name, f.LockFile)
	}
	fresh := f.Update && !f.updated[name]
	if known && !fresh {
		if content, ok := f.cached(locked.sum); ok {
			return Document{content, locked.url(name)}, nil
		}
	}
	document, err := f.download(ctx, name)
	if err != nil {
		return Document{}, err
	}
	now := entryOf(name, document)
	switch {
	case !known || fresh:
		f.changed = f.changed || now != locked
		f.lock[name] = now
	case now.sum != locked.sum:
		return Document{}, fmt.Errorf("%s has changed: its sha256 is %s, but %s has %s; review the change, then use --update-lock",
			name, now.sum, f.LockFile, locked.sum)
	default:
		// The content has not changed, so its references are relative to the same URL as
		// before.
		document.URL = locked.url(name)
	}
	f.updated[name] = true
	f.store(now.sum, document.Content)
	return document, nil
}

// Knows reports whether a URL is in the lock file, or may be, because that cannot be read: Fetch returns the error.
func (f *Fetcher) Knows(rawURL string) bool {
	name, err := normalize(rawURL)
	if err != nil {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.read() != nil {
		return true
	}
	_, ok := f.lock[name]
	return ok
}

// read reads the lock file if it has not been read yet.
func (f *Fetcher) read() (err error) {
	if f.lock == nil {
		f.lock, err = readLock(f.LockFile)
		f.updated = make(map[string]bool)
	}
	return err
}

// Save writes the lock file if it has changed. It keeps what another run has added since it was read.
func (f *Fetcher) Save() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.changed {
		return nil
	}
	f.changed = false
	return atomicfile.Update(f.LockFile, func(now []byte) ([]byte, error) {
		added, err := parseLock(f.LockFile, now)
		if err != nil {
			return nil, err
		}
		for name, e := range added {
			if _, known := f.lock[name]; !known {
				f.lock[name] = e
			}
		}
		return f.lock.encode(), nil
	})
}

// normalize returns the URL under which a document is recorded.
func normalize(rawURL string) (string, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return "", err
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return "", fmt.Errorf("%s: unsupported scheme; schemas are fetched only by http and https", rawURL)
	case u.User != nil:
		return "", fmt.Errorf("%s: a URL must not contain a password, because it is written to the lock file", u.Redacted())
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), nil
}

// cached returns the stored document with a checksum, if it is intact.
func (f *Fetcher) cached(sum string) ([]byte, bool) {
	if f.CacheDir == "" {
		return nil, false
	}
	document, err := files.Read(f.path(sum), maxBytes)
	if err != nil || checksum(document) != sum {
		return nil, false
	}
	return document, true
}

// store stores a document. Errors are ignored: the document is then fetched again next
// time.
func (f *Fetcher) store(sum string, document []byte) {
	if f.CacheDir != "" && os.MkdirAll(f.CacheDir, 0o755) == nil {
		_ = atomicfile.Write(f.path(sum), document)
	}
}

func (f *Fetcher) path(sum string) string { return filepath.Join(f.CacheDir, sum+".schema") }

func checksum(document []byte) string {
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:])
}

// Download fetches a document without regard to a lock file.
func Download(ctx context.Context, rawURL string) (Document, error) {
	name, err := normalize(rawURL)
	if err != nil {
		return Document{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	return download(ctx, name)
}

// download downloads a document, unless that has taken too long for others already: a server
// may be slow, and its documents may refer to any number of others.
func (f *Fetcher) download(ctx context.Context, name string) (Document, error) {
	if f.spent >= maxTotal {
		return Document{}, fmt.Errorf("%s: not fetched, because fetching schemas has taken more than %v", name, maxTotal)
	}
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	start := time.Now()
	defer func() { f.spent += time.Since(start) }()
	return download(ctx, name)
}

func download(ctx context.Context, name string) (Document, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, name, nil)
	if err != nil {
		return Document{}, err
	}
	request.Header.Set("Accept", "application/schema+json, application/json;q=0.9, */*;q=0.1")
	client := http.Client{CheckRedirect: checkRedirect}
	response, err := client.Do(request)
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", name, cause(err))
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return Document{}, fmt.Errorf("%s: the server responded with %s", name, response.Status)
	}
	// The client has requested gzip and decompressed it already.
	if encoding := response.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return Document{}, fmt.Errorf("%s: the server responded with the encoding %q, which was not requested", name, encoding)
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, maxBytes+1))
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", name, cause(err))
	}
	if len(content) > maxBytes {
		return Document{}, fmt.Errorf("%s: the document is larger than %s", name, files.FormatSize(maxBytes))
	}
	found, err := normalize(response.Request.URL.String())
	if err != nil {
		return Document{}, fmt.Errorf("%s: a redirect to %w", name, err)
	}
	return Document{content, found}, nil
}

// checkRedirect allows a few redirects, but none from https to http.
func checkRedirect(next *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxRedirects:
		return fmt.Errorf("more than %d redirects", maxRedirects)
	case next.URL.Scheme != "https" && next.URL.Scheme != via[len(via)-1].URL.Scheme:
		return fmt.Errorf("a redirect to %s is not followed", next.URL.Redacted())
	}
	return nil
}

// cause returns an error without the method and the URL, which may be that of a redirect.
func cause(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
