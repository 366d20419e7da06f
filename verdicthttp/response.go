package verdicthttp

// This file validates responses, for tests and staging.

import (
	"bytes"
	"net/http"

	"github.com/verdict-lint/verdict"
)

// A ResponseMode says what happens to an invalid response.
type ResponseMode int

const (
	Warn ResponseMode = iota // it is reported to the observer
	Fail                     // and replaced by status 500 with the problem
)

// Responses validates the bodies of responses with a status of 2xx and JSON as Content-Type. They
// are buffered up to the body limit. A longer or compressed one is passed on without validation,
// and so is a stream, which the handler flushes.
func Responses(schema *verdict.Schema, mode ResponseMode, opts ...Option) func(http.Handler) http.Handler {
	mustBeCompiled(schema != nil)
	c := newConfig(opts)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodHead {
				next.ServeHTTP(w, r)
				return
			}
			b := &buffer{ResponseWriter: w, limit: c.limit}
			next.ServeHTTP(b, r)
			if b.passing || b.status == 0 {
				return
			}
			if problem := problemOf(schema.Validate(b.body.Bytes()), "response"); problem != nil {
				problem.Status, problem.Title = http.StatusInternalServerError, http.StatusText(http.StatusInternalServerError)
				c.observe(r, problem)
				if mode == Fail {
					problem.Write(w)
					return
				}
			}
			_ = b.pass() // the client may be gone
		})
	}
}

// A buffer keeps a response until it is complete or passed on.
type buffer struct {
	http.ResponseWriter
	limit   int64
	status  int // 0 until the header is written
	body    bytes.Buffer
	passing bool // what is written goes to the client
}

// WriteHeader keeps the status of a response that is to be validated.
func (b *buffer) WriteHeader(status int) {
	switch {
	case b.passing || status < 200: // 1xx are not the response
		b.ResponseWriter.WriteHeader(status)
	case b.status == 0:
		b.status = status
		header := b.Header()
		if status > 299 || status == http.StatusNoContent || !isJSON(header.Get("Content-Type")) || header.Get("Content-Encoding") != "" {
			_ = b.pass()
		}
	}
}

func (b *buffer) Write(text []byte) (int, error) {
	if b.status == 0 && !b.passing {
		b.WriteHeader(http.StatusOK)
	}
	if !b.passing && int64(b.body.Len()+len(text)) > b.limit {
		if err := b.pass(); err != nil {
			return 0, err
		}
	}
	if b.passing {
		return b.ResponseWriter.Write(text)
	}
	return b.body.Write(text)
}

// pass writes what was kept to the client, where the rest goes as well.
func (b *buffer) pass() error {
	b.passing = true
	if b.status != 0 {
		b.ResponseWriter.WriteHeader(b.status)
	}
	_, err := b.ResponseWriter.Write(b.body.Bytes())
	b.body = bytes.Buffer{}
	return err
}

// FlushError passes the response on: it is a stream.
func (b *buffer) FlushError() error {
	if !b.passing {
		if b.status == 0 {
			b.status = http.StatusOK
		}
		if err := b.pass(); err != nil {
			return err
		}
	}
	return http.NewResponseController(b.ResponseWriter).Flush()
}

// Flush implements [http.Flusher].
func (b *buffer) Flush() { _ = b.FlushError() }

// Unwrap is for [http.ResponseController].
func (b *buffer) Unwrap() http.ResponseWriter { return b.ResponseWriter }
