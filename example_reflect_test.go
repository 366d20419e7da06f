package verdict_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

// Priority lists its values; they are the enum of the schema.
type Priority string

func (Priority) Values() []Priority { return []Priority{"low", "high"} }

// Ticket is a model with every state a property can have.
type Ticket struct {
	_ struct{} `jsonschema:"title=Ticket"`

	ID       uint8           `json:"id"`
	Title    string          `json:"title" jsonschema:"minLength=1"`
	Priority Priority        `json:"priority,omitzero" jsonschema:"default=low"`
	Assignee null.Or[string] `json:"assignee,omitzero"`
	Tags     []string        `json:"tags,omitzero" jsonschema:"maxItems=5,items.minLength=2"`
}

func ExampleReflect() {
	document, err := verdict.Reflect[Ticket](verdict.WithID("https://example.com/ticket.schema.json"))
	if err != nil {
		fmt.Println(err)
		return
	}
	os.Stdout.Write(document)
	// Output:
	// {
	//   "$schema": "https://json-schema.org/draft/2020-12/schema",
	//   "$id": "https://example.com/ticket.schema.json",
	//   "title": "Ticket",
	//   "type": "object",
	//   "properties": {
	//     "id": {
	//       "type": "integer",
	//       "minimum": 0,
	//       "maximum": 255
	//     },
	//     "title": {
	//       "type": "string",
	//       "minLength": 1
	//     },
	//     "priority": {
	//       "type": "string",
	//       "enum": [
	//         "low",
	//         "high"
	//       ],
	//       "default": "low"
	//     },
	//     "assignee": {
	//       "type": [
	//         "string",
	//         "null"
	//       ]
	//     },
	//     "tags": {
	//       "type": "array",
	//       "items": {
	//         "type": "string",
	//         "minLength": 2
	//       },
	//       "maxItems": 5
	//     }
	//   },
	//   "required": [
	//     "id",
	//     "title"
	//   ]
	// }
}

func ExampleReflect_badTag() {
	type Order struct {
		Amount int `json:"amount" jsonschema:"minLength=1"`
	}
	_, err := verdict.Reflect[Order]()
	fmt.Println(err)
	// Output:
	// verdict: github.com/verdict-lint/verdict_test.Order.Amount: tag "minLength=1": "minLength" applies to string, but the field is integer
}

func ExampleTyped_Append() {
	type reply struct {
		Status string `json:"status" jsonschema:"enum=ok,enum=failed"`
	}
	typed := verdict.MustFor[reply]()
	text, err := typed.Append(nil, reply{Status: "ok"})
	fmt.Println(string(text), err)
	_, err = typed.Append(nil, reply{Status: "fine"})
	fmt.Println(errors.Is(err, verdict.ErrEnum))
	// Output:
	// {"status":"ok"} <nil>
	// true
}

func ExampleTyped_DecodeInto() {
	type settings struct {
		Theme string         `json:"theme,omitzero"`
		Sizes map[string]int `json:"sizes,omitzero"`
	}
	typed := verdict.MustFor[settings]()
	current := settings{Theme: "dark", Sizes: map[string]int{"text": 12, "code": 11}}
	if err := typed.DecodeInto([]byte(`{"sizes": {"code": 10}}`), &current); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(current)
	// Output:
	// {dark map[code:10 text:12]}
}

func ExampleTyped_Decode() {
	tickets := verdict.MustFor[Ticket]()

	ticket, err := tickets.Decode([]byte(`{"id": 1, "title": "Leak", "assignee": null}`))
	fmt.Println(ticket.Title, ticket.Assignee.State(), err)

	_, err = tickets.Decode([]byte(`{"id": 1, "title": null, "priority": "hihg"}`))
	fmt.Println(errors.Is(err, verdict.ErrNull), errors.Is(err, verdict.ErrEnum), errors.Is(err, verdict.ErrMissing))
	// Output:
	// Leak null <nil>
	// true true false
}

// Event is a sum type; the property "type" is the discriminator.
type Event interface{ event() }

type Opened struct {
	Type string `json:"type"`
	By   string `json:"by"`
}

type Closed struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
}

func (Opened) event() {}
func (Closed) event() {}

func ExampleWithOneOf() {
	type Log struct {
		Events []Event `json:"events"`
	}
	logs := verdict.MustFor[Log](verdict.WithOneOf[Event]("type",
		verdict.VariantOf[Opened]("opened"),
		verdict.VariantOf[Closed]("closed")))

	log, err := logs.Decode([]byte(`{"events": [{"type": "opened", "by": "ann"}, {"type": "closed", "reason": "done"}]}`))
	fmt.Printf("%+v %v\n", log.Events, err)
	fmt.Println(logs.Valid([]byte(`{"events": [{"type": "opened", "reason": "done"}]}`)))
	// Output:
	// [{Type:opened By:ann} {Type:closed Reason:done}] <nil>
	// false
}

// Money is encoded as a string by a library without support for schemas.
type Money struct{ cents int }

func (m Money) MarshalJSON() ([]byte, error) {
	return json.Marshal(fmt.Sprintf("%d.%02d", m.cents/100, m.cents%100))
}

func ExampleWithSchemaFor() {
	type Invoice struct {
		Total Money `json:"total"`
	}
	invoices := verdict.MustFor[Invoice](verdict.WithSchemaFor[Money]([]byte(`{"type": "string", "pattern": "^[0-9]+\\.[0-9]{2}$"}`)))
	fmt.Println(invoices.ValidateValue(Invoice{Money{1250}}))
	fmt.Println(invoices.Valid([]byte(`{"total": 12.5}`)))
	// Output:
	// <nil>
	// false
}
