package blob

import (
	"context"
	"io"
	"io/fs"
	"sync"
)

// This file reads an object in ranges, several at a time.

const (
	// The first range is small and each is twice as large as the one before, up to the limit, so
	// that reading a part of an object fetches little of what follows it.
	firstPart = 256 << 10

	// The SDKs retry requests, but not a response that breaks off.
	attempts = 3
)

// A reader delivers the ranges of an object in order. It fetches ranges ahead of the one that is
// being read, as far as there are free buffers.
type reader struct {
	name   string
	fetch  fetchFunc
	cancel context.CancelFunc
	tasks  sync.WaitGroup

	parts  chan chan part // in order
	free   chan []byte    // buffers; nil ones are allocated when they are needed
	buffer []byte         // the current part; nil is a buffer, too
	rest   []byte         // the unread rest of it
	err    error
}

// A part is the result of fetching a range.
type part struct {
	bytes []byte
	err   error
}

// A fetchFunc requests a range of an object.
type fetchFunc func(ctx context.Context, offset, length int64) (io.ReadCloser, error)

func newReader(ctx context.Context, name string, fetch fetchFunc, offset, size int64, parallel, partSize int) *reader {
	ctx, cancel := context.WithCancel(ctx)
	r := &reader{
		name: name, fetch: fetch, cancel: cancel,
		parts: make(chan chan part, parallel+1), // and an error
		free:  make(chan []byte, parallel+1),    // and the one that is being read
	}
	for range parallel {
		r.free <- nil
	}
	r.tasks.Go(func() { r.produce(ctx, offset, size, partSize) })
	return r
}

// produce begins to fetch one range after the other.
func (r *reader) produce(ctx context.Context, offset, size int64, partSize int) {
	defer close(r.parts)
	for next := min(firstPart, partSize); offset < size; next = min(2*next, partSize) {
		length := int(min(int64(next), size-offset))
		var buffer []byte
		select {
		case buffer = <-r.free:
		case <-ctx.Done():
			result := make(chan part, 1)
			result <- part{err: ctx.Err()}
			r.parts <- result
			return
		}
		if cap(buffer) < length {
			buffer = make([]byte, length)
		}
		from, result := offset, make(chan part, 1)
		r.tasks.Go(func() { result <- r.part(ctx, buffer[:length], from) })
		r.parts <- result // does not block: there are no more than buffers
		offset += int64(length)
	}
}

// part reads a range. If a response breaks off, it requests the rest again.
func (r *reader) part(ctx context.Context, buffer []byte, offset int64) part {
	var done int
	for attempt := 1; ; attempt++ {
		n, broken, err := r.request(ctx, buffer[done:], offset+int64(done))
		if done += n; err == nil || !broken || attempt == attempts || ctx.Err() != nil {
			return part{buffer, err}
		}
	}
}

// request reads a range. If it fails, it reports whether the response had begun.
func (r *reader) request(ctx context.Context, buffer []byte, offset int64) (n int, broken bool, err error) {
	body, err := r.fetch(ctx, offset, int64(len(buffer)))
	if err != nil {
		return 0, false, err
	}
	defer body.Close()
	n, err = io.ReadFull(body, buffer)
	return n, true, err
}

func (r *reader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 && r.err == nil {
		r.next()
	}
	if len(r.rest) == 0 {
		return 0, r.err
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// next waits for the next part.
func (r *reader) next() {
	result, ok := <-r.parts
	if !ok {
		r.err = io.EOF
		return
	}
	part := <-result
	if part.err != nil {
		r.err = &fs.PathError{Op: "read", Path: r.name, Err: part.err}
		r.cancel()
		return
	}
	r.free <- r.buffer
	r.buffer, r.rest = part.bytes, part.bytes
}

// Close ends all requests.
func (r *reader) Close() error {
	r.cancel()
	r.tasks.Wait()
	return nil
}
