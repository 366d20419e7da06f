package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
)

const testPart = 1000

// content returns bytes in which no two parts are equal.
func content(size int) []byte {
	random := rand.New(rand.NewPCG(1, uint64(size)))
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

// serve returns a function that requests ranges of b.
func serve(b []byte) fetchFunc {
	return func(_ context.Context, offset, length int64) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(b[offset : offset+length])), nil
	}
}

func TestAReaderDeliversTheObjectFromAnyOffset(t *testing.T) {
	for _, size := range []int{0, 1, testPart - 1, testPart, testPart + 1, 10*testPart + 7} {
		object := content(size)
		for _, parallel := range []int{1, 2, 4, 16} {
			for _, offset := range []int{0, 1, size / 2, size - 1, size, size + 1} {
				if offset < 0 {
					continue
				}
				r := newReader(t.Context(), "mem://object", serve(object), int64(offset), int64(size), parallel, testPart)
				if err := iotest.TestReader(r, object[min(offset, size):]); err != nil {
					t.Errorf("%d bytes from %d, %d ranges at a time: %v", size, offset, parallel, err)
				}
				r.Close()
			}
		}
	}
}

func TestThePartsBecomeLargerUpToTheLimit(t *testing.T) {
	const size = 10 * firstPart
	var mu sync.Mutex
	lengths := map[int64]int64{}
	r := newReader(t.Context(), "mem://object", func(ctx context.Context, offset, length int64) (io.ReadCloser, error) {
		mu.Lock()
		defer mu.Unlock()
		lengths[offset] = length
		return serve(make([]byte, size))(ctx, offset, length)
	}, 0, size, 4, 4*firstPart)
	defer r.Close()
	if n, err := io.Copy(io.Discard, r); n != size || err != nil {
		t.Fatal(n, err)
	}
	want := map[int64]int64{0: firstPart, firstPart: 2 * firstPart, 3 * firstPart: 4 * firstPart, 7 * firstPart: 3 * firstPart}
	if fmt.Sprint(lengths) != fmt.Sprint(want) {
		t.Errorf("lengths by offset: %v, want %v", lengths, want)
	}
}

// Each response waits until the maximum number of requests has begun, and the reader must not fetch more
// than the buffers ahead of the consumer.
func TestRangesAreFetchedInParallelInBoundedMemory(t *testing.T) {
	const parallel, parts = 4, 40
	object := content(parts * testPart)
	var running, highest, fetched atomic.Int64
	begun := make(chan struct{})
	r := newReader(t.Context(), "mem://object", func(ctx context.Context, offset, length int64) (io.ReadCloser, error) {
		n := running.Add(1)
		defer running.Add(-1)
		if n == parallel && highest.Swap(n) < parallel {
			close(begun)
		}
		if n > parallel {
			t.Errorf("%d requests at a time", n)
		}
		<-begun
		fetched.Add(1)
		return serve(object)(ctx, offset, length)
	}, 0, int64(len(object)), parallel, testPart)
	defer r.Close()
	buffer := make([]byte, testPart)
	for read := int64(1); read <= parts; read++ {
		if _, err := io.ReadFull(r, buffer); err != nil {
			t.Fatal(err)
		}
		if ahead := fetched.Load() - read; ahead > parallel {
			t.Errorf("%d parts were fetched ahead", ahead)
		}
		if got := object[(read-1)*testPart : read*testPart]; !bytes.Equal(buffer, got) {
			t.Fatalf("part %d is wrong", read)
		}
	}
}

func TestCloseEndsRequests(t *testing.T) {
	for _, read := range []bool{false, true} {
		var running atomic.Int64
		r := newReader(t.Context(), "mem://object", func(ctx context.Context, offset, length int64) (io.ReadCloser, error) {
			running.Add(1)
			defer running.Add(-1)
			if offset == 0 {
				return io.NopCloser(bytes.NewReader(make([]byte, length))), nil
			}
			<-ctx.Done()
			return nil, ctx.Err()
		}, 0, 100*testPart, 4, testPart)
		if read {
			if _, err := io.ReadFull(r, make([]byte, testPart)); err != nil {
				t.Fatal(err)
			}
		}
		r.Close()
		if n := running.Load(); n != 0 {
			t.Errorf("%d requests run after Close", n)
		}
	}
}

func TestACanceledReadIsNotTheEndOfTheObject(t *testing.T) {
	for stop := range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		object := content(20 * testPart)
		r := newReader(ctx, "mem://object", serve(object), 0, int64(len(object)), 2, testPart)
		if _, err := io.ReadFull(r, make([]byte, stop*testPart)); err != nil {
			t.Fatal(err)
		}
		cancel()
		n, err := io.Copy(io.Discard, r)
		if err == nil && stop*testPart+int(n) != len(object) {
			t.Errorf("canceled after %d bytes: end after %d more", stop*testPart, n)
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		r.Close()
	}
}

func TestAResponseThatBreaksOffIsRequestedAgain(t *testing.T) {
	object := content(5 * testPart)
	for _, tc := range []struct {
		name     string
		failures int64
		refuse   bool // the request rather than the response
		requests int64
		ok       bool
	}{
		{"never", 0, false, 5, true},
		{"twice", 2, false, 7, true},
		{"always", 1000, false, 3, false},
		{"refused", 1, true, 1, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			failures := tc.failures
			var requests int64
			broken := errors.New("broken")
			// One range at a time, so that the counts do not depend on timing.
			var mu sync.Mutex
			r := newReader(t.Context(), "mem://object", func(ctx context.Context, offset, length int64) (io.ReadCloser, error) {
				mu.Lock()
				defer mu.Unlock()
				requests++
				if failures == 0 {
					return serve(object)(ctx, offset, length)
				}
				failures--
				if tc.refuse {
					return nil, broken
				}
				begin, _ := serve(object)(ctx, offset, length/3)
				return io.NopCloser(io.MultiReader(begin, iotest.ErrReader(broken))), nil
			}, 0, int64(len(object)), 1, testPart)
			defer r.Close()
			got, err := io.ReadAll(r)
			if tc.ok && (err != nil || !bytes.Equal(got, object)) || !tc.ok && !errors.Is(err, broken) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			mu.Lock()
			defer mu.Unlock()
			if requests != tc.requests {
				t.Errorf("%d requests, want %d", requests, tc.requests)
			}
		})
	}
}
