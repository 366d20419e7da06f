// Code generated from doc comments; DO NOT EDIT.

package model

import "fmt"

// The doc comments, for schemas reflected without access to the source.

// SchemaDescriptions describes the type and its fields.
func (Order) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Order":       "Order is what a customer wants. See Item for what it is made of.\n\nIt has a second paragraph.",
		"Order.Base":  "What every model has.",
		"Order.Items": "Items are the things ordered.",
		"Order.Extra": "Items are the things ordered.",
		"Order.Note":  "Note is free text with \"quotes\".",
	}
}

// SchemaDescriptions describes the type.
func (Base) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Base": "Base is embedded.",
	}
}

// SchemaDescriptions describes the type.
func (Item) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Item": "Item is a thing.",
	}
}

// SchemaDescriptions describes the type and its fields.
func (Page[_, _]) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Page":      "Page is generic.",
		"Page.Rows": "Rows are what is on it.",
	}
}

// SchemaDescriptions describes the type and its values.
func (Kind) SchemaDescriptions() map[string]string {
	return map[string]string{
		"Kind":                       "Kind is a kind of order.",
		"Kind." + fmt.Sprint(Small):  "Small orders.",
		"Kind." + fmt.Sprint(Large):  "Large orders.",
		"Kind." + fmt.Sprint(Single): "Single is a kind by conversion.",
	}
}
