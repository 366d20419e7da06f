package verdicthttp_test

// This file sends what clients should not send, and checks that the response is right and small.

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/verdicthttp"
)

// statusOf returns the status that a handler responds with to a body with headers.
func statusOf(h http.Handler, body string, headers ...string) int {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	for k := 0; k < len(headers); k += 2 {
		r.Header.Add(headers[k], headers[k+1])
	}
	return serve(h, r).Code
}

func TestHeadersDecideWhetherABodyIsJSON(t *testing.T) {
	const contentType, encoding = "Content-Type", "Content-Encoding"
	for _, tt := range []struct {
		headers []string
		status  int
	}{
		{[]string{contentType, "application/json;"}, 200},
		{[]string{contentType, "application/merge-patch+json"}, 200},
		{[]string{contentType, "a/b+JSON"}, 200},
		{[]string{contentType, "+json"}, 415},
		{[]string{contentType, "text/json"}, 415},
		{[]string{contentType, "*/*"}, 415},
		{[]string{contentType, "application/json, application/json"}, 415},
		{[]string{contentType, "application/json", contentType, "application/json"}, 415},
		{[]string{contentType, "application/json; charset="}, 415},
		{nil, 415},
		{[]string{contentType, "application/json", encoding, ""}, 200},
		{[]string{contentType, "application/json", encoding, "identity, Identity,"}, 200},
		{[]string{contentType, "application/json", encoding, "identity", encoding, "br"}, 415},
	} {
		for name, h := range both() {
			if got := statusOf(h, `{"id": "A"}`, tt.headers...); got != tt.status {
				t.Errorf("%s, %q: got %d, want %d", name, tt.headers, got, tt.status)
			}
		}
	}
}

func TestTheLimitIsTheLargestBodyThatIsAccepted(t *testing.T) {
	for size, status := range map[int]int{1999: 200, 2000: 200, 2001: 413} {
		body := `{"id": "` + strings.Repeat("a", size-10) + `"}`
		for name, h := range both() {
			for _, length := range []int64{int64(size), -1} {
				r := post(body, "application/json")
				r.ContentLength = length
				if w := serve(h, r); w.Code != status {
					t.Errorf("%s, %d bytes: got %d, want %d", name, size, w.Code, status)
				}
			}
			outer := http.MaxBytesHandler(h, int64(size-1))
			if got := statusOf(outer, body, "Content-Type", "application/json"); got != 413 {
				t.Errorf("%s, one byte more than MaxBytesHandler allows: got %d", name, got)
			}
		}
	}
}

// The pointer of each violation has the name of the object that it is in.
func TestAProblemIsNotMuchLargerThanTheBody(t *testing.T) {
	name := strings.Repeat("k", 900_000)
	schema := verdict.MustCompile([]byte(`{"additionalProperties": {"items": {"type": "string"}}}`), verdict.WithStrict(true))
	for _, body := range []string{
		`{"` + name + `": [` + strings.Repeat("1,", 99) + `1]}`,
		`{"` + name + `": [1, {"` + name[:100_000] + `": 1}]}`,
	} {
		w := serve(verdicthttp.Middleware(schema)(http.NotFoundHandler()), post(body, "application/json"))
		if p := problemIn(t, w); p.Status != 422 || len(p.Violations) == 0 || !p.Truncated && w.Body.Len() > 2*len(body) {
			t.Errorf("got %d with %d violations", p.Status, len(p.Violations))
		}
		if w.Body.Len() > 3*len(body) {
			t.Errorf("a body of %d bytes has a response of %d", len(body), w.Body.Len())
		}
	}
	ordinary := serve(verdicthttp.Middleware(schema)(http.NotFoundHandler()), post(`{"a": [`+strings.Repeat("1,", 99)+`1]}`, "application/json"))
	if p := problemIn(t, ordinary); len(p.Violations) != 100 || p.Truncated {
		t.Errorf("%d violations with short names, truncated: %t", len(p.Violations), p.Truncated)
	}
}

func TestAQuerySaysWhatIsWrongWithIt(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"properties": {"sort": {"enum": ["a<b"]}}}`))
	h := verdicthttp.Parameters(schema)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for query, want := range map[string]string{
		"sort=%3Cb%3E%26":               `expected "a<b", got "<b>&"`,
		"sort=a%3Cb":                    "",
		"a;b":                           "the query is not valid; write '%' as %25 and ';' as %3B",
		"a=%zz":                         "the query is not valid; write '%' as %25 and ';' as %3B",
		"a=%ff":                         "the query or path is not UTF-8",
		strings.Repeat("a=1&", 100_000): "the query has more than 1000 parameters",
		strings.Repeat("&", 5000):       "",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.RawQuery = query
		w := serve(h, r)
		if want == "" {
			if w.Code != 200 {
				t.Errorf("%.20s: got %d", query, w.Code)
			}
			continue
		}
		p := problemIn(t, w)
		got := p.Detail
		if p.Violations != nil {
			got = p.Violations[0].Detail
		}
		if got != want {
			t.Errorf("%.20s: got %s, want %s", query, got, want)
		}
	}
}

func TestAProblemOfTheCallerIsAlwaysAResponse(t *testing.T) {
	for _, err := range []error{nil, (*verdicthttp.Problem)(nil), &verdicthttp.Problem{Detail: "no status"}, verdicthttp.NewProblem(100, "")} {
		w := httptest.NewRecorder()
		verdicthttp.Error(w, httptest.NewRequest(http.MethodGet, "/", nil), err)
		if p := problemIn(t, w); p.Status != 500 {
			t.Errorf("%v: got %d", err, p.Status)
		}
	}
}

func TestAProblemHasNoHeadersOfTheResponseThatItReplaces(t *testing.T) {
	h := verdicthttp.Responses(orders.Schema, verdicthttp.Fail)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for _, name := range []string{"Content-Disposition", "Content-Language", "Content-Digest", "Etag", "Expires", "X-Kept"} {
			w.Header().Set(name, "x")
		}
		writes(200, `{"id": 5}`)(w)
	}))
	w := serve(h, httptest.NewRequest(http.MethodGet, "/", nil))
	var names []string
	for name := range w.Header() {
		names = append(names, name)
	}
	slices.Sort(names)
	if w.Code != 500 || fmt.Sprint(names) != "[Content-Type X-Content-Type-Options X-Kept]" {
		t.Errorf("got %d with %v", w.Code, names)
	}
}

func TestAResponseThatSaysItIsNotEncodedIsValidated(t *testing.T) {
	for encoding, status := range map[string]int{"identity": 500, "gzip": 200} {
		h := verdicthttp.Responses(orders.Schema, verdicthttp.Fail)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", encoding)
			writes(200, `{"id": 5}`)(w)
		}))
		if w := serve(h, httptest.NewRequest(http.MethodGet, "/", nil)); w.Code != status {
			t.Errorf("%s: got %d, want %d", encoding, w.Code, status)
		}
	}
}

// io.Copy uses ReadFrom.
func TestACopyIsValidatedUpToTheLimit(t *testing.T) {
	source, err := os.ReadFile("response.go")
	if err != nil {
		t.Fatal(err)
	}
	large := `{"id": "` + strings.Repeat("a", 100_000) + `"}`
	for _, tt := range []struct {
		contentType, body string
		limit             int64
		status            int
	}{
		{"application/json", `{"id": "A"}`, 1 << 20, 200},
		{"application/json", `{"id": 5}`, 1 << 20, 500},
		{"application/json", large, 1 << 20, 200},
		{"application/json", strings.Replace(large, "id", "ID", 1), 1 << 20, 500},
		{"application/json", strings.Replace(large, "id", "ID", 1), 90_000, 200}, // passed on
		{"application/json", ``, 1 << 20, 500},
		{"text/plain", string(source), 1 << 20, 200},
		{"", string(source), 1 << 20, 200},
		{"", "", 1 << 20, 200},
	} {
		var copied int64
		server := httptest.NewServer(verdicthttp.Responses(orders.Schema, verdicthttp.Fail, verdicthttp.WithBodyLimit(tt.limit))(
			http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if tt.contentType != "" {
					w.Header().Set("Content-Type", tt.contentType)
				}
				copied, _ = w.(io.ReaderFrom).ReadFrom(strings.NewReader(tt.body))
			})))
		response, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		server.Close()
		if err != nil || response.StatusCode != tt.status || tt.status == 200 && string(body) != tt.body || copied != int64(len(tt.body)) {
			t.Errorf("%s, %d bytes: got %d with %d bytes of %d, error %v", tt.contentType, len(tt.body), response.StatusCode, len(body), copied, err)
		}
	}
}

func TestAHijackedConnectionIsLeftAlone(t *testing.T) {
	var mu sync.Mutex
	var logged bytes.Buffer
	server := httptest.NewUnstartedServer(verdicthttp.Responses(orders.Schema, verdicthttp.Fail)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "HTTP/1.1 204 No Content\r\n\r\n")
	})))
	server.Config.ErrorLog = log.New(writerFunc(func(p []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return logged.Write(p)
	}), "", 0)
	server.Start()
	response, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	server.Close()
	mu.Lock()
	defer mu.Unlock()
	if response.StatusCode != 204 || logged.Len() > 0 {
		t.Errorf("got %d, logged %q", response.StatusCode, logged.String())
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
