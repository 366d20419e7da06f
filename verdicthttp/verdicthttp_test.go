package verdicthttp_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
	"github.com/verdict-lint/verdict/verdicthttp"
)

type order struct {
	ID   string          `json:"id" jsonschema:"minLength=1"`
	Tags []string        `json:"tags,omitzero"`
	Note null.Or[string] `json:"note,omitzero"`
}

var orders = verdict.MustFor[order]()

// both returns a Handler and a Middleware with the same body limit, which respond with their input.
func both(opts ...verdicthttp.Option) map[string]http.Handler {
	opts = append([]verdicthttp.Option{verdicthttp.WithBodyLimit(2000)}, opts...)
	return map[string]http.Handler{
		"Handler": verdicthttp.Handler(func(w http.ResponseWriter, r *http.Request, o order) {
			body, err := io.ReadAll(r.Body)
			fmt.Fprint(w, string(body), " ", o.ID, " ", err)
		}, opts...),
		"Middleware": verdicthttp.Middleware(orders.Schema, opts...)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			var o order
			_ = json.Unmarshal(body, &o)
			fmt.Fprint(w, string(body), " ", o.ID, " ", err)
		})),
	}
}

func post(body, contentType string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	return r
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func problemIn(t *testing.T, w *httptest.ResponseRecorder) verdicthttp.Problem {
	t.Helper()
	var p verdicthttp.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Header().Get("Content-Type") != "application/problem+json" || p.Status != w.Code {
		t.Fatalf("not a problem: %d %v %s: %v", w.Code, w.Header(), w.Body, err)
	}
	return p
}

func TestEachFaultOfARequestHasItsStatus(t *testing.T) {
	const json = "application/json"
	for _, tt := range []struct {
		name, body, contentType string
		status                  int
	}{
		{"valid", `{"id": "A"}`, json, 200},
		{"a suffix", `{"id": "A"}`, "application/vnd.shop.order+json", 200},
		{"UTF-8", `{"id": "A"}`, `Application/JSON; charset="UTF-8"; v=1`, 200},
		{"no body", ``, json, 400},
		{"not JSON", `{"id": `, json, 400},
		{"invalid UTF-8", "{\"id\": \"\xff\"}", json, 400},
		{"a duplicate name", `{"id": "A", "id": "B"}`, json, 400},
		{"a duplicate name and a wrong value", `{"id": 5, "id": 6}`, json, 400},
		{"two values", `{"id": "A"}{"id": "A"}`, json, 400},
		{"deep nesting", strings.Repeat("[", 1500), json, 400},
		{"missing", `{}`, json, 422},
		{"null", `{"id": null}`, json, 422},
		{"too large", `{"id": "` + strings.Repeat("a", 2000) + `"}`, json, 413},
		{"no type", `{"id": "A"}`, "", 415},
		{"another type", `{"id": "A"}`, "text/plain", 415},
		{"a type that only looks like JSON", `{"id": "A"}`, "application/jsonp", 415},
		{"another character set", `{"id": "A"}`, "application/json; charset=latin1", 415},
		{"a type that is malformed", `{"id": "A"}`, "application/json; charset", 415},
	} {
		for name, h := range both() {
			w := serve(h, post(tt.body, tt.contentType))
			if w.Code != tt.status {
				t.Errorf("%s, %s: got %d, want %d: %s", name, tt.name, w.Code, tt.status, w.Body)
			}
			if tt.status == 200 && w.Body.String() != tt.body+" A <nil>" {
				t.Errorf("%s, %s: the handler got %s", name, tt.name, w.Body)
			}
			if w.Code != 200 {
				problemIn(t, w)
			}
		}
	}
}

func TestACompressedBodyIsNotSupported(t *testing.T) {
	for encoding, status := range map[string]int{"gzip": 415, "identity, gzip": 415, "identity": 200} {
		for name, h := range both() {
			r := post(`{"id": "A"}`, "application/json")
			r.Header.Set("Content-Encoding", encoding)
			if w := serve(h, r); w.Code != status {
				t.Errorf("%s, %s: got %d, want %d", name, encoding, w.Code, status)
			}
		}
	}
}

func TestAProblemListsEachViolation(t *testing.T) {
	for name, h := range both() {
		w := serve(h, post(`{"tags": [1], "note": 5}`, "application/json"))
		got := problemIn(t, w)
		if w.Code != 422 || got.Type != "about:blank" || got.Title != "Unprocessable Entity" || len(got.Violations) != 3 {
			t.Fatalf("%s: %s", name, w.Body)
		}
		v := got.Violations[0]
		if v.Rule != verdict.RuleMissing || v.Pointer != "" || v.Property != "id" || v.Params != `{"missing":"id"}` ||
			v.Detail != `missing required property "id"; add it` || v.Suggestion.Kind != verdict.SuggestAdd {
			t.Errorf("%s: %+v", name, v)
		}
		if got.Violations[1].Pointer != "/tags/0" || got.Violations[1].Line != 1 {
			t.Errorf("%s: %+v", name, got.Violations[1])
		}
	}
}

func TestARedactedProblemHasNoValues(t *testing.T) {
	h := both(verdicthttp.WithSchemaOptions(verdict.WithRedaction()))["Handler"]
	w := serve(h, post(`{"id": 31415926}`, "application/json"))
	if w.Code != 422 || strings.Contains(w.Body.String(), "31415926") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// A schema's own limit on bytes is a limit on the body.
func TestALimitOfTheSchemaIsALimitOfTheBody(t *testing.T) {
	schema := verdict.MustCompile([]byte(`true`), verdict.WithLimits(verdict.Limits{Bytes: 5}))
	w := serve(verdicthttp.Middleware(schema)(http.NotFoundHandler()), post(`"aaaaaaaaa"`, "application/json"))
	if w.Code != 413 {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// A panic is a fault of the program, not of the client.
func TestAPanicOfACheckIsAnErrorOfTheServer(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"format": "x"}`), verdict.WithFormat("x", func(string) error { panic("secret") }))
	w := serve(verdicthttp.Middleware(schema)(http.NotFoundHandler()), post(`"a"`, "application/json"))
	if p := problemIn(t, w); p.Status != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	decodes := verdicthttp.Handler(func(http.ResponseWriter, *http.Request, fragile) {})
	for body, status := range map[string]int{`"panics"`: 500, `"fails"`: 422} {
		w := serve(decodes, post(body, "application/json"))
		if p := problemIn(t, w); p.Status != status || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: got %d %s", body, w.Code, w.Body)
		}
	}
}

// A fragile is a string that some texts cannot be decoded into.
type fragile string

func (*fragile) UnmarshalText(text []byte) error {
	if string(text) == "panics" {
		panic("secret")
	}
	return errors.New("secret")
}

func TestMiddlewareLetsRequestsWithoutABodyPass(t *testing.T) {
	h := both()["Middleware"]
	if w := serve(h, httptest.NewRequest(http.MethodGet, "/", nil)); w.Code != 200 {
		t.Errorf("GET: %d", w.Code)
	}
	if w := serve(h, httptest.NewRequest(http.MethodGet, "/", strings.NewReader(`{}`))); w.Code != 415 {
		t.Errorf("GET with a body: %d", w.Code)
	}
}

func TestInShadowModeARequestPassesWithItsBody(t *testing.T) {
	for name, tt := range map[string]struct{ body, contentType string }{
		"invalid":    {`{"id": 5}`, "application/json"},
		"too large":  {strings.Repeat("a", 100_000), "application/json"},
		"other type": {`abc`, "text/plain"},
	} {
		for _, length := range []int64{int64(len(tt.body)), -1} {
			var seen int
			observe := verdicthttp.WithObserver(func(*http.Request, *verdicthttp.Problem) { seen++ })
			r := post(tt.body, tt.contentType)
			r.ContentLength = length
			w := serve(both(verdicthttp.WithShadow(), observe)["Middleware"], r)
			if w.Code != 200 || !strings.HasPrefix(w.Body.String(), tt.body+" ") || seen != 1 {
				t.Errorf("%s: got %d with %d bytes, %d problems", name, w.Code, w.Body.Len(), seen)
			}
		}
	}
}

func TestInShadowModeABodyThatBreaksOffDoesNotLookComplete(t *testing.T) {
	var got error
	h := verdicthttp.Middleware(orders.Schema, verdicthttp.WithShadow())(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, got = io.ReadAll(r.Body)
	}))
	server := httptest.NewServer(h)
	send(t, server, "Content-Length: 100\r\n\r\n{\"id\": \"A\"}", closeWrite)
	server.Close()
	if !errors.Is(got, io.ErrUnexpectedEOF) {
		t.Errorf("the next handler got %v", got)
	}
}

func TestTheLargestLimitIsNone(t *testing.T) {
	for _, opts := range [][]verdicthttp.Option{nil, {verdicthttp.WithShadow()}} {
		observe := verdicthttp.WithObserver(func(_ *http.Request, p *verdicthttp.Problem) { t.Error(p) })
		for _, h := range both(append(opts, observe, verdicthttp.WithBodyLimit(math.MaxInt64))...) {
			if w := serve(h, post(`{"id": "A"}`, "application/json")); w.Code != 200 {
				t.Errorf("got %d", w.Code)
			}
		}
	}
}

func TestARequestWithoutABodyFromATestIsAnswered(t *testing.T) {
	for name, h := range both() {
		r := post("", "application/json")
		r.Body = nil
		if w := serve(h, r); w.Code != 400 {
			t.Errorf("%s: got %d", name, w.Code)
		}
	}
}

// send writes a request as text to a server and returns the status of the response.
func send(t *testing.T, server *httptest.Server, text string, end func(net.Conn)) int {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() {
		_, _ = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"+text)
		end(conn)
	}()
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

// closeWrite ends the request of a client.
func closeWrite(c net.Conn) { _ = c.(*net.TCPConn).CloseWrite() }

func TestHostileClientsGetTheirStatus(t *testing.T) {
	var observed atomic.Int32
	observe := verdicthttp.WithObserver(func(*http.Request, *verdicthttp.Problem) { observed.Add(1) })
	handlers := both(observe)
	handlers["Body"] = streams(observe, verdicthttp.WithBodyLimit(2000))
	for name, h := range handlers {
		server, impatient := httptest.NewServer(h), httptest.NewUnstartedServer(h)
		impatient.Config.ReadTimeout = 200 * time.Millisecond
		impatient.Start()
		t.Cleanup(server.Close)
		t.Cleanup(impatient.Close)
		endless := func(c net.Conn) {
			for {
				if _, err := io.WriteString(c, "4\r\naaaa\r\n"); err != nil {
					return
				}
			}
		}
		for _, tt := range []struct {
			name, text string
			end        func(net.Conn)
			status     int
		}{
			{"fewer bytes than announced", "Content-Length: 100\r\n\r\n{}", closeWrite, 400},
			{"more bytes than announced", "Content-Length: 2\r\nConnection: close\r\n\r\n{}{}{}", closeWrite, 422},
			{"too many bytes announced", "Content-Length: 100000\r\n\r\n{}", closeWrite, 413},
			{"an endless body", "Transfer-Encoding: chunked\r\n\r\n", endless, 413},
			{"a broken chunk", "Transfer-Encoding: chunked\r\n\r\nx\r\n", closeWrite, 400},
			{"a slow body", "Content-Length: 100\r\n\r\n{", func(net.Conn) {}, 408},
		} {
			if name == "Body" && tt.status == http.StatusUnprocessableEntity {
				continue // it only reads
			}
			before, server := observed.Load(), server
			if tt.status == http.StatusRequestTimeout {
				server = impatient
			}
			if got := send(t, server, tt.text, tt.end); got != tt.status {
				t.Errorf("%s, %s: got %d, want %d", name, tt.name, got, tt.status)
			}
			if observed.Load() != before+1 {
				t.Errorf("%s, %s: it was observed %d times", name, tt.name, observed.Load()-before)
			}
		}
	}
}

// A client that aborts its request closes the connection, or resets it.
func TestARequestThatIsAbortedIsReportedAndNotHandled(t *testing.T) {
	problems := make(chan *verdicthttp.Problem, 1)
	observe := verdicthttp.WithObserver(func(_ *http.Request, p *verdicthttp.Problem) { problems <- p })
	handled := func(w http.ResponseWriter, r *http.Request) { t.Error("the next handler is called") }
	for name, h := range map[string]http.Handler{
		"Handler":    verdicthttp.Handler(func(w http.ResponseWriter, r *http.Request, _ order) { handled(w, r) }, observe),
		"Middleware": verdicthttp.Middleware(orders.Schema, observe)(http.HandlerFunc(handled)),
		"Body":       streams(observe),
		"PatchHandler": verdicthttp.PatchHandler(func(w http.ResponseWriter, r *http.Request, _ func(*order) *verdicthttp.Problem) {
			handled(w, r)
		}, observe),
	} {
		for _, sent := range []string{"", `{"id": "A"}`, `{"id": "A"`} {
			for _, reset := range []bool{false, true} {
				started := make(chan struct{})
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					close(started)
					h.ServeHTTP(w, r)
				}))
				conn, err := net.Dial("tcp", server.Listener.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.WriteString(conn, "PATCH / HTTP/1.1\r\nHost: a\r\nContent-Type: application/merge-patch+json\r\nContent-Length: 100\r\n\r\n"+sent)
				<-started
				if reset {
					_ = conn.(*net.TCPConn).SetLinger(0)
				}
				_ = conn.Close()
				if p := <-problems; p.Status != 400 {
					t.Errorf("%s after %q, reset: %t: got %v", name, sent, reset, p)
				}
				server.Close() // waits for the handler
			}
		}
	}
	if len(problems) > 0 {
		t.Errorf("a second problem: %v", <-problems)
	}
}

func TestAPanicOfTheNextHandlerIsNotSwallowed(t *testing.T) {
	cause := errors.New("cause")
	fails := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(cause) })
	for name, h := range map[string]http.Handler{
		"Handler":    verdicthttp.Handler(func(http.ResponseWriter, *http.Request, order) { panic(cause) }),
		"Middleware": verdicthttp.Middleware(orders.Schema)(fails),
		"Parameters": verdicthttp.Parameters(verdict.MustCompile([]byte(`true`)))(fails),
		"Responses":  verdicthttp.Responses(orders.Schema, verdicthttp.Fail)(fails),
	} {
		func() {
			defer func() {
				if got := recover(); got != cause {
					t.Errorf("%s: recovered %v", name, got)
				}
			}()
			serve(h, post(`{"id": "A"}`, "application/json"))
		}()
	}
}

func TestASchemaMustNotBeNil(t *testing.T) {
	for name, build := range map[string]func(){
		"HandlerFor":     func() { verdicthttp.HandlerFor(nil, func(http.ResponseWriter, *http.Request, order) {}) },
		"Middleware":     func() { verdicthttp.Middleware(nil) },
		"MiddlewareFunc": func() { verdicthttp.MiddlewareFunc(nil) },
		"Parameters":     func() { verdicthttp.Parameters(nil) },
		"Responses":      func() { verdicthttp.Responses(nil, verdicthttp.Warn) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s accepts nil", name)
				}
			}()
			build()
		}()
	}
}

func TestTheSchemaIsThatOfTheTimeOfTheRequest(t *testing.T) {
	var current *verdict.Schema
	var problems []int
	observe := verdicthttp.WithObserver(func(_ *http.Request, p *verdicthttp.Problem) { problems = append(problems, p.Status) })
	next := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	schema := func() *verdict.Schema { return current }
	live := verdicthttp.MiddlewareFunc(schema, observe)(next)
	shadow := verdicthttp.MiddlewareFunc(schema, observe, verdicthttp.WithShadow())(next)
	for _, test := range []struct {
		schema *verdict.Schema
		status int
	}{
		{nil, 503},
		{verdict.MustCompile([]byte(`{"type": "object"}`)), 200},
		{verdict.MustCompile([]byte(`{"required": ["id"]}`)), 422},
		{nil, 503},
	} {
		current, problems = test.schema, nil
		if w := serve(live, post(`{}`, "application/json")); w.Code != test.status {
			t.Errorf("status %d, want %d", w.Code, test.status)
		}
		if w := serve(shadow, post(`{}`, "application/json")); w.Code != 200 {
			t.Errorf("in shadow mode, status %d", w.Code)
		}
		if failed := test.status != 200; failed && !slices.Equal(problems, []int{test.status, test.status}) || !failed && problems != nil {
			t.Errorf("observed %v, want %d twice", problems, test.status)
		}
	}
}

func TestHandlersAreSafeForConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for _, h := range both() {
		for k := range 8 {
			wg.Go(func() {
				for i := range 50 {
					id := fmt.Sprint(k, "-", i)
					valid := serve(h, post(`{"id": "`+id+`"}`, "application/json"))
					if want := `{"id": "` + id + `"} ` + id + ` <nil>`; valid.Body.String() != want {
						t.Errorf("got %s, want %s", valid.Body, want)
					}
					if invalid := serve(h, post(`{"id": `+fmt.Sprint(i)+`}`, "application/json")); invalid.Code != 422 {
						t.Errorf("got %d", invalid.Code)
					}
				}
			})
		}
	}
	wg.Wait()
}
