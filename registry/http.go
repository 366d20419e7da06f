package registry

// This file loads documents by HTTP.

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// HTTP is a [Source] of documents that servers provide. The version of a document is its ETag.
//
// A document is requested again only if it has changed: with If-None-Match or If-Modified-Since
// (RFC 9110, section 13.1). A status other than 200 and 304 is an error, as are a body that is too
// large or incomplete, and a response that takes longer than Timeout. After an error, that URL is
// not requested for 10 seconds, then 20, up to 10 minutes, or for as long as Retry-After says if
// that is longer; these times vary at random by a third.
type HTTP struct {
	// URLs has the URL of each document, by the name of the schema. URLs are part of the
	// locations in errors, so set credentials in the Client instead.
	URLs map[string]string

	// Client sends the requests, and follows redirects as it is configured to. The idle
	// connections of the default client are closed with the registry.
	Client *http.Client

	// Timeout is how long a request may take, with its body: 10 seconds by default.
	Timeout time.Duration

	// MaxBytes is the maximum size of a document, 16 MiB by default.
	MaxBytes int64

	client *http.Client
	states map[string]*httpState
}

// An httpState is what is known of a URL.
type httpState struct {
	document Document // as loaded last
	modified string   // its Last-Modified
	failures int
	retry    time.Time // not before, if there are failures
	err      error     // of the last request
}

const (
	defaultTimeout = 10 * time.Second
	httpBackoff    = 10 * time.Second
	maxRequests    = 8 // at the same time
	maxHeader      = 64 << 10
	maxETag        = 1 << 10
)

// Load requests all documents.
func (h *HTTP) Load(ctx context.Context) ([]Document, error) {
	h.init()
	names := slices.Sorted(maps.Keys(h.URLs))
	documents := make([]Document, len(names))
	slots := make(chan struct{}, maxRequests)
	var requests sync.WaitGroup
	for i, name := range names {
		state := h.states[name]
		slots <- struct{}{}
		requests.Go(func() {
			defer func() { <-slots }()
			documents[i] = h.load(ctx, state)
		})
	}
	requests.Wait()
	return documents, nil
}

func (h *HTTP) init() {
	if h.states != nil {
		return
	}
	h.states = make(map[string]*httpState)
	for name, url := range h.URLs {
		h.states[name] = &httpState{document: Document{Name: name, URI: url}}
	}
	h.client = h.Client
	if h.client == nil {
		h.client = &http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: maxHeader}}
	}
}

// load returns the document of a URL.
func (h *HTTP) load(ctx context.Context, s *httpState) Document {
	d := s.document
	if s.failures > 0 && time.Now().Before(s.retry) {
		d.Err = s.err
		return d
	}
	wait, err := h.request(ctx, s)
	switch {
	case ctx.Err() != nil: // the refresh was given up
		d.Err = ctx.Err()
		return d
	case err == nil:
		s.failures = 0
		return s.document
	}
	wait = max(wait, vary(backoff(httpBackoff, s.failures), 33))
	s.failures, s.retry, s.err = s.failures+1, time.Now().Add(wait), err
	d.Err = err
	return d
}

// request updates the document. If that fails, wait is how long the server asks to wait.
func (h *HTTP) request(ctx context.Context, s *httpState) (wait time.Duration, err error) {
	timeout, most := cmp.Or(h.Timeout, defaultTimeout), cmp.Or(h.MaxBytes, defaultMaxBytes)
	defer func() { // of a client of the caller; there is no other recover in this goroutine
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic while requesting the document: %v", cause)
		}
	}()
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no complete response within %v (Timeout)", timeout))
	defer cancel()
	request, err := s.request(ctx)
	if err != nil {
		return 0, err
	}
	response, err := h.client.Do(request)
	if err != nil {
		return 0, orCause(ctx, err)
	}
	defer func() { _ = response.Body.Close() }() // of reading only
	switch {
	case response.StatusCode == http.StatusNotModified && s.document.Text != nil:
		return 0, nil
	case response.StatusCode != http.StatusOK:
		return retryAfter(response), fmt.Errorf("GET %s: status %s", request.URL.Redacted(), response.Status)
	case response.ContentLength > most:
		return 0, fmt.Errorf("GET %s: %w", request.URL.Redacted(), tooLarge(most))
	}
	text, err := readAtMost(response.Body, most)
	if err != nil {
		return 0, fmt.Errorf("GET %s: %w", request.URL.Redacted(), orCause(ctx, err))
	}
	s.document.Text, s.document.Version, s.modified = text, response.Header.Get("ETag"), response.Header.Get("Last-Modified")
	if len(s.document.Version) > maxETag {
		s.document.Version = ""
	}
	return 0, nil
}

// request returns the request for a document that is another one than that loaded last.
func (s *httpState) request(ctx context.Context) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.document.URI, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/schema+json, application/json;q=0.9, */*;q=0.1")
	switch loaded := s.document.Text != nil; {
	case loaded && s.document.Version != "":
		request.Header.Set("If-None-Match", s.document.Version)
	case loaded && s.modified != "":
		request.Header.Set("If-Modified-Since", s.modified)
	}
	return request, nil
}

// orCause returns why the context ended, if it did, instead of an error that this caused.
func orCause(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// retryAfter returns how long the server asks to wait (RFC 9110, section 10.2.3), up to the limit.
func retryAfter(response *http.Response) time.Duration {
	value := response.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil {
		return time.Duration(min(max(seconds, 0), int(maxBackoff/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(time.Until(at), maxBackoff)
	}
	return 0
}

// Close closes the idle connections of the default client.
func (h *HTTP) Close() error {
	if h.Client == nil && h.client != nil {
		h.client.CloseIdleConnections()
	}
	return nil
}
