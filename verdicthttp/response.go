package verdicthttp

// This file validates responses, for tests and staging.

import (
	"bufio"
	"bytes"
	"io"
	"maps"
	"net"
	"net/http"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/message"
)

// A ResponseMode determines what happens to an invalid response.
type ResponseMode int

const (
	Warn ResponseMode = iota // it is reported to the observer
	Fail                     // it is also replaced by status 500 with the problem
)

// Responses validates the bodies of responses with a status of 2xx and JSON as Content-Type. They
// are buffered up to the body limit. A longer or encoded one is passed on without validation,
// and so are a range (206), a stream, which the handler flushes, and a hijacked connection.
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
			if b.status == 0 && !b.passing && isJSON(b.Header().Get("Content-Type")) {
				b.WriteHeader(http.StatusOK) // as net/http does for a handler that writes nothing
			}
			if b.passing || b.status == 0 {
				return
			}
			if problem := problemOf(in(c.languageOf(r), schema).Validate(b.body.Bytes()), message.Response); problem != nil {
				problem.set(http.StatusInternalServerError, problem.sentence)
				c.report(r, problem)
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
	status  int         // 0 until the header is written
	header  http.Header // at that time
	body    bytes.Buffer
	passing bool // writes go to the client
}

// WriteHeader keeps the status of a response that is to be validated.
func (b *buffer) WriteHeader(status int) {
	switch {
	case b.passing || status < 200: // 1xx are not the response
		b.ResponseWriter.WriteHeader(status)
	case b.status == 0:
		b.status = status
		header := b.Header()
		b.header = header.Clone()
		if !isWhole(status) || !isJSON(header.Get("Content-Type")) || isEncoded(header) {
			_ = b.pass()
		}
	}
}

// isWhole reports whether a response with the status has a complete document as its body: not an error,
// an empty body or a range.
func isWhole(status int) bool {
	switch status {
	case http.StatusNoContent, http.StatusResetContent, http.StatusPartialContent:
		return false
	}
	return status <= 299
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

// ReadFrom implements [io.ReaderFrom], so that [io.Copy] of a file to a response that is passed on
// needs no memory.
func (b *buffer) ReadFrom(r io.Reader) (n int64, err error) {
	for !b.passing {
		k, err := io.CopyN(struct{ io.Writer }{b}, r, 32<<10)
		n += k
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
	k, err := io.Copy(b.ResponseWriter, r)
	return n + k, err
}

// pass writes the buffered response to the client, and passes on the rest. Changes of the handler
// to the header after WriteHeader have no effect, except for trailers.
func (b *buffer) pass() error {
	b.passing = true
	header := b.Header()
	later := maps.Clone(header)
	clear(header)
	maps.Copy(header, b.header)
	b.ResponseWriter.WriteHeader(b.status)
	clear(header)
	maps.Copy(header, later)
	_, err := b.ResponseWriter.Write(b.body.Bytes())
	b.body = bytes.Buffer{}
	return err
}

// FlushError passes the response on: it is a stream.
func (b *buffer) FlushError() error {
	if !b.passing {
		b.WriteHeader(http.StatusOK) // unless it was called
	}
	if !b.passing {
		if err := b.pass(); err != nil {
			return err
		}
	}
	return http.NewResponseController(b.ResponseWriter).Flush()
}

// Flush implements [http.Flusher].
func (b *buffer) Flush() { _ = b.FlushError() }

// Hijack implements [http.Hijacker]: the response is what the handler writes to the connection. If
// the server does not support it, as with HTTP/2, the error wraps [errors.ErrUnsupported].
func (b *buffer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	if b.status != 0 && !b.passing {
		if err := b.pass(); err != nil {
			return nil, nil, err
		}
	}
	conn, buffered, err := http.NewResponseController(b.ResponseWriter).Hijack()
	if err == nil {
		b.passing = true
	}
	return conn, buffered, err
}

// Unwrap is for the deadlines and full duplex of [http.ResponseController].
func (b *buffer) Unwrap() http.ResponseWriter { return b.ResponseWriter }
