package remote

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// LockName is the name of the lock file.
const LockName = ".verdict.lock"

// A lock holds the entries of documents by URL. In the file, each entry is a line with
// checksum, two spaces and URL, sorted by URL; if the URL redirects, two spaces and the
// final URL follow. Empty lines and lines that begin with # are ignored.
type lock map[string]entry

// An entry is what a lock records about a document.
type entry struct {
	sum      string // SHA-256 in hexadecimal
	redirect string // final URL; "" if the URL does not redirect
}

func entryOf(name string, d Document) entry {
	e := entry{sum: checksum(d.Content)}
	if d.URL != name {
		e.redirect = d.URL
	}
	return e
}

// url returns the final URL of the document with the URL name.
func (e entry) url(name string) string {
	if e.redirect != "" {
		return e.redirect
	}
	return name
}

var lockLine = lazyregexp.New(`^([0-9a-f]{64})  (\S+)(?:  (\S+))?$`)

const lockHead = "# Schemas from the network that verdict has seen; verdict lint --update-lock renews them.\n"

// readLock reads a lock file. If it does not exist, the lock is empty.
func readLock(path string) (lock, error) {
	content, err := files.Read(path, files.MaxSupport)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return parseLock(path, content)
}

// parseLock reads the content of the lock file with that path.
func parseLock(path string, content []byte) (lock, error) {
	l := make(lock)
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		match := lockLine().FindStringSubmatch(line)
		if match == nil {
			return nil, fmt.Errorf("%s:%d: expected a sha256, two spaces and a URL; restore the file, or remove it to lock all schemas again", path, number)
		}
		now := entry{sum: match[1], redirect: match[3]}
		if before, ok := l[match[2]]; ok && before != now {
			return nil, fmt.Errorf("%s:%d: duplicate entry for %s with a different checksum; keep the correct one", path, number, match[2])
		}
		if _, err := normalize(now.url(match[2])); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, number, err)
		}
		l[match[2]] = now
	}
	return l, nil
}

func (l lock) encode() []byte {
	var b strings.Builder
	b.WriteString(lockHead)
	for _, name := range slices.Sorted(maps.Keys(l)) {
		fmt.Fprintf(&b, "%s  %s", l[name].sum, name)
		if l[name].redirect != "" {
			b.WriteString("  " + l[name].redirect)
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}
