// Package remote fetches schemas from the network, and sees to it that one that
// was fetched before is the same today.
//
// What was fetched is locked: a lock file has the checksum of every document, to
// be kept with the payloads under version control. A document that the lock file
// and the cache know is not fetched again; one that has changed on the network is
// refused until somebody says that this is right.
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

// What a server may cost.
const (
	maxBytes     = 10 << 20
	maxTime      = 30 * time.Second
	maxRedirects = 5
)

// A Fetcher fetches documents. It is safe for concurrent use.
type Fetcher struct {
	// LockFile is the path of the lock file.
	LockFile string

	// CacheDir keeps what was fetched, by checksum; "" for not at all.
	CacheDir string

	// Update fetches everything anew, and locks what comes.
	Update bool

	// Locked refuses what the lock file does not have.
	Locked bool

	mu      sync.Mutex
	lock    lock // nil until it is read
	changed bool
	updated map[string]bool
}

// A Document is what a URL leads to.
type Document struct {
	Content []byte

	// URL is where it was found, after redirects: its references are relative to that
	// (RFC 3986, section 5.1.3).
	URL string
}

// Fetch gives the document at a URL, without its fragment.
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
		return Document{}, fmt.Errorf("%s is not in %s, and with --locked nothing else is fetched; run without --locked, look at what was added, and commit it",
			name, f.LockFile)
	}
	fresh := f.Update && !f.updated[name]
	if known && !fresh {
		if content, ok := f.cached(locked.sum); ok {
			return Document{content, locked.url(name)}, nil
		}
	}
	document, err := download(ctx, name)
	if err != nil {
		return Document{}, err
	}
	now := entryOf(name, document)
	switch {
	case !known || fresh:
		f.changed = f.changed || now != locked
		f.lock[name] = now
	case now.sum != locked.sum:
		return Document{}, fmt.Errorf("%s has changed: it is sha256 %s, but %s has %s; look at what is new there, then use --update-lock",
			name, now.sum, f.LockFile, locked.sum)
	default:
		// The content is what it was, so its references mean what they meant.
		document.URL = locked.url(name)
	}
	f.updated[name] = true
	f.store(now.sum, document.Content)
	return document, nil
}

// Knows reports whether the lock file has a URL.
func (f *Fetcher) Knows(rawURL string) bool {
	name, err := normalize(rawURL)
	if err != nil {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.read() != nil {
		return false // which Fetch reports
	}
	_, ok := f.lock[name]
	return ok
}

// read reads the lock file if that has not been done.
func (f *Fetcher) read() (err error) {
	if f.lock == nil {
		f.lock, err = readLock(f.LockFile)
		f.updated = make(map[string]bool)
	}
	return err
}

// Save writes the lock file, where there is anything new.
func (f *Fetcher) Save() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.changed {
		return nil
	}
	f.changed = false
	return atomicfile.Write(f.LockFile, f.lock.encode())
}

// normalize gives the URL that a document is locked under.
func normalize(rawURL string) (string, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return "", err
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return "", fmt.Errorf("%s: schemas are fetched by http and https only", rawURL)
	case u.User != nil:
		return "", fmt.Errorf("%s: a URL with a password is not for a lock file", u.Redacted())
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), nil
}

// cached gives what was fetched before, if it is still what it was.
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

// store keeps a document. Where that does not work, it is fetched again the next
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

func download(ctx context.Context, name string) (Document, error) {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
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
		return Document{}, fmt.Errorf("%s: the server says %s", name, response.Status)
	}
	// The client has asked for gzip, and undone it.
	if encoding := response.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return Document{}, fmt.Errorf("%s: the server sends it encoded as %q, which was not asked for", name, encoding)
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, maxBytes+1))
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", name, cause(err))
	}
	if len(content) > maxBytes {
		return Document{}, fmt.Errorf("%s: it is larger than %d MB", name, maxBytes>>20)
	}
	found, err := normalize(response.Request.URL.String())
	if err != nil {
		return Document{}, fmt.Errorf("%s: a redirect to %w", name, err)
	}
	return Document{content, found}, nil
}

// checkRedirect follows a few redirects, none of them away from encryption.
func checkRedirect(next *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxRedirects:
		return fmt.Errorf("more than %d redirects", maxRedirects)
	case next.URL.Scheme != "https" && next.URL.Scheme != via[len(via)-1].URL.Scheme:
		return fmt.Errorf("a redirect to %s is not followed", next.URL.Redacted())
	}
	return nil
}

// cause is an error without the method and the URL, which may be that of a redirect.
func cause(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
