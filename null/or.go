// Package null defines [Or], a value that distinguishes a JSON property that is missing
// from one that is null and one that has a value.
//
// A pointer has two states and JSON has three. In a PATCH request, a filter or a settings
// document the difference between {} and {"label": null} is the difference between "leave
// it" and "remove it":
//
//	type Patch struct {
//		Label null.Or[string] `json:"label,omitzero"`
//	}
//
// With omitzero a missing field stays missing when it is encoded; without it, missing is
// written as null, because a field that is always written cannot be left out. (omitempty
// does not help here: it never omits a struct under encoding/json, and under its second
// version it would drop the null.)
//
// The package depends only on the standard library, so that packages of models have no
// further dependencies.
package null

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Or is missing, null or a value of type T. The zero Or is missing.
//
// Two Or of a comparable T are comparable: they are equal if their states are equal and, if
// they have values, those are equal.
type Or[T any] struct {
	value T // the zero T unless state is StateValue
	state State
}

// Value returns an Or that holds v.
//
// If v itself encodes as null, as a nil pointer does, it cannot be distinguished from null
// once it is written.
func Value[T any](v T) Or[T] {
	return Or[T]{value: v, state: StateValue}
}

// Null returns an Or that is explicitly null.
func Null[T any]() Or[T] {
	return Or[T]{state: StateNull}
}

// Get returns the value and whether there is one; the zero T if there is none.
func (o Or[T]) Get() (T, bool) {
	return o.value, o.state == StateValue
}

// Or returns the value, or def if there is none.
func (o Or[T]) Or(def T) T {
	if o.state != StateValue {
		return def
	}
	return o.value
}

// String returns the value as formatted by [fmt.Print], or "missing" or "null" if there is
// none. It is meant for logs and test output; programs should use State and Get, because
// String returns the same for the string "null" and for null.
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

// IsZero reports whether o is missing. It is called for omitzero: null and the zero value
// of T must be written, so neither is zero.
func (o Or[T]) IsZero() bool { return o.state == StateMissing }

// Set sets o to the value v.
func (o *Or[T]) Set(v T) { *o = Value(v) }

// SetNull sets o to explicit null.
func (o *Or[T]) SetNull() { *o = Null[T]() }

// Clear sets o to missing.
func (o *Or[T]) Clear() { *o = Or[T]{} }

// MarshalJSON writes the value, or null if there is none. Encoding methods of *T are
// called, as for an addressable T.
func (o Or[T]) MarshalJSON() ([]byte, error) {
	if o.state != StateValue {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // the calling encoder decides whether to escape
	if err := e.Encode(&o.value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// UnmarshalJSON sets o to null if data is null, regardless of how T decodes null, and
// otherwise to a value decoded into a new T. If that fails, o is unchanged.
func (o *Or[T]) UnmarshalJSON(data []byte) error {
	if string(bytes.TrimSpace(data)) == "null" {
		o.SetNull()
		return nil
	}
	return o.DecodeValue(func(target any) error { return json.Unmarshal(data, target) })
}

// DecodeValue sets o to the value that decode stores in target, a *T that points to the
// zero T. If decode fails, o is unchanged. It is for decoders whose options UnmarshalJSON
// would not pass on to T.
func (o *Or[T]) DecodeValue(decode func(target any) error) error {
	var v T
	if err := decode(&v); err != nil {
		return err
	}
	o.Set(v)
	return nil
}

// NewValue sets o to the zero value of T and returns a pointer to it, a *T, which is valid
// until o is set again. It is for decoders that store into the value without another
// copy.
func (o *Or[T]) NewValue() any {
	*o = Or[T]{state: StateValue}
	return &o.value
}

// ValuePointer returns a pointer to the value, a *T, or nil if there is none. It is for
// encoders that read the value without a copy.
func (o *Or[T]) ValuePointer() any {
	if o.state != StateValue {
		return nil
	}
	return &o.value
}
