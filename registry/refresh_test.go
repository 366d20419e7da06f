package registry_test

// This file tests what readers see, and what it costs, while a registry refreshes.

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/registry"
)

func TestGetAllocatesNothing(t *testing.T) {
	if race.Enabled {
		t.Skip("under the race detector, allocations cannot be counted; go test without -race runs this")
	}
	r, _ := manual(t, &memory{documents: []registry.Document{version("a", "1", integers)}})
	refresh(t, r)
	if n := testing.AllocsPerRun(100, func() {
		s := r.Snapshot()
		_, _ = s.Lookup("a", "1")
		_, _ = s.ByID(1)
		if r.Get("a") == nil || r.Get("none") != nil {
			t.Error("Get is wrong")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// Both schemas of a snapshot require the number of the same generation, so a reader that saw
// parts of two would find a payload that only one of them accepts.
func TestReadersSeeOneGenerationDuringSwaps(t *testing.T) {
	generation := func(i int) []registry.Document {
		return []registry.Document{document("a", `{"$ref": "b.json"}`), document("b", fmt.Sprintf(`{"const": %d}`, i%2))}
	}
	source := &memory{documents: generation(0)}
	r, _ := manual(t, source)
	refresh(t, r)
	var stop atomic.Bool
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for !stop.Load() {
				s := r.Snapshot()
				if a, b := s.Get("a").Valid([]byte(`1`)), s.Get("b").Valid([]byte(`1`)); a != b {
					t.Errorf("a accepts 1: %v, b: %v", a, b)
				}
				if r.Get("a") == nil {
					t.Error("the schema is not there during a swap")
				}
				runtime.Gosched()
			}
		})
	}
	for i := 1; i <= 50; i++ {
		source.set(generation(i)...)
		refresh(t, r)
	}
	stop.Store(true)
	readers.Wait()
	if !r.Get("a").Valid([]byte(`0`)) || r.Get("a").Valid([]byte(`1`)) {
		t.Error("the last generation is not the current one")
	}
}

// A stuck source blocks until its context ends.
type stuck struct{ entered chan struct{} }

func (s stuck) Load(ctx context.Context) ([]registry.Document, error) {
	s.entered <- struct{}{}
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestARefreshBlocksNeitherReadersNorClose(t *testing.T) {
	source := stuck{make(chan struct{})}
	r, reported := manual(t, source)
	done := make(chan error)
	go func() { done <- r.Refresh(context.Background()) }()
	<-source.entered
	if r.Get("a") != nil || r.Snapshot() == nil {
		t.Error("Get is wrong")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Refresh(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the error of a refresh that waits for another is %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; !errors.Is(err, registry.ErrClosed) {
		t.Errorf("the error of a refresh during Close is %v", err)
	}
	if err := r.Refresh(t.Context()); !errors.Is(err, registry.ErrClosed) {
		t.Errorf("the error of a refresh after Close is %v", err)
	}
	if len(*reported) != 0 {
		t.Errorf("reported %q", *reported)
	}
}

// The bubble of synctest fails if a goroutine of the registry is left after Close.
func TestTheSourceIsPolledUntilClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &memory{documents: []registry.Document{document("a", integers)}}
		r, err := registry.Open(t.Context(), source)
		if err != nil {
			t.Fatal(err)
		}
		source.set(document("a", texts))
		time.Sleep(26 * time.Second)
		if got := accepts(r.Get("a")); got != "integers" {
			t.Errorf("accepts %s after 26 seconds", got)
		}
		time.Sleep(8 * time.Second)
		if got := accepts(r.Get("a")); got != "texts" {
			t.Errorf("accepts %s after 34 seconds", got)
		}
		if err := r.Close(); err != nil || !source.closed {
			t.Errorf("error %v, closed %v", err, source.closed)
		}
		loads := source.count()
		time.Sleep(time.Hour)
		if source.count() != loads {
			t.Error("polled after Close")
		}
	})
}

func TestASourceThatFailsIsPolledLessOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &memory{err: errors.New("unplugged")}
		var reports atomic.Int64
		r := registry.New(source, registry.WithInterval(time.Minute), registry.WithErrorHandler(func(string, error) { reports.Add(1) }))
		time.Sleep(24 * time.Hour)
		if least, most, n := 130, 165, source.count(); n < least || n > most {
			t.Errorf("polled %d times in a day, want between %d and %d: every 10 minutes", n, least, most)
		}
		if n := reports.Load(); n != 1 {
			t.Errorf("reported %d times", n)
		}
		source.fail(nil)
		source.set(document("a", integers))
		time.Sleep(11 * time.Minute)
		loads := source.count()
		time.Sleep(time.Hour)
		if n := source.count() - loads; n < 54 || n > 67 || r.Get("a") == nil {
			t.Errorf("polled %d times an hour after it works again, want about 60", n)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
}

// If each document kept those that were loaded with it, memory would grow with each change.
func TestDocumentsThatAreReplacedAreFreed(t *testing.T) {
	source := new(memory)
	r, _ := manual(t, source, registry.WithHistory(0))
	var replaced []weak.Pointer[byte]
	for i := range 5 {
		text := fmt.Appendf(nil, `{"minimum": %d, "description": "more than a small object"}`, i)
		source.set(document("a", integers), registry.Document{Name: "b", URI: "https://example.com/b", Text: text})
		refresh(t, r)
		replaced = append(replaced, weak.Make(&text[0]))
	}
	runtime.GC()
	for i, p := range replaced[:4] {
		if p.Value() != nil {
			t.Errorf("generation %d is still there", i)
		}
	}
	if r.Get("a") == nil {
		t.Error("the other schema is not there")
	}
}
