package main

// This file has the handlers. Requests are validated and decoded before they are called.

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/registry"
	"github.com/verdict-lint/verdict/schema"
	"github.com/verdict-lint/verdict/verdicthttp"
)

type session = schema.ConnectSession

var (
	sessions = verdict.MustFor[session]() // reflected and compiled once; safe for concurrent use
	keys     = verdict.MustFor[key]()
)

// A key has the parameters of a path.
type key struct {
	ID float64 `json:"id"`
}

type service struct {
	store *store
	rules *registry.Registry // rules in addition to the type; may change while the service runs
}

func (s *service) routes() http.Handler {
	rules := verdicthttp.MiddlewareFunc(func() *verdict.Schema { return s.rules.Get("session") })
	mux := http.NewServeMux()
	mux.Handle("POST /sessions", rules(verdicthttp.HandlerFor(sessions, s.create)))
	mux.Handle("PATCH /sessions/{id}", verdicthttp.PatchHandler(s.change))
	mux.HandleFunc("GET /sessions/{id}", s.find)
	mux.HandleFunc("POST /sessions/import", s.load)
	return mux
}

func (s *service) create(w http.ResponseWriter, r *http.Request, created session) {
	if err := s.store.insert(r.Context(), created); err != nil {
		fail(w, r, err)
		return
	}
	write(w, r, http.StatusCreated, created)
}

func (s *service) find(w http.ResponseWriter, r *http.Request) {
	k, err := verdicthttp.DecodeParameters(keys, r)
	if err != nil {
		fail(w, r, err)
		return
	}
	found, err := s.store.find(r.Context(), k.ID)
	if err != nil {
		fail(w, r, err)
		return
	}
	write(w, r, http.StatusOK, found)
}

// change applies a patch to a stored session. If the result is not valid, nothing is stored.
func (s *service) change(w http.ResponseWriter, r *http.Request, apply func(*session) *verdicthttp.Problem) {
	k, err := verdicthttp.DecodeParameters(keys, r)
	if err != nil {
		fail(w, r, err)
		return
	}
	changed, err := s.store.change(r.Context(), k.ID, func(stored *session) error {
		if problem := apply(stored); problem != nil {
			return problem
		}
		if stored.ID != k.ID {
			return verdicthttp.NewProblem(http.StatusConflict, "a patch cannot change the id")
		}
		return nil
	})
	if err != nil {
		fail(w, r, err)
		return
	}
	write(w, r, http.StatusOK, changed)
}

const (
	maxImport  = time.Hour // how long an import may take
	maxRejects = 100       // how many rejected records it reports
)

// An imported is the result of an import.
type imported struct {
	Stored   int      `json:"stored"`
	Rejected int      `json:"rejected"`
	Rejects  []reject `json:"rejects"` // the first ones
}

type reject struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// load stores the valid records of a body of any length without keeping it in memory: all of them, or
// none if the body cannot be read to its end.
func (s *service) load(w http.ResponseWriter, r *http.Request) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(maxImport)) // not that of other requests
	body := verdicthttp.Body(w, r, verdicthttp.WithBodyLimit(math.MaxInt64))
	result := imported{Rejects: []reject{}}
	valid := func(yield func(session, error) bool) {
		for record, err := range sessions.Records(body) {
			if _, unread := errors.AsType[*verdict.ReadError](err); err != nil && !unread {
				if result.Rejected++; len(result.Rejects) < maxRejects {
					result.Rejects = append(result.Rejects, reject{record.Line, err.Error()})
				}
				continue
			}
			if !yield(record.Value, err) || err != nil {
				return
			}
		}
	}
	var err error
	if result.Stored, err = s.store.insertAll(r.Context(), valid); err != nil {
		fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(result)
}

// write writes a session as the response, if its schema allows it.
func write(w http.ResponseWriter, r *http.Request, status int, v session) {
	text, err := sessions.Append(nil, v)
	if err != nil {
		fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// fail writes an error as the response.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, errNotFound):
		err = verdicthttp.NewProblem(http.StatusNotFound, "there is no such session")
	case errors.Is(err, errExists):
		err = verdicthttp.NewProblem(http.StatusConflict, "there is a session with that id")
	}
	verdicthttp.Error(w, r, err)
}
