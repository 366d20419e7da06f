// Package verdicthttp validates HTTP requests and responses against JSON Schema. Invalid requests
// get a response of the type application/problem+json (RFC 9457):
//
//	mux.Handle("POST /orders", verdicthttp.Handler(func(w http.ResponseWriter, r *http.Request, o Order) {
//		…
//	}))
package verdicthttp

import (
	"bytes"
	"errors"
	"io"
	"math"
	"mime"
	"net/http"
	"os"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/message"
)

// An Option sets how requests are validated.
type Option func(*config)

type config struct {
	limit   int64
	observe func(*http.Request, *Problem)
	shadow  bool
	schema  []verdict.Option

	languages []*language // in which problems can be; the first one is the default
}

const defaultLimit = 1 << 20 // bytes

func newConfig(opts []Option) *config {
	c := &config{limit: defaultLimit, observe: func(*http.Request, *Problem) {}}
	for _, opt := range opts {
		opt(c)
	}
	return c
}

// WithBodyLimit sets the maximum size of a body in bytes. The default is 1 MiB.
func WithBodyLimit(bytes int64) Option {
	return func(c *config) { c.limit = min(bytes, math.MaxInt64-1) } // one more byte is read
}

// WithObserver calls observe for each request, or response, with a problem: to count or log it.
// It must be safe for concurrent use.
func WithObserver(observe func(*http.Request, *Problem)) Option {
	return func(c *config) { c.observe = observe }
}

// WithShadow lets all requests of [Middleware], [MiddlewareFunc] and [Parameters] pass, with their
// bodies: problems are only reported to the observer. It has no effect on [Handler] and
// [PatchHandler], which require a valid body.
func WithShadow() Option { return func(c *config) { c.shadow = true } }

// WithSchemaOptions sets how [Handler] and [PatchHandler] compile their type, such as
// [verdict.WithRedaction] and [verdict.WithStrict]. It has no effect on functions that take a compiled
// schema, which has options of its own.
func WithSchemaOptions(opts ...verdict.Option) Option {
	return func(c *config) { c.schema = append(c.schema, opts...) }
}

// Handler returns a handler that validates the body, decodes it and calls next with the value.
// The schema is reflected from T; if that is not possible, Handler panics, as [verdict.MustFor].
func Handler[T any](next func(w http.ResponseWriter, r *http.Request, v T), opts ...Option) http.Handler {
	return HandlerFor(verdict.MustFor[T](newConfig(opts).schema...), next, opts...)
}

// HandlerFor is [Handler] for a schema that is already compiled.
func HandlerFor[T any](schema *verdict.Typed[T], next func(w http.ResponseWriter, r *http.Request, v T), opts ...Option) http.Handler {
	mustBeCompiled(schema != nil && schema.Schema != nil)
	c := newConfig(opts)
	c.shadow = false
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var v T
		localized := in(c.languageOf(r), schema)
		r, problem := c.check(w, r, func(body []byte) (err error) {
			v, err = localized.Decode(body)
			return err
		})
		if problem != nil {
			c.reject(w, r, problem)
			return
		}
		next(w, r, v)
	})
}

// Middleware validates the bodies of requests before it calls the next handler, which can read
// them again. A GET, HEAD, OPTIONS, TRACE or DELETE request without a body passes.
//
// If the next handler decodes the body by encoding/json, use [verdict.WithStrict], or [HandlerFor]
// instead: encoding/json matches names regardless of case, so "ID" replaces the value of "id", and
// a schema that allows other properties has not validated it.
func Middleware(schema *verdict.Schema, opts ...Option) func(http.Handler) http.Handler {
	mustBeCompiled(schema != nil)
	return MiddlewareFunc(func() *verdict.Schema { return schema }, opts...)
}

// MiddlewareFunc is [Middleware] with a schema that can change while the service runs, such as one
// of a registry: schema is called for each request. It must be safe for concurrent use. If it
// returns nil, the status is 503.
func MiddlewareFunc(schema func() *verdict.Schema, opts ...Option) func(http.Handler) http.Handler {
	mustBeCompiled(schema != nil)
	c := newConfig(opts)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ContentLength == 0 && mayLackBody(r.Method) {
				next.ServeHTTP(w, r)
				return
			}
			s := schema()
			if s == nil {
				c.finish(w, r, newProblem(http.StatusServiceUnavailable, message.SchemaUnavailable), next)
				return
			}
			r, problem := c.check(w, r, in(c.languageOf(r), s).Validate)
			c.finish(w, r, problem, next)
		})
	}
}

// mustBeCompiled panics before a service starts, like [http.Handle] for a nil handler: every
// request would be rejected.
func mustBeCompiled(compiled bool) {
	if !compiled {
		panic("verdicthttp: the schema is nil")
	}
}

// finish reports the problem, if any, and calls the next handler unless the request is rejected.
func (c *config) finish(w http.ResponseWriter, r *http.Request, problem *Problem, next http.Handler) {
	if problem != nil && !c.shadow {
		c.reject(w, r, problem)
		return
	}
	if problem != nil {
		c.report(r, problem)
	}
	next.ServeHTTP(w, r)
}

// reject reports the problem and writes it as the response.
func (c *config) reject(w http.ResponseWriter, r *http.Request, problem *Problem) {
	c.report(r, problem)
	problem.Write(w)
}

// report translates the problem and calls the observer.
func (c *config) report(r *http.Request, problem *Problem) {
	problem.translate(c.languageOf(r), len(c.languages) > 1)
	c.observe(r, problem)
}

func mayLackBody(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodDelete:
		return true
	}
	return false
}

// check reads and validates the body, and returns a request whose body can be read again.
func (c *config) check(w http.ResponseWriter, r *http.Request, validate func(body []byte) error) (*http.Request, *Problem) {
	if problem := checkType(r.Header); problem != nil {
		return r, problem
	}
	if r.ContentLength > c.limit {
		return r, tooLarge(c.limit)
	}
	if r.Body == nil { // only in a test that calls the handler
		return r, newProblem(http.StatusBadRequest, message.BodyMissing)
	}
	body, unread, err := c.read(w, r.Body)
	again := *r
	again.Body = struct {
		io.Reader
		io.Closer
	}{unread, r.Body}
	if err != nil {
		return &again, unreadable(err)
	}
	return &again, problemOf(validate(body), message.Body)
}

// read reads the body up to the limit. unread reads it again, in shadow mode with the part
// after the limit.
func (c *config) read(w http.ResponseWriter, body io.ReadCloser) (text []byte, unread io.Reader, err error) {
	if !c.shadow {
		text, err = io.ReadAll(http.MaxBytesReader(w, body, c.limit))
		return text, bytes.NewReader(text), err
	}
	var rest io.Reader = body
	text, err = io.ReadAll(io.LimitReader(body, c.limit+1))
	switch {
	case err != nil:
		rest = failed{err} // the body may return io.EOF the second time
	case int64(len(text)) > c.limit:
		err = &http.MaxBytesError{Limit: c.limit}
	}
	return text, io.MultiReader(bytes.NewReader(text), rest), err
}

// failed is the rest of a body that could not be read.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }

// unreadable returns the problem of a body that cannot be read: it is too large, it ends before
// its Content-Length, or it is too slow for the timeout of the server.
func unreadable(err error) *Problem {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return tooLarge(large.Limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return newProblem(http.StatusRequestTimeout, message.BodySlow)
	}
	return newProblem(http.StatusBadRequest, message.BodyIncomplete)
}

// checkType returns the problem of a body that is not JSON in UTF-8 according to its headers
// (RFC 8259, section 11; RFC 6839, section 3.1).
func checkType(header http.Header) *Problem {
	if isEncoded(header) {
		return newProblem(http.StatusUnsupportedMediaType, message.BodyEncoded)
	}
	if types := header.Values("Content-Type"); len(types) != 1 || !isJSON(types[0]) {
		return newProblem(http.StatusUnsupportedMediaType, message.BodyType)
	}
	return nil
}

// isEncoded reports whether a body is compressed, or encoded otherwise. Content-Encoding is a list, which
// may have empty elements (RFC 9110, section 5.6.1).
func isEncoded(header http.Header) bool {
	for coding := range strings.SplitSeq(strings.Join(header.Values("Content-Encoding"), ","), ",") {
		if coding = strings.TrimSpace(coding); coding != "" && !strings.EqualFold(coding, "identity") {
			return true
		}
	}
	return false
}

func isJSON(contentType string) bool {
	name, params, err := mime.ParseMediaType(contentType)
	if err != nil || name != "application/json" && !(strings.Contains(name, "/") && strings.HasSuffix(name, "+json")) {
		return false
	}
	charset, ok := params["charset"]
	return !ok || strings.EqualFold(charset, "utf-8")
}
