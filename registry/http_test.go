package registry_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/verdict-lint/verdict/registry"
)

// A server responds with a handler that tests change, and counts requests.
type server struct {
	*httptest.Server
	handler  atomic.Pointer[http.HandlerFunc]
	requests atomic.Int64
}

func serve(t *testing.T, handler http.HandlerFunc) *server {
	t.Helper()
	s := new(server)
	s.set(handler)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		(*s.handler.Load())(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) set(handler http.HandlerFunc) { s.handler.Store(&handler) }

// tagged responds with an ETag, like a server of files.
func tagged(etag, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, text)
	}
}

func gzipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.Bytes()
}

func TestAnUnchangedDocumentIsNotSentAgain(t *testing.T) {
	var sent atomic.Int64
	counting := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == "" && r.Header.Get("If-Modified-Since") == "" {
			sent.Add(1)
		}
		switch r.URL.Path {
		case "/etag.json":
			tagged(`"1"`, integers)(w, r)
		default:
			http.ServeContent(w, r, "x.json", time.Unix(1e9, 0), strings.NewReader(texts))
		}
	}
	s := serve(t, counting)
	r, _ := manual(t, &registry.HTTP{URLs: map[string]string{"etag": s.URL + "/etag.json", "modified": s.URL + "/modified.json"}})
	refresh(t, r)
	before := r.Snapshot()
	refresh(t, r)
	refresh(t, r)
	if n := s.requests.Load(); n != 6 || sent.Load() != 2 {
		t.Errorf("%d requests, of which %d had no condition; want 6 and 2", n, sent.Load())
	}
	if r.Snapshot() != before {
		t.Error("there is a new snapshot, although nothing has changed")
	}
	if v, ok := before.Lookup("etag", `"1"`); !ok || accepts(v.Schema) != "integers" || accepts(r.Get("modified")) != "texts" {
		t.Errorf("found %+v by ETag", v)
	}
	s.set(tagged(`"2"`, `true`))
	refresh(t, r)
	if got := accepts(r.Get("etag")); got != "both" {
		t.Errorf("accepts %s after a change", got)
	}
	if v, ok := r.Snapshot().Lookup("etag", `"1"`); !ok || accepts(v.Schema) != "integers" {
		t.Error("the version before is not in the history")
	}
}

func TestAServerThatFailsLeavesTheSchema(t *testing.T) {
	for _, test := range []struct {
		name, want string
		handler    http.HandlerFunc
	}{
		{"error", "status 500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }},
		{"gone", "status 404", http.NotFound},
		{"no content", "status 204", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }},
		{"garbage", "'<'", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }},
		{"an empty body", "empty", func(http.ResponseWriter, *http.Request) {}},
		{"huge, and says so", "limit of 5000 bytes", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000000000000")
		}},
		{"endless", "limit of 5000 bytes", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1000)); err != nil {
					return
				}
			}
		}},
		{"unpacks to too much", "limit of 5000 bytes", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(gzipped(strings.Repeat(" ", 1_000_000) + integers))
		}},
		{"cut off", "unexpected EOF", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, integers)
		}},
		{"aborted", "EOF", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, integers)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}},
		{"a slow body", "no complete response within 500ms (Timeout)", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, integers[:5])
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}},
		{"no response", "no complete response within 500ms (Timeout)", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"huge headers", "header", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("ETag", strings.Repeat("x", 1_000_000))
		}},
		{"a loop of redirects", "stopped after 10 redirects", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/again", http.StatusFound)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, tagged(`"1"`, integers))
			source := &registry.HTTP{URLs: map[string]string{"a": s.URL}, MaxBytes: 5000}
			if strings.Contains(test.want, "500ms") {
				source.Timeout = 500 * time.Millisecond
			}
			r, reported := manual(t, source)
			refresh(t, r)
			old := r.Get("a")
			s.set(test.handler)
			if err := r.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q", err, test.want)
			}
			if r.Get("a") != old || len(*reported) != 1 {
				t.Errorf("the schema is not kept, or reported %q", *reported)
			}
		})
	}
}

type panicking struct{}

func (panicking) RoundTrip(*http.Request) (*http.Response, error) { panic("transport") }

func TestAPanicOfTheClientIsAnError(t *testing.T) {
	r, _ := manual(t, &registry.HTTP{URLs: map[string]string{"a": "http://localhost"}, Client: &http.Client{Transport: panicking{}}})
	var of *registry.Error
	if err := r.Refresh(t.Context()); !errors.As(err, &of) || of.Name != "a" || !strings.Contains(err.Error(), "panic while requesting the document: transport") {
		t.Errorf("the error is %v", err)
	}
}

func TestNotModifiedWithoutADocumentIsAnError(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	r, _ := manual(t, &registry.HTTP{URLs: map[string]string{"a": s.URL}})
	if err := r.Refresh(t.Context()); err == nil || r.Get("a") != nil {
		t.Errorf("the error is %v", err)
	}
}

func TestOneURLThatFailsDoesNotKeepOthersFromUpdating(t *testing.T) {
	s := serve(t, tagged(`"1"`, integers))
	r, _ := manual(t, &registry.HTTP{URLs: map[string]string{"a": s.URL, "b": "http://127.0.0.1:1/", "c": "://", "d": "ftp://x"}})
	err := r.Refresh(t.Context())
	for _, name := range []string{"b", "c", "d"} {
		if r.Snapshot().Err(name) == nil || !strings.Contains(err.Error(), "registry: "+name+": ") {
			t.Errorf("%s has the error %v in %v", name, r.Snapshot().Err(name), err)
		}
	}
	if accepts(r.Get("a")) != "integers" {
		t.Error("the other one is not loaded")
	}
}

func TestDocumentsReferToEachOtherByURL(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/shop/order.json" {
			_, _ = io.WriteString(w, `{"$ref": "item.json?v=1"}`)
			return
		}
		_, _ = io.WriteString(w, texts)
	})
	r, _ := manual(t, &registry.HTTP{URLs: map[string]string{"order": s.URL + "/shop/order.json", "item": s.URL + "/shop/item.json?v=1"}})
	refresh(t, r)
	if got := accepts(r.Get("order")); got != "texts" {
		t.Errorf("accepts %s", got)
	}
}

// A roundTripper responds without a network, so that the time of a synctest bubble can be used.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAURLThatFailsIsRequestedLessOften(t *testing.T) {
	for _, test := range []struct {
		name, retryAfter string
		in, least, most  int // requests in so many minutes
	}{
		{"10 seconds, doubled up to 10 minutes", "", 24 * 60, 120, 240},
		{"nonsense", "soon", 24 * 60, 120, 240},
		{"as long as the server says", "300", 20, 4, 5},
		{"but 10 minutes at most", "999999999999", 60, 6, 7},
		{"until a date", "Sat, 01 Jan 2000 00:05:00 GMT", 4, 1, 1},
		{"a date in the past", "Sat, 01 Jan 1990 00:00:00 GMT", 24 * 60, 120, 240},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // the time begins at 2000-01-01
				requests := 0
				client := &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
					requests++
					return &http.Response{StatusCode: 503, Body: http.NoBody, Header: http.Header{"Retry-After": {test.retryAfter}}}, nil
				})}
				source := &registry.HTTP{URLs: map[string]string{"a": "https://example.com/"}, Client: client}
				for range test.in * 12 {
					documents, err := source.Load(t.Context())
					if err != nil || len(documents) != 1 || documents[0].Err == nil {
						t.Fatalf("loaded %v, error %v", documents, err)
					}
					time.Sleep(5 * time.Second)
				}
				if requests < test.least || requests > test.most {
					t.Errorf("%d requests in %d minutes, want %d to %d", requests, test.in, test.least, test.most)
				}
			})
		})
	}
}

func TestARefreshThatIsGivenUpIsNotAFailure(t *testing.T) {
	s := serve(t, tagged(`"1"`, integers))
	source := &registry.HTTP{URLs: map[string]string{"a": s.URL}}
	r, reported := manual(t, source)
	ctx, cancel := context.WithCancel(t.Context())
	answer := s.handler.Load()
	s.set(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if err := r.Refresh(ctx); !errors.Is(err, context.Canceled) || len(*reported) != 0 {
		t.Errorf("error %v, reported %q", err, *reported)
	}
	s.set(*answer)
	refresh(t, r) // not in a backoff
	if r.Get("a") == nil {
		t.Error("the schema is not loaded")
	}
}

func TestCloseLeavesNoGoroutines(t *testing.T) {
	before := runtime.NumGoroutine()
	s := httptest.NewServer(tagged(`"1"`, integers))
	urls := make(map[string]string)
	for i := range 20 {
		urls[fmt.Sprint(i)] = s.URL + fmt.Sprint("/", i)
	}
	for range 3 {
		r, err := registry.Open(t.Context(), &registry.HTTP{URLs: urls}, registry.WithInterval(time.Millisecond))
		if err != nil {
			t.Fatal(err)
		}
		refresh(t, r)
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	s.Close()
	for range 1000 { // connections end in the background
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%d goroutines before and %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
}
