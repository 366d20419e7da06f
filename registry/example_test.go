package registry_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing/fstest"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/registry"
	"github.com/verdict-lint/verdict/verdicthttp"
)

func ExampleOpen() {
	files := fstest.MapFS{ // or an embed.FS
		"order.json":     {Data: []byte(`{"properties": {"item": {"$ref": "shop/item.json"}}}`)},
		"shop/item.json": {Data: []byte(`{"type": "string"}`)},
	}
	schemas, err := registry.Open(context.Background(), &registry.Files{FS: files})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = schemas.Close() }()
	fmt.Println(schemas.Get("order").Validate([]byte(`{"item": 1}`)))
	// Output: 1:10: expected string, got the number 1; put it in quotes [type]
}

// A directory that is polled, such as a mounted ConfigMap.
func ExampleDir() {
	_, err := registry.Open(context.Background(), registry.Dir("/no/such/directory"), registry.WithInterval(10*time.Second),
		registry.WithErrorHandler(func(name string, err error) { fmt.Println("reported") }))
	fmt.Println(err != nil)
	// Output:
	// reported
	// true
}

func ExampleHTTP() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		fmt.Fprint(w, `{"type": "object"}`)
	}))
	defer server.Close()

	source := &registry.HTTP{URLs: map[string]string{"order": server.URL + "/order.json"}, Timeout: 5 * time.Second}
	schemas, err := registry.Open(context.Background(), source, registry.WithInterval(time.Minute))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = schemas.Close() }()
	fmt.Println(schemas.Get("order").Valid([]byte(`{}`)))
	fmt.Println(schemas.Snapshot().Versions("order")[0].Version)
	// Output:
	// true
	// "v1"
}

// A schema that does not compile is reported, and the one before it remains.
func ExampleRegistry_Refresh() {
	files := fstest.MapFS{"order.json": {Data: []byte(`{"required": ["id"]}`)}}
	schemas := registry.New(&registry.Files{FS: files}, registry.WithErrorHandler(func(name string, err error) {
		fmt.Println("reported:", err)
	}))
	defer func() { _ = schemas.Close() }()
	ctx := context.Background()
	fmt.Println("first:", schemas.Refresh(ctx))

	files["order.json"].Data = []byte(`{"required": "id"}`)
	if err := schemas.Refresh(ctx); err != nil {
		fmt.Println("the error of order:", schemas.Snapshot().Err("order") != nil)
	}
	fmt.Println("still required:", !schemas.Get("order").Valid([]byte(`{}`)))
	// Output:
	// first: <nil>
	// reported: registry: order: verdict: schema registry:///order.json:1:14: not a valid 2020-12 schema: expected array, got the string "id"; put it in brackets
	// the error of order: true
	// still required: true
}

// A file order@1.json is version 1 of a schema.
func ExampleSnapshot_Lookup() {
	files := fstest.MapFS{
		"order@1.json": {Data: []byte(`{"required": ["id"]}`)},
		"order@2.json": {Data: []byte(`{"required": ["id", "state"]}`)},
	}
	schemas, err := registry.Open(context.Background(), &registry.Files{FS: files})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = schemas.Close() }()
	payload := []byte(`{"id": 1}`)
	first, ok := schemas.Snapshot().Lookup("order", "1")
	fmt.Println(ok, first.Schema.Valid(payload), schemas.Get("order").Valid(payload))
	same, _ := schemas.Snapshot().Lookup("order", first.Digest)
	fmt.Println(same == first)
	// Output:
	// true true false
	// true
}

// A middleware that validates with the schema that is current at the time of the request.
func ExampleRegistry_Func() {
	files := fstest.MapFS{"order.json": {Data: []byte(`{"required": ["id"]}`)}}
	schemas, err := registry.Open(context.Background(), &registry.Files{FS: files},
		registry.WithSchemaOptions(verdict.WithStrict(true)))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = schemas.Close() }()
	handler := verdicthttp.MiddlewareFunc(schemas.Func("order"))(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
	post := func() {
		r := httptest.NewRequest("POST", "/orders", strings.NewReader(`{"id": 1}`))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code)
	}
	post()
	files["order.json"].Data = []byte(`{"required": ["id", "state"]}`)
	fmt.Println(schemas.Refresh(context.Background()))
	post()
	// Output:
	// 200
	// <nil>
	// 422
}
