package verdicthttp_test

// This file tests the language of problems.

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/messages"
	"github.com/verdict-lint/verdict/verdicthttp"
)

var inEnglish, inGerman = verdicthttp.WithMessages("en", messages.English()), verdicthttp.WithMessages("de", messages.German())

func TestTheLanguageIsTheOneThatTheClientPrefers(t *testing.T) {
	swiss := verdicthttp.WithMessages("de-CH", messages.German())
	for _, tt := range []struct {
		accepted []string
		want     string // of en, de
		swiss    string // of en, de-CH
	}{
		{nil, "en", "en"},
		{[]string{""}, "en", "en"},
		{[]string{"de"}, "de", "de-CH"},
		{[]string{"DE"}, "de", "de-CH"},
		{[]string{"de-AT"}, "de", "en"},
		{[]string{"de-ch"}, "de", "de-CH"},
		{[]string{"de, en"}, "de", "de-CH"},
		{[]string{"en, de"}, "en", "en"},
		{[]string{"en-US,en;q=0.9,de;q=0.8"}, "en", "en"},
		{[]string{"fr, de;q=0.5, en;q=0.4"}, "de", "de-CH"},
		{[]string{"en;q=0.4", "de ; q=0.5"}, "de", "de-CH"},
		{[]string{"en;q=0, *"}, "de", "de-CH"},
		{[]string{"en-US;q=0, *;q=0.1"}, "en", "en"},
		{[]string{"de;q=0, de-CH"}, "en", "de-CH"},
		{[]string{"fr"}, "en", "en"},
		{[]string{"*"}, "en", "en"},
		{[]string{"en;q=0, de;q=0"}, "en", "en"},
		{[]string{"d"}, "en", "en"},
		{[]string{"den"}, "en", "en"},
		{[]string{"de;q=2, en;q=0.1"}, "en", "en"},
		{[]string{"de;q=NaN, en;q=0.1"}, "en", "en"},
		{[]string{"de;level=1, en;q=0.1"}, "en", "en"},
		{[]string{";q=1, ,,-, de;q=0.001"}, "de", "de-CH"},
		{[]string{strings.Repeat("fr;q=0.1,", 10_000) + "de"}, "de", "de-CH"},
	} {
		for _, c := range []struct {
			german verdicthttp.Option
			want   string
		}{{inGerman, tt.want}, {swiss, tt.swiss}} {
			r := post(`{}`, "application/json")
			r.Header["Accept-Language"] = tt.accepted
			w := serve(verdicthttp.Middleware(orders.Schema, inEnglish, c.german)(http.NotFoundHandler()), r)
			if got := w.Header().Get("Content-Language"); got != c.want || w.Header().Get("Vary") != "Accept-Language" {
				t.Errorf("%.40q: got %q, want %q; Vary %q", tt.accepted, got, c.want, w.Header().Get("Vary"))
			}
			if isGerman := strings.Contains(w.Body.String(), `die erforderliche Eigenschaft \"id\" fehlt; ergänzen`); isGerman != strings.HasPrefix(c.want, "de") {
				t.Errorf("%.40q: %s", tt.accepted, w.Body)
			}
		}
	}
}

func TestTheOnlyLanguageIsThatOfAllProblems(t *testing.T) {
	r := post(`{`, "application/json")
	r.Header.Set("Accept-Language", "en")
	w := serve(verdicthttp.Middleware(orders.Schema, inGerman)(http.NotFoundHandler()), r)
	p := problemIn(t, w)
	if p.Title != "Ungültige Anfrage" || p.Detail != "der Body ist kein zulässiges JSON" ||
		w.Header().Get("Content-Language") != "de" || w.Header().Get("Vary") != "" {
		t.Errorf("got %v %s", w.Header(), w.Body)
	}
}

func TestProblemsHaveNoLanguageUnlessItIsSet(t *testing.T) {
	w := serve(verdicthttp.Middleware(orders.Schema)(http.NotFoundHandler()), post(`{`, "application/json"))
	if w.Header().Get("Content-Language") != "" || w.Header().Get("Vary") != "" {
		t.Errorf("got %v", w.Header())
	}
}

// TestEveryProblemIsTranslated compares the problems of each function in English and in German.
func TestEveryProblemIsTranslated(t *testing.T) {
	type patched struct {
		ID string `json:"id"`
	}
	panics := verdict.MustCompile([]byte(`{"format": "x"}`), verdict.WithFormat("x", func(string) error { panic("x") }))
	numbers := verdict.MustFor[struct {
		N float64 `json:"n"`
	}]()
	next := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	const json, merge, operations = "application/json", "application/merge-patch+json", "application/json-patch+json"
	middleware := func(opts ...verdicthttp.Option) http.Handler {
		return verdicthttp.Middleware(orders.Schema, opts...)(next)
	}
	patch := func(opts ...verdicthttp.Option) http.Handler {
		return verdicthttp.PatchHandler(func(w http.ResponseWriter, r *http.Request, apply func(*patched) *verdicthttp.Problem) {
			verdicthttp.Error(w, r, apply(&patched{"a"}))
		}, opts...)
	}
	parameters := func(query string) *http.Request {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.RawQuery = query
		return r
	}
	for name, tt := range map[string]struct {
		handler func(...verdicthttp.Option) http.Handler
		request func() *http.Request
		status  int
		german  string
	}{
		"valid JSON": {middleware, func() *http.Request { return post(`{}`, json) }, 422, "der Body entspricht nicht dem Schema"},
		"not JSON":   {middleware, func() *http.Request { return post(`{`, json) }, 400, "der Body ist kein zulässiges JSON"},
		"type":       {middleware, func() *http.Request { return post(`{}`, "text/plain") }, 415, "Content-Type muss application/json in UTF-8 sein oder mit +json enden"},
		"large":      {middleware, func() *http.Request { return post(strings.Repeat(" ", 3000), json) }, 413, "der Body ist größer als 2000 Bytes"},
		"encoded": {middleware, func() *http.Request {
			r := post(`{}`, json)
			r.Header.Set("Content-Encoding", "gzip")
			return r
		}, 415, "Content-Encoding wird nicht unterstützt; den Body unverändert senden"},
		"incomplete": {middleware, func() *http.Request {
			r := post(`{}`, json)
			r.Body = io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF))
			return r
		}, 400, "der Body kann nicht gelesen werden oder ist unvollständig"},
		"slow": {middleware, func() *http.Request {
			r := post(`{}`, json)
			r.Body = io.NopCloser(iotest.ErrReader(deadline{}))
			return r
		}, 408, "der Body wurde nicht rechtzeitig empfangen"},
		"missing": {middleware, func() *http.Request {
			r := post(``, json)
			r.Body = nil
			return r
		}, 400, "der Body fehlt"},
		"unavailable": {func(opts ...verdicthttp.Option) http.Handler {
			return verdicthttp.MiddlewareFunc(func() *verdict.Schema { return nil }, opts...)(next)
		}, func() *http.Request { return post(`{}`, json) }, 503, "das Schema des Bodys ist nicht verfügbar"},
		"panic": {func(opts ...verdicthttp.Option) http.Handler { return verdicthttp.Middleware(panics, opts...)(next) },
			func() *http.Request { return post(`"a"`, json) }, 500, "der Body kann nicht validiert werden"},
		"beyond the type": {func(opts ...verdicthttp.Option) http.Handler {
			return verdicthttp.HandlerFor(numbers, func(http.ResponseWriter, *http.Request, struct {
				N float64 `json:"n"`
			}) {
			}, opts...)
		}, func() *http.Request { return post(`{"n": 1e400}`, json) }, 422, `der Body kann nicht dekodiert werden: der Wert bei "/n" wird nicht unterstützt`},
		"patch type":    {patch, func() *http.Request { return post(`{}`, json) }, 415, "Content-Type muss application/merge-patch+json oder application/json-patch+json in UTF-8 sein"},
		"merge patch":   {patch, func() *http.Request { return post(`{"id": 5}`, merge) }, 422, "der Body entspricht nicht dem Schema"},
		"no JSON Patch": {patch, func() *http.Request { return post(`{}`, operations) }, 400, "der Body ist kein JSON Patch"},
		"operation": {patch, func() *http.Request { return post(`[{"op": "remove", "path": "/\"x"}]`, operations) }, 409,
			`Operation 0 des Patches (remove "/\"x"): dieser Zeiger führt zu keinem Wert`},
		"result": {patch, func() *http.Request { return post(`[{"op": "remove", "path": "/id"}]`, operations) }, 422, "das Ergebnis des Patches entspricht nicht dem Schema"},
		"response": {func(opts ...verdicthttp.Option) http.Handler {
			return verdicthttp.Responses(orders.Schema, verdicthttp.Fail, opts...)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { writes(200, `{}`)(w) }))
		}, func() *http.Request { return post(``, json) }, 500, "die Antwort entspricht nicht dem Schema"},
		"parameters":          {parametersHandler, func() *http.Request { return parameters("n=x") }, 422, "die Query oder der Pfad entspricht nicht dem Schema"},
		"query":               {parametersHandler, func() *http.Request { return parameters("a;b") }, 400, "die Query ist ungültig; '%' als %25 und ';' als %3B schreiben"},
		"query that is long":  {parametersHandler, func() *http.Request { return parameters(strings.Repeat("a&", 2000)) }, 400, "die Query hat mehr als 1000 Parameter"},
		"query that is Latin": {parametersHandler, func() *http.Request { return parameters("a=%ff") }, 400, "die Query oder der Pfad ist nicht UTF-8"},
		"decoded parameters": {func(opts ...verdicthttp.Option) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, err := verdicthttp.DecodeParameters(numbers, r, opts...)
				verdicthttp.Error(w, r, err)
			})
		}, func() *http.Request { return parameters("n=x") }, 422, "die Query oder der Pfad entspricht nicht dem Schema"},
		"any other error": {func(opts ...verdicthttp.Option) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				verdicthttp.Error(w, r, errors.New("x"), opts...)
			})
		}, func() *http.Request { return post(``, json) }, 500, "der Server konnte die Anfrage nicht bearbeiten"},
		"stream that is large": {streams, func() *http.Request { return post(strings.Repeat(" ", 3000), json) }, 413, "der Body ist größer als 2000 Bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			var observed []string
			observe := verdicthttp.WithObserver(func(_ *http.Request, p *verdicthttp.Problem) { observed = append(observed, p.Detail) })
			opts := []verdicthttp.Option{verdicthttp.WithBodyLimit(2000), observe}
			plain := problemIn(t, serve(tt.handler(opts...), tt.request()))
			h := tt.handler(append(opts, inEnglish, inGerman)...)
			english := problemIn(t, serve(h, tt.request()))
			r := tt.request()
			r.Header.Set("Accept-Language", "de")
			w := serve(h, r)
			german := problemIn(t, w)
			if german.Status != tt.status || german.Detail != tt.german || w.Header().Get("Content-Language") != "de" {
				t.Errorf("got %v %s", w.Header(), w.Body)
			}
			if fmt.Sprint(english) != fmt.Sprint(plain) || english.Status != german.Status || english.Title != http.StatusText(tt.status) {
				t.Errorf("in English %+v, without languages %+v", english, plain)
			}
			if german.Title == english.Title || german.Detail == english.Detail || len(german.Violations) != len(english.Violations) {
				t.Errorf("the same in both languages: %+v", german)
			}
			for k := range german.Violations {
				if german.Violations[k].Detail == english.Violations[k].Detail {
					t.Errorf("the same in both languages: %+v", german.Violations[k])
				}
			}
			if want := fmt.Sprint([]string{plain.Detail, english.Detail, german.Detail}); fmt.Sprint(observed) != want {
				t.Errorf("observed %q, want %q", observed, want)
			}
		})
	}
}

// streams reads the body as a stream of records.
func streams(opts ...verdicthttp.Option) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, err := range orders.Records(verdicthttp.Body(w, r, opts...)) {
			if _, invalid := errors.AsType[*verdict.Error](err); err != nil && !invalid {
				verdicthttp.Error(w, r, err)
				return
			}
		}
	})
}

func parametersHandler(opts ...verdicthttp.Option) http.Handler {
	schema := verdict.MustCompile([]byte(`{"properties": {"n": {"type": "integer"}}}`))
	return verdicthttp.Parameters(schema, opts...)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
}

// deadline is the error of a connection whose deadline is exceeded.
type deadline struct{}

func (deadline) Unwrap() error { return os.ErrDeadlineExceeded }
func (deadline) Error() string { return "slow" }

// Metrics of a schema would otherwise count the violations of a request twice.
func TestARequestIsValidatedOnceInAnyLanguage(t *testing.T) {
	validations := 0
	schema := verdict.MustFor[order](verdict.WithObserver(verdict.Observer{Validated: func(verdict.Validation) { validations++ }}))
	h := verdicthttp.HandlerFor(schema, func(http.ResponseWriter, *http.Request, order) {}, inEnglish, inGerman)
	for _, body := range []string{`{"id": "A"}`, `{}`} {
		validations = 0
		r := post(body, "application/json")
		r.Header.Set("Accept-Language", "de")
		if serve(h, r); validations != 1 {
			t.Errorf("%s: %d validations", body, validations)
		}
	}
}

func TestACatalogMustBeValidAndHaveALanguage(t *testing.T) {
	for tag, catalog := range map[string]verdict.Catalog{"": messages.German(), "de, en": messages.German(), "de": {Messages: map[string]string{"spam": "x"}}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is accepted", tag)
				}
			}()
			verdicthttp.WithMessages(tag, catalog)
		}()
	}
}
