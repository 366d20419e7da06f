package verdicthttp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/verdicthttp"
)

// patchOrder sends a patch for an order, and returns the response, the resulting order, and the
// problems that were observed.
func patchOrder(body, contentType string, opts ...verdicthttp.Option) (w *httptest.ResponseRecorder, after order, observed []int) {
	after = order{ID: "A-1", Tags: []string{"x"}}
	opts = append(opts, verdicthttp.WithObserver(func(_ *http.Request, p *verdicthttp.Problem) { observed = append(observed, p.Status) }))
	h := verdicthttp.PatchHandler(func(w http.ResponseWriter, r *http.Request, apply func(*order) *verdicthttp.Problem) {
		if problem := apply(&after); problem != nil {
			problem.Write(w)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}, opts...)
	r := httptest.NewRequest(http.MethodPatch, "/orders/A-1", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	return serve(h, r), after, observed
}

func TestPatchesHaveTheStatusOfTheirSpecification(t *testing.T) {
	const merge, operations = "application/merge-patch+json", "application/json-patch+json"
	for _, c := range []struct {
		name, contentType, body string
		status                  int
		detail                  string // or the ID that the order then has
	}{
		{"a merge patch", merge, `{"id": "B"}`, 204, "B"},
		{"with a charset", merge + "; charset=utf-8", `{"id": "B", "tags": null}`, 204, "B"},
		{"a JSON Patch", operations, `[{"op": "test", "path": "/id", "value": "A-1"}, {"op": "replace", "path": "/id", "value": "B"}]`, 204, "B"},

		{"a merge patch that is no JSON", merge, `{"id": }`, 400, "the body is not acceptable JSON"},
		{"a JSON Patch that is no JSON", operations, `[`, 400, "the body is not acceptable JSON"},
		{"a JSON Patch that is none", operations, `[{"op": "spam", "path": "/id"}]`, 400, "the body is not a JSON Patch"},
		{"a failing test", operations, `[{"op": "replace", "path": "/id", "value": "B"}, {"op": "test", "path": "/tags", "value": []}]`, 409, `operation 1 of the patch (test "/tags"): the value is not equal`},
		{"a pointer to nothing", operations, `[{"op": "remove", "path": "/tags/3"}]`, 409, `operation 0 of the patch (remove "/tags/3"): the array has no such index`},
		{"too large", merge, `{"id": "` + strings.Repeat("x", 3000) + `"}`, 413, "the body is larger than 2000 bytes"},
		{"another media type", "application/json", `{"id": "B"}`, 415, "Content-Type must be application/merge-patch+json or application/json-patch+json in UTF-8"},
		{"another charset", merge + "; charset=latin1", `{}`, 415, "Content-Type must be application/merge-patch+json or application/json-patch+json in UTF-8"},
		{"no media type", "", `{}`, 415, "Content-Type must be application/merge-patch+json or application/json-patch+json in UTF-8"},
		{"a merge patch that the schema rejects", merge, `{"id": null}`, 422, "the body does not match the schema"},
		{"an invalid result of a JSON Patch", operations, `[{"op": "remove", "path": "/id"}]`, 422, "the result of the patch does not match the schema"},
		{"copies beyond the limit", operations, "[" + strings.Repeat(`{"op":"copy","from":"","path":"/n"},`, 40) + `{"op":"test","path":"","value":1}]`, 422,
			`operation 1 of the patch (copy ""): the operations copy more than the limit that WithLimits sets (Limits.PatchBytes)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, after, observed := patchOrder(c.body, c.contentType, verdicthttp.WithBodyLimit(2000),
				verdicthttp.WithSchemaOptions(verdict.WithLimits(verdict.Limits{PatchBytes: 40})))
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			if accepted := w.Header().Get("Accept-Patch"); (c.status == 415) != (accepted == merge+", "+operations) {
				t.Errorf("Accept-Patch %q", accepted)
			}
			if c.status == 204 {
				if after.ID != c.detail || observed != nil {
					t.Errorf("%+v, observed %v", after, observed)
				}
				return
			}
			var p verdicthttp.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Detail != c.detail || p.Status != c.status {
				t.Errorf("%s", w.Body)
			}
			if after.ID != "A-1" || len(after.Tags) != 1 {
				t.Errorf("the order is changed: %+v", after)
			}
			if fmt.Sprint(observed) != fmt.Sprint([]int{c.status}) {
				t.Errorf("observed %v", observed)
			}
		})
	}
}

func TestTheProblemOfAResultHasNoPositions(t *testing.T) {
	w, _, _ := patchOrder(`[{"op": "replace", "path": "/id", "value": 5}]`, "application/json-patch+json")
	const want = `"violations":[{"rule":"type","detail":"expected string, got the number 5; put it in quotes","pointer":"/id","params":{"expected":["string"],"got":"integer"}}]`
	if !strings.Contains(w.Body.String(), want) {
		t.Errorf("got  %s\nwant %s", w.Body, want)
	}
}
