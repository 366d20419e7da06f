package remote

import (
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A site is a server on this machine, and how often it was asked.
type site struct {
	*httptest.Server
	content string
	moved   string // where /moved leads
	asked   int
}

func newSite(t *testing.T) *site {
	s := &site{content: `{"type": "number"}`, moved: "/schema.json"}
	mux := http.NewServeMux()
	serve := func(w http.ResponseWriter, _ *http.Request) {
		s.asked++
		_, _ = w.Write([]byte(s.content)) // the client may have disconnected
	}
	mux.HandleFunc("/schema.json", serve)
	mux.HandleFunc("/copy.json", serve)
	mux.HandleFunc("/brotli", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		_, _ = w.Write([]byte("..."))
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write(make([]byte, maxBytes+1))
		_ = z.Close()
	})
	mux.HandleFunc("/unchanged", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(make([]byte, maxBytes+1))
	})
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, s.moved+"#fragment", http.StatusFound)
	})
	mux.HandleFunc("/password", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://me:secret@"+r.Host+"/schema.json", http.StatusFound)
	})
	mux.Handle("/file", http.RedirectHandler("file:///etc/passwd", http.StatusFound))
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func fetcher(dir string) *Fetcher {
	return &Fetcher{LockFile: filepath.Join(dir, LockName), CacheDir: filepath.Join(dir, "cache")}
}

func fetch(t *testing.T, f *Fetcher, url string) string {
	t.Helper()
	document, err := f.Fetch(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	return string(document.Content)
}

func TestADocumentIsFetchedOnce(t *testing.T) {
	dir, s := t.TempDir(), newSite(t)
	for range 2 {
		f := fetcher(dir)
		if got := fetch(t, f, s.URL+"/schema.json#/definitions/a"); got != s.content {
			t.Errorf("got %s", got)
		}
		fetch(t, f, s.URL+"/schema.json")
	}
	if s.asked != 1 {
		t.Errorf("the server was asked %d times", s.asked)
	}
	lock, err := os.ReadFile(filepath.Join(dir, LockName))
	want := lockHead + checksum([]byte(s.content)) + "  " + s.URL + "/schema.json\n"
	if err != nil || string(lock) != want {
		t.Errorf("the lock is\n%s\nwant\n%s", lock, want)
	}
}

func TestRunsAtTheSameTimeLockAllTheirDocuments(t *testing.T) {
	dir, s := t.TempDir(), newSite(t)
	first, second := fetcher(dir), fetcher(dir)
	for f, url := range map[*Fetcher]string{first: s.URL + "/schema.json", second: s.URL + "/copy.json"} {
		if _, err := f.Fetch(t.Context(), url); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(first.Save(), second.Save()); err != nil {
		t.Fatal(err)
	}
	if f := fetcher(dir); !f.Knows(s.URL+"/schema.json") || !f.Knows(s.URL+"/copy.json") {
		t.Error("an entry of one of the runs is lost")
	}
}

func TestADocumentThatHasChangedIsRejected(t *testing.T) {
	dir, s := t.TempDir(), newSite(t)
	fetch(t, fetcher(dir), s.URL+"/schema.json")
	before := checksum([]byte(s.content))
	s.content = `{"type": "string"}`
	after := checksum([]byte(s.content))

	if got := fetch(t, fetcher(dir), s.URL+"/schema.json"); got != `{"type": "number"}` {
		t.Errorf("with the cache, it is %s", got)
	}
	if err := os.RemoveAll(filepath.Join(dir, "cache")); err != nil {
		t.Fatal(err)
	}
	_, err := fetcher(dir).Fetch(context.Background(), s.URL+"/schema.json")
	if err == nil || !strings.Contains(err.Error(), before) || !strings.Contains(err.Error(), after) {
		t.Errorf("the error is %v", err)
	}

	f := fetcher(dir)
	f.Update = true
	if got := fetch(t, f, s.URL+"/schema.json"); got != s.content {
		t.Errorf("updated, it is %s", got)
	}
	if got := fetch(t, fetcher(dir), s.URL+"/schema.json"); got != s.content {
		t.Errorf("after the update, it is %s", got)
	}
}

func TestACachedDocumentThatIsDamagedIsFetchedAgain(t *testing.T) {
	dir, s := t.TempDir(), newSite(t)
	f := fetcher(dir)
	fetch(t, f, s.URL+"/schema.json")
	if err := os.WriteFile(f.path(checksum([]byte(s.content))), []byte(`true`), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := fetch(t, fetcher(dir), s.URL+"/schema.json"); got != s.content {
		t.Errorf("got %s", got)
	}
}

func TestWhereADocumentWasFoundIsLocked(t *testing.T) {
	dir, s := t.TempDir(), newSite(t)
	for _, when := range []string{"first", "from the cache", "without the cache", "after the redirect has changed"} {
		switch when {
		case "without the cache":
			if err := os.RemoveAll(filepath.Join(dir, "cache")); err != nil {
				t.Fatal(err)
			}
		case "after the redirect has changed":
			s.moved = "/copy.json"
			if err := os.RemoveAll(filepath.Join(dir, "cache")); err != nil {
				t.Fatal(err)
			}
		}
		f := fetcher(dir)
		document, err := f.Fetch(t.Context(), s.URL+"/moved#/a")
		if err != nil || string(document.Content) != s.content || document.URL != s.URL+"/schema.json" {
			t.Errorf("%s: %s at %s, %v", when, document.Content, document.URL, err)
		}
		if err := f.Save(); err != nil {
			t.Error(err)
		}
		lock, err := os.ReadFile(f.LockFile)
		want := lockHead + checksum([]byte(s.content)) + "  " + s.URL + "/moved  " + s.URL + "/schema.json\n"
		if err != nil || string(lock) != want {
			t.Errorf("%s: the lock is\n%s\nwant\n%s", when, lock, want)
		}
	}
	f := fetcher(dir)
	f.Update = true
	if document, err := f.Fetch(t.Context(), s.URL+"/moved"); err != nil || document.URL != s.URL+"/copy.json" {
		t.Errorf("updated: %s, %v", document.URL, err)
	}
}

func TestLockedFetchesOnlyWhatTheLockFileHas(t *testing.T) {
	dir, s := t.TempDir(), newSite(t)
	fetch(t, fetcher(dir), s.URL+"/schema.json")
	if err := os.RemoveAll(filepath.Join(dir, "cache")); err != nil {
		t.Fatal(err)
	}
	f := fetcher(dir)
	f.Locked = true
	if got := fetch(t, f, s.URL+"/schema.json"); got != s.content {
		t.Errorf("what is locked is %s", got)
	}
	asked := s.asked
	if _, err := f.Fetch(t.Context(), s.URL+"/copy.json"); err == nil || !strings.Contains(err.Error(), "is not in") {
		t.Errorf("got %v", err)
	}
	if s.asked != asked {
		t.Error("the server was asked for what is not locked")
	}
	if !f.Knows(s.URL+"/schema.json#") || f.Knows(s.URL+"/copy.json") {
		t.Error("the lock file knows other documents than it has")
	}
}

func TestWhatIsNotFetched(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct{ name, url, want string }{
		{"what is not there", s.URL + "/nowhere", "the server responded with 404"},
		{"what is too large", s.URL + "/large", "is larger than 10 MiB"},
		{"what is too large unpacked", s.URL + "/bomb", "is larger than 10 MiB"},
		{"what is encoded in a way that was not asked for", s.URL + "/brotli", `the encoding "br"`},
		{"what is said to be known", s.URL + "/unchanged", "the server responded with 304"},
		{"a redirect to a URL with a password", s.URL + "/password", "a redirect to http://me:xxxxx@"},
		{"redirects without end", s.URL + "/loop", "more than 5 redirects"},
		{"a redirect to a file", s.URL + "/file", "a redirect to file:///etc/passwd is not followed"},
		{"a file", "file:///etc/passwd", "only by http and https"},
		{"another protocol", "ftp://localhost/a", "only by http and https"},
		{"a URL with a password", "http://me:secret@localhost/a", "http://me:xxxxx@localhost/a: a URL must not contain a password"},
		{"a URL without a host", "http:///a", "only by http and https"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			f := fetcher(dir)
			_, err := f.Fetch(context.Background(), c.url)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want %q", err, c.want)
			}
			if err := f.Save(); err != nil {
				t.Error(err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func TestALockFileThatIsNoneIsNotOverwritten(t *testing.T) {
	s := newSite(t)
	for name, content := range map[string]string{
		"no checksum":   "abc  " + s.URL + "/schema.json\n",
		"two checksums": strings.Repeat("a", 64) + "  http://x/\n" + strings.Repeat("b", 64) + "  http://x/\n",
	} {
		t.Run(name, func(t *testing.T) {
			f := fetcher(t.TempDir())
			if err := os.WriteFile(f.LockFile, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := f.Fetch(context.Background(), s.URL+"/schema.json")
			if err == nil || !strings.Contains(err.Error(), LockName+":") {
				t.Errorf("the error is %v", err)
			}
			if after, err := os.ReadFile(f.LockFile); err != nil || string(after) != content {
				t.Errorf("the file is now %q, %v", after, err)
			}
		})
	}
}

func TestARedirectNeverLeavesEncryption(t *testing.T) {
	for _, c := range []struct {
		from, to string
		followed bool
	}{
		{"https://a.example/", "https://b.example/", true},
		{"http://a.example/", "https://a.example/", true},
		{"http://a.example/", "http://b.example/", true},
		{"https://a.example/", "http://a.example/", false},
		{"https://a.example/", "ftp://a.example/", false},
		{"http://a.example/", "file:///etc/passwd", false},
	} {
		from, _ := http.NewRequest(http.MethodGet, c.from, nil)
		to, _ := http.NewRequest(http.MethodGet, c.to, nil)
		if err := checkRedirect(to, []*http.Request{from}); (err == nil) != c.followed {
			t.Errorf("from %s to %s: %v", c.from, c.to, err)
		}
	}
}

func TestTheTimeForAllDocumentsIsBounded(t *testing.T) {
	s := newSite(t)
	f := fetcher(t.TempDir())
	if _, err := f.Fetch(context.Background(), s.URL+"/schema.json"); err != nil {
		t.Fatal(err)
	}
	if f.spent <= 0 {
		t.Error("fetching took no time")
	}
	f.spent = maxTotal
	if _, err := f.Fetch(context.Background(), s.URL+"/copy.json"); err == nil || !strings.Contains(err.Error(), "more than 5m0s") {
		t.Errorf("the error is %v", err)
	}
	if _, err := f.Fetch(context.Background(), s.URL+"/schema.json"); err != nil { // from the cache
		t.Error(err)
	}
}
