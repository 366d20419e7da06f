// Command mux serves orders by http.ServeMux, and validates bodies and parameters.
package main

import (
	"io"
	"log"
	"net/http"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/examples/orders"
	"github.com/verdict-lint/verdict/verdicthttp"
)

var searches = verdict.MustFor[orders.Search]()

func routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /orders", verdicthttp.Handler(create))
	mux.HandleFunc("GET /orders/{id}", find)
	return mux
}

func create(w http.ResponseWriter, _ *http.Request, order orders.Order) {
	_, _ = io.WriteString(w, orders.Report(order))
}

func find(w http.ResponseWriter, r *http.Request) {
	search, err := verdicthttp.DecodeParameters(searches, r)
	if err != nil {
		verdicthttp.Error(w, r, err)
		return
	}
	_, _ = io.WriteString(w, orders.Report(search))
}

func main() { log.Fatal(http.ListenAndServe("localhost:8080", routes())) }
