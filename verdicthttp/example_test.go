package verdicthttp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/messages"
	"github.com/verdict-lint/verdict/verdicthttp"
)

func ExampleHandler() {
	type Order struct {
		ID    string   `json:"id"`
		Items []string `json:"items" jsonschema:"minItems=1"`
	}
	mux := http.NewServeMux()
	mux.Handle("POST /orders", verdicthttp.Handler(func(w http.ResponseWriter, r *http.Request, o Order) {
		fmt.Fprintln(w, "order", o.ID)
	}))

	for _, body := range []string{`{"id": "A-1", "items": ["apple"]}`, `{"id": "A-1", "items": []}`} {
		r := httptest.NewRequest("POST", "/orders", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Body)
	}
	// Output:
	// 200 order A-1
	//
	// 422 {"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"the body does not match the schema","violations":[{"rule":"min-items","detail":"expected at least 1 item, got 0","pointer":"/items","params":{"count":0,"limit":1},"line":1,"column":24}]}
}

func ExampleMiddleware() {
	schema := verdict.MustCompile([]byte(`{"type": "object", "required": ["id"]}`))
	count := func(r *http.Request, p *verdicthttp.Problem) {
		fmt.Println("would be rejected:", p.Violations[0].Detail)
	}
	validate := verdicthttp.Middleware(schema, verdicthttp.WithShadow(), verdicthttp.WithObserver(count))

	h := validate(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { fmt.Println("handled") }))
	r := httptest.NewRequest("POST", "/orders", strings.NewReader(`{}`))
	r.Header.Set("Content-Type", "application/json")
	h.ServeHTTP(httptest.NewRecorder(), r)
	// Output:
	// would be rejected: missing required property "id"; add it
	// handled
}

func ExamplePatchHandler() {
	type Order struct {
		ID    string   `json:"id"`
		Items []string `json:"items" jsonschema:"minItems=1"`
	}
	order := Order{ID: "A-1", Items: []string{"apple"}}
	h := verdicthttp.PatchHandler(func(w http.ResponseWriter, r *http.Request, apply func(*Order) *verdicthttp.Problem) {
		if problem := apply(&order); problem != nil {
			problem.Write(w)
			return
		}
		fmt.Fprintln(w, order.Items)
	})

	r := httptest.NewRequest("PATCH", "/orders/A-1", strings.NewReader(`[{"op": "add", "path": "/items/-", "value": "pear"}]`))
	r.Header.Set("Content-Type", "application/json-patch+json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)
	// Output:
	// 200 [apple pear]
}

func ExampleDecodeParameters() {
	type Page struct {
		Shop  string `json:"shop"`
		Limit int    `json:"limit,omitzero" jsonschema:"maximum=100"`
	}
	pages := verdict.MustFor[Page]()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /shops/{shop}", func(w http.ResponseWriter, r *http.Request) {
		page, err := verdicthttp.DecodeParameters(pages, r)
		fmt.Println(page.Shop, page.Limit, err)
	})
	mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/shops/berlin?limit=20", nil))
	// Output: berlin 20 <nil>
}

func ExampleWithMessages() {
	schema := verdict.MustCompile([]byte(`{"required": ["id"]}`))
	h := verdicthttp.Middleware(schema,
		verdicthttp.WithMessages("en", messages.English()), // the default
		verdicthttp.WithMessages("de", messages.German()),
	)(http.NotFoundHandler())

	r := httptest.NewRequest("POST", "/", strings.NewReader(`{}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "de-AT, en;q=0.5")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var p verdicthttp.Problem
	fmt.Println(json.Unmarshal(w.Body.Bytes(), &p), w.Header().Get("Content-Language"))
	fmt.Println(p.Detail)
	fmt.Println(p.Violations[0].Detail)
	// Output:
	// <nil> de
	// der Body entspricht nicht dem Schema
	// die erforderliche Eigenschaft "id" fehlt; ergänzen
}
