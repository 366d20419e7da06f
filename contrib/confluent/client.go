package confluent

// This file requests schemas from the server.

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"sync"

	"github.com/twmb/franz-go/pkg/sr"
)

// refresh requests the latest version of a subject. If it is not the same as before, the subject was
// created again, and its stored versions are removed.
func (s *Source) refresh(ctx context.Context, latest place) error {
	found, err := s.request(ctx, latest)
	if err != nil {
		return err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if before, ok := s.previous[latest]; ok && before.ID != found.ID {
		of := func(p place, _ *schema) bool { return p.subject == latest.subject }
		maps.DeleteFunc(s.previous, of)
		maps.DeleteFunc(s.known, of)
	}
	return s.add(found)
}

// get returns the schema at a place.
func (s *Source) get(ctx context.Context, p place) (*schema, error) {
	s.mutex.Lock()
	found, ok := s.known[p]
	if !ok && p.version > 0 { // -1 is the latest version
		found = s.previous[p]
	}
	s.mutex.Unlock()
	if ok {
		return found, nil
	}
	if found == nil {
		var err error
		if found, err = s.request(ctx, p); err != nil {
			return nil, err
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return found, s.add(found)
}

// add stores a schema, up to the limits. The mutex is locked.
func (s *Source) add(found *schema) error {
	if before, ok := s.known[found.place]; ok {
		s.bytes -= len(before.text)
	}
	s.known[found.place] = found
	if s.bytes += len(found.text); s.bytes > maxTotal || len(s.known) > maxSchemas {
		return fmt.Errorf("there are more schemas than the limits of %d and %d bytes; name some by Subjects", maxSchemas, maxTotal)
	}
	return nil
}

func (s *Source) request(ctx context.Context, p place) (*schema, error) {
	found, err := s.client.SchemaByVersion(ctx, p.subject, p.version)
	if err != nil {
		return nil, short(err)
	}
	if found.Schema.Schema == "" { // as of {} and null, which have the type Avro
		return nil, fmt.Errorf("the response for version %d of %q has no schema", p.version, p.subject)
	}
	text := []byte(found.Schema.Schema)
	return &schema{place: p, SubjectSchema: found, text: text, id: sync.OnceValue(func() string { return idOf(text) })}, nil
}

// A limit is a transport whose bodies are limited.
type limit struct{ http.RoundTripper }

func (l limit) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := l.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxBody)
	}
	return response, err
}

// A requestError is an error of a request. Its text has no credentials, and only a short quote of the
// response.
type requestError struct {
	error
	text string
}

func (e requestError) Unwrap() error { return e.error }

func (e requestError) Error() string { return e.text }

// credentials matches the credentials in a URL, which the client would quote.
var credentials = regexp.MustCompile(`://[^/?#@\s"]*@`)

func short(err error) error {
	text := err.Error()
	var response *sr.ResponseError
	if errors.As(err, &response) {
		if len(text) > maxMessage {
			text = text[:maxMessage] + "…"
		}
		text = fmt.Sprintf("%s %s: status %d: %q", response.Method, response.URL, response.StatusCode, text)
	}
	return requestError{err, credentials.ReplaceAllLiteralString(text, "://***@")}
}
