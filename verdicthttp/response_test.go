package verdicthttp_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

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

// The writer that handlers get has what that of the server has.
func TestResponsesSupportTheResponseController(t *testing.T) {
	report := verdicthttp.WithObserver(func(_ *http.Request, p *verdicthttp.Problem) { t.Error(p) })
	hijack := func(w http.ResponseWriter) error {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return err
		}
		defer conn.Close()
		_, err = io.WriteString(conn, "HTTP/1.1 299 Hijacked\r\nContent-Length: 2\r\n\r\nhi")
		return err
	}
	for name, test := range map[string]struct {
		http2  bool
		handle func(http.ResponseWriter) error
		status int
		body   string
	}{
		"hijacked": {handle: hijack, status: 299, body: "hi"},
		"hijacked by the controller, as JSON": {handle: func(w http.ResponseWriter) error {
			w.Header().Set("Content-Type", "application/json")
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				return err
			}
			defer conn.Close()
			_, err = io.WriteString(conn, "HTTP/1.1 299 Hijacked\r\nContent-Length: 2\r\n\r\nhi")
			return err
		}, status: 299, body: "hi"},
		"not hijacked with HTTP/2": {http2: true, handle: func(w http.ResponseWriter) error {
			if err := hijack(w); !errors.Is(err, errors.ErrUnsupported) {
				return fmt.Errorf("the error is %v", err)
			}
			writes(201, `{"id": "A"}`)(w)
			return nil
		}, status: 201, body: `{"id": "A"}`},
		"deadlines": {handle: func(w http.ResponseWriter) error {
			c := http.NewResponseController(w)
			later := time.Now().Add(time.Hour)
			writes(200, `{"id": "A"}`)(w)
			return errors.Join(c.SetReadDeadline(later), c.SetWriteDeadline(later), c.EnableFullDuplex())
		}, status: 200, body: `{"id": "A"}`},
		"copied": {handle: func(w http.ResponseWriter) error {
			writes(200)(w)
			_, err := io.Copy(w, strings.NewReader(`{"id": "A"}`))
			return err
		}, status: 200, body: `{"id": "A"}`},
		"flushed": {handle: func(w http.ResponseWriter) error {
			writes(200, `{"id": `)(w)
			w.(http.Flusher).Flush()
			_, err := io.Copy(w, strings.NewReader(`5}`))
			return err
		}, status: 200, body: `{"id": 5}`},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewUnstartedServer(verdicthttp.Responses(orders.Schema, verdicthttp.Fail, report)(
				http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					if err := test.handle(w); err != nil {
						t.Error(err)
					}
				})))
			server.EnableHTTP2 = test.http2
			if test.http2 {
				server.StartTLS()
			} else {
				server.Start()
			}
			defer server.Close()
			response, err := server.Client().Get(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != test.status || string(body) != test.body || test.http2 && response.ProtoMajor != 2 {
				t.Errorf("got %s %d %q, error %v", response.Proto, response.StatusCode, body, err)
			}
		})
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
