package verdicthttp

// This file reads bodies for handlers that validate them record by record.

import (
	"io"
	"net/http"

	"github.com/verdict-lint/verdict/internal/message"
)

// Body returns the body of a request for [verdict.Schema.Records], [verdict.Schema.ValidateReader] and
// other readers. If it cannot be read, the error is a [*Problem] with the status that [Handler] would
// respond with: 413 for a body larger than [WithBodyLimit], 415 for an encoded one, 408 or 400 for one
// that is too slow or incomplete. [Error] finds it in the error of Records:
//
//	for order, err := range orders.Records(verdicthttp.Body(w, r, verdicthttp.WithBodyLimit(1<<30))) {
//		var unread *verdict.ReadError
//		switch {
//		case errors.As(err, &unread):
//			verdicthttp.Error(w, r, err)
//			return
//		case err != nil:
//			reject(order.Bytes, err)
//		default:
//			store(order.Value)
//		}
//	}
//
// The Content-Type is not checked. Of the options, [WithBodyLimit], [WithMessages] and [WithObserver]
// have an effect.
func Body(w http.ResponseWriter, r *http.Request, opts ...Option) io.Reader {
	b := &bodyReader{config: newConfig(opts), request: r}
	switch {
	case isEncoded(r.Header):
		b.fail(newProblem(http.StatusUnsupportedMediaType, message.BodyEncoded))
	case r.ContentLength > b.config.limit:
		b.fail(tooLarge(b.config.limit))
	case r.Body == nil: // only in a test that calls the handler
		b.err = io.EOF
	default:
		b.body = http.MaxBytesReader(w, r.Body, b.config.limit)
	}
	return b
}

type bodyReader struct {
	config  *config
	request *http.Request
	body    io.Reader
	err     error // of all further reads
}

func (b *bodyReader) fail(p *Problem) {
	b.config.report(b.request, p)
	b.err = p
}

func (b *bodyReader) Read(text []byte) (n int, err error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err = b.body.Read(text)
	switch {
	case err == io.EOF:
		b.err = err
	case err != nil:
		b.fail(unreadable(err))
	}
	return n, b.err
}
