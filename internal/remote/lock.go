package remote

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// LockName is what the lock file is called.
const LockName = ".verdict.lock"

// A lock has the SHA-256 of documents in hexadecimal, by URL. In its file, each
// is a line: checksum, two spaces, URL, sorted by URL; empty lines and lines that
// begin with # say nothing.
type lock map[string]string

var lockLine = lazyregexp.New(`^([0-9a-f]{64})  (\S+)$`)

const lockHead = "# Schemas from the network that verdict has seen; verdict lint --update-lock renews them.\n"

// readLock reads a lock file; one that is not there is empty.
func readLock(path string) (lock, error) {
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
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
			return nil, fmt.Errorf("%s:%d: expected a sha256, two spaces and a URL; restore the file, or remove it to lock everything anew", path, number)
		}
		if sum, ok := l[match[2]]; ok && sum != match[1] {
			return nil, fmt.Errorf("%s:%d: %s is there twice, with different checksums; keep the right one", path, number, match[2])
		}
		l[match[2]] = match[1]
	}
	return l, nil
}

func (l lock) encode() []byte {
	var b strings.Builder
	b.WriteString(lockHead)
	for _, name := range slices.Sorted(maps.Keys(l)) {
		fmt.Fprintf(&b, "%s  %s\n", l[name], name)
	}
	return []byte(b.String())
}
