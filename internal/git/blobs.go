package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
)

// blobs reads objects through a single git process, because starting one per file takes
// longer than linting the file.
type blobs struct {
	ctx context.Context

	mu       sync.Mutex
	requests io.Writer
	answers  *bufio.Reader
	failed   error
}

// open returns a reader of an object.
func (b *blobs) open(id string) (io.ReadCloser, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.answers == nil && b.failed == nil {
		b.failed = b.start()
	}
	if b.failed != nil {
		return nil, b.failed
	}
	content, err := b.read(id)
	if err != nil {
		if !errors.Is(err, errMissing) {
			b.failed = err // the start of the next answer is unknown
		}
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}

// start starts git, which ends when its input is closed, at the latest with this process,
// or when the context ends.
func (b *blobs) start() error {
	cmd := repo{}.command(b.ctx, "cat-file", "--batch")
	requests, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	answers, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	b.requests, b.answers = requests, bufio.NewReader(answers)
	return nil
}

// errMissing is the error of an object that git does not have, or that is damaged.
var errMissing = errors.New("is missing")

// read requests an object. The answer is a line "ID blob SIZE", the content, and an end of
// line (https://git-scm.com/docs/git-cat-file#_batch_output).
func (b *blobs) read(id string) ([]byte, error) {
	if _, err := fmt.Fprintln(b.requests, id); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	line, err := b.answers.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	if strings.TrimSpace(line) == id+" missing" {
		return nil, fmt.Errorf("git cat-file: %s %w; git fsck finds what is damaged", id, errMissing)
	}
	var kind string
	var size int
	if _, err := fmt.Sscanf(line, id+" %s %d", &kind, &size); err != nil {
		return nil, fmt.Errorf("git cat-file: %s", strings.TrimSpace(line))
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(b.answers, content); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	return content[:size], nil
}
