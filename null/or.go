// Package null holds [Or], a value that tells a JSON property that is missing
// from one that is null and from one that has a value.
//
// A pointer has two states and JSON has three. In a PATCH request, a filter or
// a settings document the difference between {} and {"label": null} is the
// difference between "leave it" and "remove it":
//
//	type Patch struct {
//		Label null.Or[string] `json:"label,omitzero"`
//	}
//
// With omitzero a missing field stays missing when it is encoded; without it,
// missing is written as null, because a field that is always written has no
// other way to say nothing. (omitempty is of no use here: it never omits a
// struct under encoding/json, and under its second version it would drop the
// null.)
//
// The package depends on the standard library alone, so that packages of models
// stay light.
package null

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Or is missing, null or a value of type T. The zero Or is missing.
//
// Two Or of a comparable T are comparable: equal when their states are equal
// and, where they have values, those are.
type Or[T any] struct {
	value T // the zero T unless state is StateValue
	state State
}

// Value returns an Or that holds v.
//
// If v itself encodes as null, as a nil pointer does, it cannot be told from
// null once it is written.
func Value[T any](v T) Or[T] {
	return Or[T]{value: v, state: StateValue}
}

// Null returns an Or that is explicitly null.
func Null[T any]() Or[T] {
	return Or[T]{state: StateNull}
}

// Get returns the value and whether there is one; the zero T where there is
// none.
func (o Or[T]) Get() (T, bool) {
	return o.value, o.state == StateValue
}

// Or returns the value, or def where there is none.
func (o Or[T]) Or(def T) T {
	if o.state != StateValue {
		return def
	}
	return o.value
}

// String is the value as [fmt.Print] writes it, or "missing" or "null" where there is
// none. It is for people to read, in logs and in what tests print; State and Get are for
// programs, which could not tell the value "null" from null by it.
func (o Or[T]) String() string {
	if o.state != StateValue {
		return o.state.String()
	}
	return fmt.Sprint(o.value)
}

// State returns which of the three states o is in.
func (o Or[T]) State() State { return o.state }

// IsNull reports whether o is explicitly null.
func (o Or[T]) IsNull() bool { return o.state == StateNull }

// IsMissing reports whether o is neither null nor a value.
func (o Or[T]) IsMissing() bool { return o.state == StateMissing }

// IsZero reports whether o is missing. It is what omitzero asks: a null and the
// zero value of T are something to be written, so neither is zero.
func (o Or[T]) IsZero() bool { return o.state == StateMissing }

// Set makes o hold v.
func (o *Or[T]) Set(v T) { *o = Value(v) }

// SetNull makes o explicitly null.
func (o *Or[T]) SetNull() { *o = Null[T]() }

// Clear makes o missing.
func (o *Or[T]) Clear() { *o = Or[T]{} }

// MarshalJSON writes the value, or null where there is none. Methods of *T
// that encode are called, as they are for an addressable T.
func (o Or[T]) MarshalJSON() ([]byte, error) {
	if o.state != StateValue {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // whether to escape is for the encoder that called us to say
	if err := e.Encode(&o.value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// UnmarshalJSON makes o null where data is null, whatever T makes of null, and
// otherwise a value decoded into a fresh T. Where that fails, o is left as it
// was.
func (o *Or[T]) UnmarshalJSON(data []byte) error {
	if string(bytes.TrimSpace(data)) == "null" {
		o.SetNull()
		return nil
	}
	return o.DecodeValue(func(target any) error { return json.Unmarshal(data, target) })
}

// DecodeValue makes o a value that decode writes to target, a *T that points to
// the zero T. Where decode fails, o is left as it was. It is for decoders with
// rules of their own, which UnmarshalJSON would not pass on to T.
func (o *Or[T]) DecodeValue(decode func(target any) error) error {
	var v T
	if err := decode(&v); err != nil {
		return err
	}
	o.Set(v)
	return nil
}
