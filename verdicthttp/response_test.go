package verdicthttp_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/verdicthttp"
)

func TestResponsesAreReportedOrReplaced(t *testing.T) {
	long := `{"id": "` + strings.Repeat("a", 3000) + `"}`
	for _, tt := range []struct {
		name     string
		respond  func(w http.ResponseWriter)
		mode     verdicthttp.ResponseMode
		status   int
		body     string // "" if it is a problem
		problems int
	}{
		{"valid", writes(201, `{"id": "A"}`), verdicthttp.Fail, 201, `{"id": "A"}`, 0},
		{"invalid, reported", writes(0, `{"id": 5}`), verdicthttp.Warn, 200, `{"id": 5}`, 1},
		{"invalid, replaced", writes(201, `{"id": 5}`), verdicthttp.Fail, 500, "", 1},
		{"not JSON", writes(200, `{`), verdicthttp.Fail, 500, "", 1},
		{"without a body", writes(200, ``), verdicthttp.Fail, 500, "", 1},
		{"nothing written", func(w http.ResponseWriter) { w.Header().Set("Content-Type", "application/json") }, verdicthttp.Fail, 500, "", 1},
		{"nothing at all", func(http.ResponseWriter) {}, verdicthttp.Fail, 200, "", 0},
		{"an error", writes(404, `{"id": 5}`), verdicthttp.Fail, 404, `{"id": 5}`, 0},
		{"no content", writes(204, ``), verdicthttp.Fail, 204, ``, 0},
		{"a range", writes(206, `"id": 5`), verdicthttp.Fail, 206, `"id": 5`, 0},
		{"too long to keep", writes(200, long, long), verdicthttp.Fail, 200, long + long, 0},
		{"a stream", func(w http.ResponseWriter) {
			writes(200, `{"id": 5}`)(w)
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, "\n{}")
		}, verdicthttp.Fail, 200, "{\"id\": 5}\n{}", 0},
		{"another type", func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.WriteString(w, "{}")
		}, verdicthttp.Fail, 200, "{}", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			problems := 0
			observe := verdicthttp.WithObserver(func(*http.Request, *verdicthttp.Problem) { problems++ })
			h := verdicthttp.Responses(orders.Schema, tt.mode, observe, verdicthttp.WithBodyLimit(2000))(
				http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { tt.respond(w) }))
			w := serve(h, httptest.NewRequest(http.MethodGet, "/", nil))
			if w.Code != tt.status || problems != tt.problems {
				t.Errorf("got %d and %d problems: %s", w.Code, problems, w.Body)
			}
			if tt.problems > 0 && tt.status == 500 {
				problemIn(t, w)
			} else if w.Body.String() != tt.body {
				t.Errorf("got %s", w.Body)
			}
		})
	}
}

func TestAHeaderIsThatOfWriteHeader(t *testing.T) {
	respond := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		header := w.Header()
		header.Set("Content-Type", "application/json")
		header.Set("Trailer", "Sum")
		header.Set("Kept", "1")
		_, _ = io.WriteString(w, `{"id": "A"}`)
		header.Set("Sum", "5")
		header.Set("Late", "1")
		header.Del("Kept")
	})
	for name, h := range map[string]http.Handler{"alone": respond, "Responses": verdicthttp.Responses(orders.Schema, verdicthttp.Fail)(respond)} {
		r := serve(h, httptest.NewRequest(http.MethodGet, "/", nil)).Result()
		if got := fmt.Sprint(r.Header["Kept"], r.Header["Late"], r.Header["Sum"], r.Trailer["Sum"]); got != "[1] [] [] [5]" {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

// writes returns a handler that responds with JSON in parts.
func writes(status int, parts ...string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		if status != 0 {
			w.WriteHeader(status)
		}
		for _, part := range parts {
			if part != "" {
				_, _ = io.WriteString(w, part)
			}
		}
	}
}
