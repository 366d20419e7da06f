package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/verdict-lint/verdict/registry"
)

// start returns the URL of a service with an empty database, and the source of its rules.
func start(t *testing.T) (url string, rules *registry.Registry, schemas string) {
	t.Helper()
	store, err := open(t.Context(), startPostgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.close)
	schemas = t.TempDir()
	if err := os.CopyFS(schemas, os.DirFS("schemas")); err != nil {
		t.Fatal(err)
	}
	rules, err = registry.Open(t.Context(), registry.Dir(schemas), registry.WithInterval(0))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rules.Close() })
	server := httptest.NewServer((&service{store: store, rules: rules}).routes())
	t.Cleanup(server.Close)
	return server.URL, rules, schemas
}

func request(t *testing.T, method, url, contentType string, body io.Reader) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// payload returns a session with an id and a project.
func payload(id int, project string) string {
	return fmt.Sprintf(`{"id": %d, "organizationId": 1, "projectId": %q, "originOwnerId": "o", "originOwnerName": "O", "createdAt": "2024-02-29T12:00:00Z"}`, id, project)
}

func TestSessionsAreStoredAndChanged(t *testing.T) {
	url, rules, schemas := start(t)
	const (
		plain = "application/json"
		merge = "application/merge-patch+json"
		patch = "application/json-patch+json"
	)
	for _, tt := range []struct {
		method, path, contentType, body string
		status                          int
		want                            string // a part of the response
	}{
		{"POST", "/sessions", plain, payload(1, "apple"), 201, `"projectId":"apple"`},
		{"POST", "/sessions", plain, payload(1, "apple"), 409, "there is a session with that id"},
		{"POST", "/sessions", plain, payload(2, "Not Allowed"), 422, `"pointer":"/projectId"`}, // by the live schema
		{"POST", "/sessions", plain, `{"id": 3, "type": "x"}`, 422, `"property":"projectId"`},
		{"GET", "/sessions/1", plain, "", 200, `"createdAt":"2024-02-29T12:00:00Z"`},
		{"GET", "/sessions/2", plain, "", 404, "there is no such session"},
		{"GET", "/sessions/one", plain, "", 422, `"pointer":"/id"`},
		{"PATCH", "/sessions/1", merge, `{"label": "new"}`, 200, `"label":"new"`},
		{"PATCH", "/sessions/1", merge, `{"projectId": null}`, 422, `"rule":"null"`},
		{"PATCH", "/sessions/1", merge, `{"id": 2}`, 409, "cannot change the id"},
		{"PATCH", "/sessions/1", patch, `[{"op": "test", "path": "/label", "value": "old"}]`, 409, "/label"},
		{"PATCH", "/sessions/1", patch, `[{"op": "test", "path": "/label", "value": "new"}, {"op": "remove", "path": "/label"}]`, 200, `"id":1`},
		{"PATCH", "/sessions/1", plain, `{}`, 415, "Unsupported Media Type"},
		{"PATCH", "/sessions/7", merge, `{"label": "new"}`, 404, "there is no such session"},
		{"GET", "/sessions/1", plain, "", 200, `"projectId":"apple"`},
	} {
		status, text := request(t, tt.method, url+tt.path, tt.contentType, strings.NewReader(tt.body))
		if status != tt.status || !strings.Contains(text, tt.want) {
			t.Errorf("%s %s %s: status %d, want %d with %s: %s", tt.method, tt.path, tt.body, status, tt.status, tt.want, text)
		}
	}
	if _, text := request(t, "GET", url+"/sessions/1", plain, nil); strings.Contains(text, "label") {
		t.Errorf("the label is still there: %s", text)
	}

	// The rules can change while the service runs, but not to an invalid schema.
	name := filepath.Join(schemas, "session.json")
	for _, step := range []struct {
		text   string
		broken bool
		status int
	}{
		{`{"properties": {"projectId": {"maxLength": 20}}}`, false, 201},
		{`{"properties": {"projectId": {"maxLength": "x"}}}`, true, 422},
	} {
		if err := os.WriteFile(name, []byte(step.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := rules.Refresh(t.Context()); (err != nil) != step.broken {
			t.Errorf("%s: refreshing: %v", step.text, err)
		}
		if status, text := request(t, "POST", url+"/sessions", plain, strings.NewReader(payload(2, strings.Repeat("P", 20+20*(step.status-201))))); status != step.status {
			t.Errorf("%s: status %d, want %d: %s", step.text, status, step.status, text)
		}
	}
}

func TestValidRecordsOfAStreamAreImported(t *testing.T) {
	url, _, _ := start(t)
	const n = 5000
	body, in := io.Pipe()
	go func() {
		for i := range n {
			line := payload(i, "p") + "\n"
			switch i % 20 {
			case 3:
				line = strings.Replace(line, `"id"`, `"Id"`, 1)
			case 13:
				line = strings.Replace(line, `"id": `, `"id": 1e400`, 1) // valid, but too large for the type
			}
			if _, err := io.WriteString(in, line); err != nil {
				return
			}
		}
		_ = in.Close()
	}()
	status, text := request(t, "POST", url+"/sessions/import", "application/x-ndjson", body)
	var result imported
	if err := json.Unmarshal([]byte(text), &result); err != nil || status != 200 {
		t.Fatalf("status %d: %s", status, text)
	}
	if result.Stored != n-n/10 || result.Rejected != n/10 || len(result.Rejects) != maxRejects {
		t.Errorf("stored %d, rejected %d, reported %d", result.Stored, result.Rejected, len(result.Rejects))
	}
	if first := result.Rejects[0]; first.Line != 4 || first.Reason != `4:1: missing required property "id"; add it [missing]` {
		t.Errorf("the first reject is %+v", first)
	}
	if status, text := request(t, "GET", url+"/sessions/4999", "", nil); status != 200 {
		t.Errorf("the last session: status %d: %s", status, text)
	}
}

// An import that cannot be finished stores nothing.
func TestAnImportIsStoredAsAWhole(t *testing.T) {
	url, _, _ := start(t)
	if status, text := request(t, "POST", url+"/sessions", "application/json", strings.NewReader(payload(2, "p"))); status != 201 {
		t.Fatalf("status %d: %s", status, text)
	}
	if status, text := request(t, "POST", url+"/sessions/import", "application/json", strings.NewReader("["+payload(1, "p")+","+payload(2, "p")+"]")); status != 409 {
		t.Errorf("an id that is taken: status %d: %s", status, text)
	}
	body := io.MultiReader(strings.NewReader(payload(3, "p")+"\n"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if r, err := http.NewRequestWithContext(t.Context(), "POST", url+"/sessions/import", body); err != nil {
		t.Fatal(err)
	} else if response, err := http.DefaultClient.Do(r); err == nil {
		t.Errorf("a body that ends early: status %d", response.StatusCode)
		_ = response.Body.Close()
	}
	for _, id := range []string{"1", "3"} {
		if status, text := request(t, "GET", url+"/sessions/"+id, "", nil); status != 404 {
			t.Errorf("session %s: status %d: %s", id, status, text)
		}
	}
}
