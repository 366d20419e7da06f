package remote

import (
	"context"
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
	asked   int
}

func newSite(t *testing.T) *site {
	s := &site{content: `{"type": "number"}`}
	mux := http.NewServeMux()
	mux.HandleFunc("/schema.json", func(w http.ResponseWriter, _ *http.Request) {
		s.asked++
		_, _ = w.Write([]byte(s.content)) // who asked may have gone
	})
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(make([]byte, maxBytes+1))
	})
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.Handle("/moved", http.RedirectHandler("/schema.json", http.StatusMovedPermanently))
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
	return string(document)
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

func TestADocumentThatHasChangedIsRefused(t *testing.T) {
	dir, s := t.TempDir(), newSite(t)
	fetch(t, fetcher(dir), s.URL+"/schema.json")
	before := checksum([]byte(s.content))
	s.content = `{"type": "string"}`
	after := checksum([]byte(s.content))

	if got := fetch(t, fetcher(dir), s.URL+"/schema.json"); got != `{"type": "number"}` {
		t.Errorf("with the cache there, it is %s", got)
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

func TestARedirectIsFollowedAndLockedByTheFirstURL(t *testing.T) {
	dir, s := t.TempDir(), newSite(t)
	if got := fetch(t, fetcher(dir), s.URL+"/moved"); got != s.content {
		t.Errorf("got %s", got)
	}
	if lock, err := readLock(filepath.Join(dir, LockName)); err != nil || lock[s.URL+"/moved"] == "" {
		t.Errorf("%v, %v", lock, err)
	}
}

func TestWhatIsNotFetched(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct{ name, url, want string }{
		{"what is not there", s.URL + "/nowhere", "the server says 404"},
		{"what is too large", s.URL + "/large", "it is larger than 10 MB"},
		{"redirects without end", s.URL + "/loop", "more than 5 redirects"},
		{"a redirect to a file", s.URL + "/file", "a redirect to file:///etc/passwd"},
		{"a file", "file:///etc/passwd", "by http and https only"},
		{"another protocol", "ftp://localhost/a", "by http and https only"},
		{"a URL with a password", "http://me:secret@localhost/a", "http://me:xxxxx@localhost/a: a URL with a password"},
		{"a URL without a host", "http:///a", "by http and https only"},
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
