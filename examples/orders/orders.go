// Package orders is the model that the examples of routers share.
package orders

import "fmt"

// An Order is the body of POST /orders.
type Order struct {
	ID    string   `json:"id" jsonschema:"pattern=^[A-Z]-[0-9]+$"`
	Items []string `json:"items" jsonschema:"minItems=1"`
}

// A Search has the parameters of GET /orders/{id}.
type Search struct {
	ID     string `json:"id" jsonschema:"pattern=^[A-Z]-[0-9]+$"`
	Expand bool   `json:"expand,omitzero"`
}

// Report returns a line of text with the fields of v.
func Report(v any) string { return fmt.Sprintf("%+v\n", v) }
