// Command echo serves orders by echo, and validates bodies and parameters.
package main

import (
	"log"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/examples/orders"
	"github.com/verdict-lint/verdict/verdicthttp"
)

var (
	bodies   = verdict.MustFor[orders.Order]()
	searches = verdict.MustFor[orders.Search]()
)

func routes() http.Handler {
	e := echo.New()
	e.POST("/orders", create, echo.WrapMiddleware(verdicthttp.Middleware(bodies.Schema)))
	e.GET("/orders/:id", find, echo.WrapMiddleware(verdicthttp.Parameters(searches.Schema)))
	return e
}

// create gets the body from the middleware, which has validated it.
func create(c *echo.Context) error {
	var order orders.Order
	if err := c.Bind(&order); err != nil {
		return err
	}
	return c.String(http.StatusOK, orders.Report(order))
}

func find(c *echo.Context) error {
	search, err := verdicthttp.DecodeParameters(searches, c.Request())
	if err != nil {
		return err
	}
	return c.String(http.StatusOK, orders.Report(search))
}

func main() { log.Fatal(http.ListenAndServe("localhost:8080", routes())) }
