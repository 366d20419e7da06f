// Package model has comments of every kind.
package model

// Order is what a customer wants. See [Item] for
// what it is made of.
//
// It has a second paragraph.
type Order struct {
	Base // What every model has.

	// Items are the things ordered.
	Items, Extra []Item

	Note   string // Note is free text with "quotes".
	hidden string // Hidden is not seen.
	Silent string
}

// Base is embedded.
type Base struct{ ID int }

type (
	// Item is a thing.
	Item struct{}

	// Page is generic.
	Page[K comparable, V any] struct {
		// Rows are what is on it.
		Rows map[K]V
	}
)

// Kind is a kind of order.
type Kind int

const (
	// Small orders.
	Small Kind = iota + 1
	Medium
	Large // Large orders.
)

// Single is a kind by conversion.
const Single = Kind(9)

// Unrelated is no kind.
const Unrelated = 7

// ByHand describes itself.
type ByHand struct {
	// Field is not asked.
	Field int
}

// SchemaDescriptions is there already.
func (*ByHand) SchemaDescriptions() map[string]string { return nil }

// Shape is an interface and can have no methods of its own.
type Shape interface{ Area() float64 }

// Alias is another name.
type Alias = Order

type silent struct{ F int }

var _ = silent{F: len(Order{}.hidden)}
