// Command gin serves orders by gin, and validates bodies and parameters.
package main

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/examples/orders"
	"github.com/verdict-lint/verdict/verdicthttp"
)

var searches = verdict.MustFor[orders.Search]()

func routes() http.Handler {
	router := gin.New()
	router.POST("/orders", gin.WrapH(verdicthttp.Handler(create)))
	router.GET("/orders/:id", pathValues, find)
	return router
}

func create(w http.ResponseWriter, _ *http.Request, order orders.Order) {
	_, _ = w.Write([]byte(orders.Report(order)))
}

func find(c *gin.Context) {
	search, err := verdicthttp.DecodeParameters(searches, c.Request)
	if err != nil {
		verdicthttp.Error(c.Writer, c.Request, err)
		return
	}
	c.String(http.StatusOK, orders.Report(search))
}

// pathValues copies the parameters of the path to the request, from which verdicthttp reads them.
func pathValues(c *gin.Context) {
	c.Request.Pattern = c.FullPath()
	for _, param := range c.Params {
		c.Request.SetPathValue(param.Key, param.Value)
	}
}

func main() { log.Fatal(http.ListenAndServe("localhost:8080", routes())) }
