package verdicthttp

// This file handles PATCH requests (RFC 5789).

import (
	"errors"
	"mime"
	"net/http"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/message"
)

// The media types of patches (RFC 7396, section 4; RFC 6902, section 6).
const (
	mergePatch = "application/merge-patch+json"
	jsonPatch  = "application/json-patch+json"
)

// PatchHandler returns a handler for patches of a T: JSON Merge Patches and JSON Patches, by
// their Content-Type. The schema is reflected from T; if that is not possible, PatchHandler
// panics, as [verdict.MustFor].
//
// It calls next with apply, which applies the patch to the value that next has loaded, and
// validates the result. If apply returns a problem, the value is unchanged, and next responds
// with it:
//
//	verdicthttp.PatchHandler(func(w http.ResponseWriter, r *http.Request, apply func(*Order) *verdicthttp.Problem) {
//		order := load(r.PathValue("id"))
//		if problem := apply(&order); problem != nil {
//			problem.Write(w)
//			return
//		}
//		store(order)
//	})
//
// The status of a problem is 409 if the value does not have the location that an operation of a JSON Patch
// refers to or tests for, and 422 if the result is invalid or a limit is exceeded. A request
// with another Content-Type gets a response with status 415 and Accept-Patch. WithShadow has no
// effect.
func PatchHandler[T any](next func(w http.ResponseWriter, r *http.Request, apply func(*T) *Problem), opts ...Option) http.Handler {
	schema := append([]verdict.Option{verdict.WithPatch()}, newConfig(opts).schema...)
	return PatchHandlerFor(verdict.MustFor[T](schema...), next, opts...)
}

// PatchHandlerFor is [PatchHandler] for a schema that is already compiled, by [verdict.For] with
// [verdict.WithPatch].
func PatchHandlerFor[T any](schema *verdict.Typed[T], next func(w http.ResponseWriter, r *http.Request, apply func(*T) *Problem), opts ...Option) http.Handler {
	mustBeCompiled(schema != nil && schema.Schema != nil)
	c := newConfig(opts)
	c.shadow = false
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind := patchType(r.Header)
		localized := in(c.languageOf(r), schema)
		validate, apply := localized.Validate, localized.ApplyMergePatch
		if kind == jsonPatch {
			validate, apply = localized.ValidateJSONPatch, localized.ApplyJSONPatch
		}
		rejected := newProblem(http.StatusUnsupportedMediaType, message.PatchType(mergePatch, jsonPatch))
		var patch []byte
		if kind != "" {
			r, rejected = c.check(w, r, func(body []byte) error {
				patch = body
				return validate(body)
			})
		}
		if rejected != nil {
			if rejected.Status == http.StatusUnsupportedMediaType {
				w.Header().Set("Accept-Patch", mergePatch+", "+jsonPatch)
			}
			c.reject(w, r, malformed(rejected, kind))
			return
		}
		next(w, r, func(target *T) *Problem {
			problem := patchProblem(apply(target, patch))
			if problem != nil {
				c.report(r, problem)
			}
			return problem
		})
	})
}

// patchType returns the media type of a patch, "" if it is not supported.
func patchType(header http.Header) string {
	name, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	if name != mergePatch && name != jsonPatch || !isJSON(header.Get("Content-Type")) {
		return ""
	}
	return name
}

// malformed returns the problem of a patch. One that is not a JSON Patch is malformed, regardless of
// the schema (RFC 5789, section 2.2).
func malformed(p *Problem, kind string) *Problem {
	if kind == jsonPatch && p.Status == http.StatusUnprocessableEntity {
		p.set(http.StatusBadRequest, message.NotAJSONPatch)
	}
	return p
}

// patchProblem returns the problem of a patch that is valid by itself, but cannot be applied
// (RFC 5789, section 2.2).
func patchProblem(err error) *Problem {
	var failed *verdict.PatchError
	if !errors.As(err, &failed) {
		return withoutPositions(problemOf(err, message.PatchResult))
	}
	status := http.StatusConflict
	if failed.Limit != "" {
		status = http.StatusUnprocessableEntity
	}
	p := newProblem(status, message.PatchOperation(failed.Index, failed.Op, failed.Pointer, failed.Message))
	p.Err = err
	return p
}
