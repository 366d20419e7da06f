package gcsrange

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// TestMain starts a server that responds to reads like Google Cloud Storage.
func TestMain(m *testing.M) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/bucket/dir/a b.txt" || r.Header.Get("Range") == "" {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader("0123456789"))
	}))
	os.Setenv("STORAGE_EMULATOR_HOST", server.URL)
	code := m.Run()
	server.Close()
	os.Exit(code)
}

func TestAnObjectIsReadFromAnOffset(t *testing.T) {
	file, err := open(t.Context(), "gs://bucket/dir/a b.txt", 7)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got, err := io.ReadAll(file); err != nil || string(got) != "789" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := open(t.Context(), "gs://bucket/no", 1); err == nil {
		t.Error("an object that does not exist can be opened")
	}
}
