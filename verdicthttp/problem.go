package verdicthttp

// This file defines problems as RFC 9457 specifies.

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/message"
)

// A Problem describes what is wrong with a request or response (RFC 9457).
type Problem struct {
	Type       string      `json:"type"`  // "about:blank"
	Title      string      `json:"title"` // the phrase of the status
	Status     int         `json:"status"`
	Detail     string      `json:"detail"`
	Violations []Violation `json:"violations,omitempty"`
	Truncated  bool        `json:"truncated,omitempty"` // there are more violations, or they have more than 256 KiB

	// Err is the error of the validation, usually a [*verdict.Error]; nil if the body was not
	// validated. Of [Error], it is the error that is not a problem.
	Err error `json:"-"`

	sentence message.Sentence // of Detail; zero if the caller has made the problem
	language string           // "" if it is not known
	varies   bool             // the language depends on Accept-Language
}

// A Violation is a violation of the schema in a [Problem]. The fields are those of
// [verdict.Violation]; Detail is its message.
type Violation struct {
	Rule       verdict.Rule       `json:"rule"`
	Detail     string             `json:"detail"`
	Pointer    string             `json:"pointer"` // RFC 6901
	Property   string             `json:"property,omitempty"`
	Params     verdict.Params     `json:"params,omitempty"`
	Suggestion verdict.Suggestion `json:"suggestion,omitzero"`
	Line       int                `json:"line,omitempty"`
	Column     int                `json:"column,omitempty"`
}

// NewProblem returns a problem with the phrase of the status as its title.
func NewProblem(status int, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
}

// newProblem returns a problem that can be translated.
func newProblem(status int, s message.Sentence) *Problem {
	p := NewProblem(status, s.In(nil))
	p.sentence = s
	return p
}

// set changes the status and the detail.
func (p *Problem) set(status int, s message.Sentence) {
	p.Status, p.Title, p.Detail, p.sentence = status, http.StatusText(status), s.In(nil), s
}

func tooLarge(limit int64) *Problem {
	return newProblem(http.StatusRequestEntityTooLarge, message.BodyTooLarge(limit))
}

// problemOf returns the problem of an error of validation or decoding, nil if there is none.
func problemOf(err error, of message.Subject) *Problem {
	if err == nil {
		return nil
	}
	var panicked *verdict.PanicError
	if errors.As(err, &panicked) {
		p := newProblem(http.StatusInternalServerError, of.Unvalidated())
		p.Err = err
		return p
	}
	var invalid *verdict.Error
	if !errors.As(err, &invalid) { // the text may be about the program
		var pointer string
		if e, ok := errors.AsType[*verdict.DecodeError](err); ok && len(e.Pointer) <= maxPointerBytes {
			pointer = e.Pointer
		}
		p := newProblem(http.StatusUnprocessableEntity, of.Undecodable(pointer))
		p.Err = err
		return p
	}
	p := newProblem(http.StatusUnprocessableEntity, of.Invalid())
	p.Err, p.Truncated = err, invalid.Truncated
	size := 0
	for i := range invalid.Violations {
		v := &invalid.Violations[i]
		if status := statusOf(v); status < p.Status {
			p.set(status, of.Malformed())
		}
		size += len(v.Pointer) + len(v.Property) + len(v.Params) + len(v.Message) + len(v.Suggestion.Text)
		if i > 0 && size > maxViolationBytes {
			p.Truncated = true
			continue // later ones can still determine the status
		}
		p.Violations = append(p.Violations, Violation{v.Rule, v.Message, v.Pointer, v.Property, v.Params, v.Suggestion, v.Line, v.Column})
	}
	return p
}

// withoutPositions removes positions, which are those in a text that the client did not send. The problem may
// be nil.
func withoutPositions(p *Problem) *Problem {
	if p == nil {
		return nil
	}
	for k := range p.Violations {
		v := &p.Violations[k]
		v.Suggestion, v.Line, v.Column = verdict.Suggestion{}, 0, 0
	}
	return p
}

// maxViolationBytes is the maximum size of the violations in a problem. Without it, a long name of the
// client would be repeated by the pointer of each violation below it.
const maxViolationBytes = 256 << 10

// maxPointerBytes is the maximum size of a JSON Pointer in the detail of a problem.
const maxPointerBytes = 1 << 10

// statusOf returns the status for a single violation. Syntax errors and exceeded limits are
// not about the schema.
func statusOf(v *verdict.Violation) int {
	switch v.Rule {
	case verdict.RuleSyntax, verdict.RuleEncoding, verdict.RuleDuplicateKey:
		return http.StatusBadRequest
	case verdict.RuleLimit:
		if v.Params.Get("option") == "Limits.Bytes" {
			return http.StatusRequestEntityTooLarge
		}
		return http.StatusBadRequest
	}
	return http.StatusUnprocessableEntity
}

// Error returns the detail and Err.
func (p *Problem) Error() string {
	if p.Err == nil {
		return "verdicthttp: " + p.Detail
	}
	return "verdicthttp: " + p.Detail + ":\n" + p.Err.Error()
}

// Unwrap returns Err.
func (p *Problem) Unwrap() error { return p.Err }

// Error writes the [*Problem] that err is or wraps as a response. For any other error, the
// response is status 500 and does not repeat it.
//
// Of the options, [WithMessages] and [WithObserver] have an effect, on the problem of any other error.
func Error(w http.ResponseWriter, r *http.Request, err error, opts ...Option) {
	problem, ok := errors.AsType[*Problem](err)
	if !ok || problem == nil {
		problem = newProblem(http.StatusInternalServerError, message.RequestFailed)
		problem.Err = err
		newConfig(opts).report(r, problem)
	}
	problem.Write(w)
}

// describing are the headers that describe the content of a response, which a problem replaces.
var describing = []string{
	"Accept-Ranges", "Cache-Control", "Content-Digest", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length",
	"Content-Location", "Content-MD5", "Content-Range", "Digest", "ETag", "Expires", "Last-Modified", "Repr-Digest",
}

// Write writes the problem as a response. A status that HTTP does not have is 500.
func (p *Problem) Write(w http.ResponseWriter) {
	if p.Status < 200 || p.Status > 999 {
		other := *p
		other.Status, p = http.StatusInternalServerError, &other
	}
	text, err := json.Marshal(p)
	if err != nil {
		http.Error(w, p.Title, p.Status) // a Problem that the caller has made
		return
	}
	header := w.Header()
	for _, name := range describing {
		header.Del(name)
	}
	p.writeLanguage(header)
	header.Set("Content-Type", "application/problem+json")
	header.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(p.Status)
	_, _ = w.Write(text) // the client may be gone
}
