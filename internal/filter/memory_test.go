package filter_test

// This file tests how much a filter keeps in memory, and for how long.

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/verdict-lint/verdict/internal/filter"
	"github.com/verdict-lint/verdict/internal/race"
)

// A repeated source repeats a line.
type repeated struct {
	text
	lines int
}

func (s repeated) Size() int64  { return -1 }
func (s repeated) Splits() bool { return false }
func (s repeated) Open(context.Context, int64) (io.ReadCloser, error) {
	lines := strings.Repeat(s.content, 1000)
	readers := make([]io.Reader, s.lines/1000)
	for i := range readers {
		readers[i] = strings.NewReader(lines)
	}
	return io.NopCloser(io.MultiReader(readers...)), nil
}

func TestMemoryDoesNotDependOnTheInput(t *testing.T) {
	if race.Enabled {
		t.Skip("sync.Pool drops items at random with the race detector; go test without -race runs this")
	}
	line := "{\"n\":1,\"x\":\"" + strings.Repeat("x", 500) + "\"}\n"
	in := []filter.Source{repeated{text{name: "a", content: line}, 200_000}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	totals, err := filter.Run(context.Background(), filter.Options{Schema: number, Inputs: in, Valid: filter.Output{Writer: io.Discard}})
	runtime.ReadMemStats(&after)
	if err != nil || totals.Valid != 200_000 {
		t.Errorf("%v, %+v", err, totals)
	}
	if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; allocated > 30 {
		t.Errorf("%d MB were allocated for an input of %d MB", allocated, len(line)*200_000>>20)
	}
}

// counted counts the bytes that are read from an endless source.
type counted struct {
	io.Reader
	n atomic.Int64
}

func (r *counted) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n.Add(int64(n))
	return n, err
}

func TestFewLongLinesAreReadAhead(t *testing.T) {
	const jobs, size, lines = 4, 2 << 20, 10
	line := `{"n":1,"x":"` + strings.Repeat("x", size) + "\"}\n"
	readers := make([]io.Reader, lines)
	for i := range readers {
		readers[i] = strings.NewReader(line)
	}
	stream := &counted{Reader: io.MultiReader(readers...)}
	in, err := filter.Files([]string{"-"}, stream)
	if err != nil {
		t.Fatal(err)
	}
	most := int64(0) // lines that have been read but not written when one is written
	written := int64(0)
	out := writerFunc(func(p []byte) (int, error) {
		for before := int64(-1); written == 0 && before != stream.n.Load(); {
			before = stream.n.Load()
			time.Sleep(time.Second / 10) // while others read on as far as they can
		}
		most = max(most, (stream.n.Load()-written)/size)
		written += int64(len(p))
		return len(p), nil
	})
	totals, err := filter.Run(context.Background(), filter.Options{Schema: number, Inputs: in, Jobs: jobs, Valid: filter.Output{Writer: out}})
	if err != nil || totals.Valid != lines || most > 4 {
		t.Errorf("%v, %+v, %d lines of %d bytes were held", err, totals, most, size)
	}
}

// A writerFunc is a writer that calls a function.
type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// A measured writer records the size of the largest write.
type measured struct{ largest, total int }

func (w *measured) Write(p []byte) (int, error) {
	w.largest, w.total = max(w.largest, len(p)), w.total+len(p)
	return len(p), nil
}

func TestRejectsOfAChunkAreWrittenInParts(t *testing.T) {
	const records = 20_000
	in := []filter.Source{repeated{text{name: "a", content: "1\n"}, records}}
	var rejects measured
	totals, err := filter.Run(context.Background(), filter.Options{
		Schema: number, Inputs: in, Valid: filter.Output{Writer: io.Discard}, Rejects: filter.Output{Writer: &rejects},
	})
	if err != nil || totals.Invalid != records || rejects.total < 4<<20 || rejects.largest > 300<<10 {
		t.Errorf("%v, %+v, %+v", err, totals, rejects)
	}
}

func TestRecordsAreNotHeldBack(t *testing.T) {
	stdin, feed := io.Pipe()
	consumer, stdout := io.Pipe()
	in, err := filter.Files([]string{"-"}, stdin)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		_, err := filter.Run(context.Background(), filter.Options{Schema: number, Inputs: in, Valid: filter.Output{Writer: stdout}})
		ended <- err
	}()
	line := []byte("{\"n\":1}\n")
	for range 3 {
		if _, err := feed.Write(line); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len(line))
		if _, err := io.ReadFull(consumer, got); err != nil || !bytes.Equal(got, line) {
			t.Errorf("%q, %v", got, err)
		}
	}
	feed.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
