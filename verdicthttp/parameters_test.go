package verdicthttp_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/verdicthttp"
)

type search struct {
	Shop  string   `json:"shop" jsonschema:"enum=a,enum=b"`
	Text  string   `json:"q,omitzero"`
	Limit int      `json:"limit,omitzero" jsonschema:"maximum=100"`
	Price float64  `json:"price~/,omitzero"`
	Open  bool     `json:"open,omitzero"`
	Tags  []string `json:"tag,omitzero"`
	IDs   []int    `json:"id,omitzero"`
}

var searches = verdict.MustFor[search](verdict.WithStrict(true))

func TestParametersAreConvertedByTheirTypes(t *testing.T) {
	for _, tt := range []struct {
		target, want string // the search as JSON, or the pointers of violations
	}{
		{"/shops/a/orders", `{"shop":"a"}`},
		{"/shops/a/orders?q=5&limit=5&price~/=1.5&open=true", `{"shop":"a","q":"5","limit":5,"price~/":1.5,"open":true}`},
		{"/shops/a/orders?tag=1", `{"shop":"a","tag":["1"]}`},
		{"/shops/a/orders?tag=1&tag=x&id=3", `{"shop":"a","tag":["1","x"],"id":[3]}`},
		{"/shops/a/orders?id=3&id=4", `{"shop":"a","id":[3,4]}`},
		{"/shops/a/orders?shop=b", `{"shop":"a"}`},
		{"/shops/c/orders", `/shop`},
		{"/shops/a/orders?limit=101", `/limit`},
		{"/shops/a/orders?limit=abc&limit=1", `/limit`},
		{"/shops/a/orders?limit=5x&price~/=NaN&open=1", `/limit /open /price~0~1`},
		{"/shops/a/orders?limit=1.5", `/limit`},
		{"/shops/a/orders?id=1&id=x&id=", `/id/1 /id/2`},
		{"/shops/a/orders?Limit=1", `/Limit`},
	} {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /shops/{shop}/orders", func(w http.ResponseWriter, r *http.Request) {
			s, err := verdicthttp.DecodeParameters(searches, r)
			if err != nil {
				verdicthttp.Error(w, r, err)
				return
			}
			_ = json.NewEncoder(w).Encode(s)
		})
		middleware := http.NewServeMux()
		middleware.Handle("GET /shops/{shop}/orders", verdicthttp.Parameters(searches.Schema)(mux))
		w := serve(middleware, httptest.NewRequest(http.MethodGet, tt.target, nil))
		got := strings.TrimSpace(w.Body.String())
		if w.Code != 200 {
			var pointers []string
			for _, v := range problemIn(t, w).Violations {
				pointers = append(pointers, v.Pointer)
			}
			got = strings.Join(pointers, " ")
		}
		if got != tt.want || (w.Code == 422) != strings.HasPrefix(tt.want, "/") {
			t.Errorf("%s: got %d %s, want %s", tt.target, w.Code, got, tt.want)
		}
	}
}

// In a query, a plus sign that is not escaped is a space.
func TestANumberMayHaveAPlusSignAndSpaceAroundIt(t *testing.T) {
	for query, want := range map[string]string{
		"limit=%2B5": `{"shop":"a","limit":5}`, "limit=+5": `{"shop":"a","limit":5}`, "limit=+5+": `{"shop":"a","limit":5}`,
		"price~/=1e%2B2": `{"shop":"a","price~/":100}`, "price~/=-1e+2": `{"shop":"a","price~/":-100}`, "open=+true": `{"shop":"a","open":true}`,
		"q=+5": `{"shop":"a","q":" 5"}`, "tag=%2B5": `{"shop":"a","tag":["+5"]}`, "id=+5&id=%2B6": `{"shop":"a","id":[5,6]}`,
		"limit=%2B%2B5": "", "limit=%2B-5": "", "limit=5+5": "", "limit=%2B": "", "limit=+": "", "open=%2Btrue": "",
	} {
		r := httptest.NewRequest(http.MethodGet, "/?shop=a&"+query, nil)
		v, err := verdicthttp.DecodeParameters(searches, r)
		if want == "" {
			if err == nil || strings.Contains(err.Error(), "quotes") {
				t.Errorf("%s: got %+v and the error %v", query, v, err)
			}
			continue
		}
		if got, _ := json.Marshal(v); err != nil || string(got) != want {
			t.Errorf("%s: got %s and the error %v, want %s", query, got, err, want)
		}
	}
}

func TestParametersAreConvertedWithinArrays(t *testing.T) {
	type matrix struct {
		Rows [][]int `json:"rows"`
	}
	schema := verdict.MustFor[matrix]()
	for query, want := range map[string]string{"rows=1": "{[[1]]}", "rows=1&rows=2": "{[[1] [2]]}", "rows=1&rows=x": "/rows/1/0"} {
		v, err := verdicthttp.DecodeParameters(schema, httptest.NewRequest(http.MethodGet, "/?"+query, nil))
		got := fmt.Sprint(v)
		if problem := new(verdicthttp.Problem); errors.As(err, &problem) {
			got = problem.Violations[0].Pointer
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
	endless := verdict.MustCompile([]byte(`{"properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"type": "array", "items": {"$ref": "#/$defs/a"}}}}`))
	h := verdicthttp.Parameters(endless)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	if w := serve(h, httptest.NewRequest(http.MethodGet, "/?a=1", nil)); w.Code != 422 {
		t.Errorf("an array that no value satisfies: got %d", w.Code)
	}
}

func TestAPathThatIsNotUTF8IsABadRequest(t *testing.T) {
	mux := http.NewServeMux()
	accept := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	mux.Handle("GET /{id}", verdicthttp.Parameters(verdict.MustCompile([]byte(`true`)))(accept))
	for path, status := range map[string]int{"/%e2%82%ac": 200, "/%ff": 400} {
		if w := serve(mux, httptest.NewRequest(http.MethodGet, path, nil)); w.Code != status {
			t.Errorf("%s: got %d, want %d", path, w.Code, status)
		}
	}
}

func TestParametersAreConvertedToAllowedValues(t *testing.T) {
	h := verdicthttp.Parameters(verdict.MustCompile([]byte(`{"properties": {
		"size": {"enum": ["all", "10", 20, 1.5]}, "on": {"const": true}, "n": {"items": {"enum": [1, 2]}, "type": "array"}
	}}`)))(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for query, status := range map[string]int{
		"size=all": 200, "size=10": 200, "size=20": 200, "size=1.5": 200, "size=30": 422, "size=true": 422,
		"on=true": 200, "on=1": 422, "on=false": 422, "n=1": 200, "n=1&n=2": 200, "n=1&n=3": 422,
	} {
		if w := serve(h, httptest.NewRequest(http.MethodGet, "/?"+query, nil)); w.Code != status {
			t.Errorf("%s: got %d, want %d: %s", query, w.Code, status, w.Body)
		}
	}
}

func TestAQueryThatCannotBeReadIsABadRequest(t *testing.T) {
	h := verdicthttp.Parameters(verdict.MustCompile([]byte(`true`)))(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for query, status := range map[string]int{"a=1": 200, "a=%zz": 400, "a=%ff": 400, "%ff=1": 400, "a=%e2%82&a=%ac": 400, "a=%e2%82%ac": 200, "a;b": 400, strings.Repeat("a=1&", 1001): 400, strings.Repeat("a=1&", 1000): 200} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.RawQuery = query
		if w := serve(h, r); w.Code != status {
			t.Errorf("%.10s: got %d, want %d", query, w.Code, status)
		}
	}
}

// Routers differ in the form of patterns, but set the same fields of the request.
func TestPathValuesOfAnyRouterAreParameters(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"required": ["shop"], "properties": {"shop": {"const": "a"}, "rest": {"const": "x/y"}}}`), verdict.WithStrict(true))
	for _, pattern := range []string{
		"/{shop}", "GET /{shop}", "GET example.com/{shop}/{$}", "/{shop}/{rest...}", // http.ServeMux
		"/{shop:[a-z]{1,3}}", "/{shop}-{rest:.*}/*", // chi
		"/:shop", "/:shop/*rest", "/shops/:shop/orders", // gin, echo
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Pattern = pattern
		r.SetPathValue("shop", "a")
		if strings.Contains(pattern, "rest") {
			r.SetPathValue("rest", "x/y")
		}
		handler := verdicthttp.Parameters(schema)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		if w := serve(handler, r); w.Code != http.StatusOK {
			t.Errorf("%s: status %d: %s", pattern, w.Code, w.Body)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Pattern = "/{shop}/:literal/*/{{/{"
	r.SetPathValue("shop", "a")
	handler := verdicthttp.Parameters(verdict.MustCompile([]byte(`{"maxProperties": 2}`)))(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	if w := serve(handler, r); w.Code != http.StatusOK {
		t.Errorf("%s: status %d: %s", r.Pattern, w.Code, w.Body)
	}
}

// Metrics of a schema would otherwise count the type of every number in a query as a violation.
func TestParametersAreObservedAsTheyAreConverted(t *testing.T) {
	var observed []string
	schema := verdict.MustFor[search](verdict.WithObserver(verdict.Observer{Validated: func(v verdict.Validation) {
		observed = append(observed, fmt.Sprint(v.Valid, v.Err))
	}}))
	for query, want := range map[string]string{
		"shop=a&id=1&limit=5":   "[true <nil>]",
		"shop=a&id=1&limit=101": "[false 1:19: expected at most 100, got 101 [maximum]]",
		"shop=a&limit=x":        "[false 1:10: expected integer, got the string \"x\" [type]]",
	} {
		r := httptest.NewRequest(http.MethodGet, "/?"+query, nil)
		for name, run := range map[string]func(){
			"Parameters":       func() { serve(verdicthttp.Parameters(schema.Schema)(http.NotFoundHandler()), r) },
			"DecodeParameters": func() { _, _ = verdicthttp.DecodeParameters(schema, r) },
		} {
			observed = nil
			if run(); fmt.Sprint(observed) != want {
				t.Errorf("%s of %s: observed %q, want %s", name, query, observed, want)
			}
		}
	}
}

func TestErrorRepeatsOnlyProblems(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	w := httptest.NewRecorder()
	verdicthttp.Error(w, r, fmt.Errorf("wrapped: %w", verdicthttp.NewProblem(http.StatusConflict, "too late")))
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "too late") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	w = httptest.NewRecorder()
	verdicthttp.Error(w, r, errors.New("password=secret"))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestDecodedParametersHaveTheirDefaults(t *testing.T) {
	type page struct {
		Size int `json:"size" jsonschema:"default=20,maximum=100"`
	}
	schema := verdict.MustFor[page](verdict.WithDefaults())
	for target, want := range map[string]int{"/": 20, "/?size=30": 30} {
		got, err := verdicthttp.DecodeParameters(schema, httptest.NewRequest(http.MethodGet, target, nil))
		if err != nil || got.Size != want {
			t.Errorf("%s: got %d and the error %v, want %d", target, got.Size, err, want)
		}
	}
	if _, err := verdicthttp.DecodeParameters(schema, httptest.NewRequest(http.MethodGet, "/?size=101", nil)); err == nil {
		t.Error("a size of 101 is accepted")
	}
}

// A violation names the type of one alternative only.
func TestParametersAreConvertedForTheAlternativeThatMatches(t *testing.T) {
	for _, tt := range []struct {
		schema, query string
		valid         bool
	}{
		{`{"oneOf": [{"const": 5}, {"const": "a"}]}`, "p=5", true},
		{`{"oneOf": [{"const": 5}, {"const": "a"}]}`, "p=a", true},
		{`{"oneOf": [{"const": 5}, {"const": "a"}]}`, "p=6", false},
		{`{"anyOf": [{"const": 5}, {"const": "5"}], "type": "string"}`, "p=5", true}, // a string if both match
		{`{"oneOf": [{"type": "integer"}, {"enum": ["a", "b"]}]}`, "p=5", true},
		{`{"oneOf": [{"const": true}, {"const": "a"}]}`, "p=true", true},
		{`{"enum": [5, "a", true]}`, "p=true", true},
		{`{"type": "array", "items": {"anyOf": [{"const": 5}, {"const": "a"}]}}`, "p=5&p=a", true},
		{`{"type": "array", "items": {"anyOf": [{"const": 5}, {"const": "a"}]}}`, "p=5&p=b", false},
	} {
		schema := verdict.MustCompile([]byte(`{"properties": {"p": ` + tt.schema + `}}`))
		next := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
		w := serve(verdicthttp.Parameters(schema)(next), httptest.NewRequest(http.MethodGet, "/?"+tt.query, nil))
		if valid := w.Code == 200; valid != tt.valid || !valid && w.Code != 422 {
			t.Errorf("%s, %s: %d %s", tt.schema, tt.query, w.Code, w.Body)
		}
	}
}
