// Command echo serves orders by echo, and validates bodies and parameters.
package main

import (
	"io"
	"log"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/examples/orders"
	"github.com/verdict-lint/verdict/verdicthttp"
)

var searches = verdict.MustFor[orders.Search]()

func routes() http.Handler {
	e := echo.New()
	e.POST("/orders", echo.WrapHandler(verdicthttp.Handler(create)))
	e.GET("/orders/:id", echo.WrapHandler(http.HandlerFunc(find))) // WrapHandler sets the path values
	return e
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
