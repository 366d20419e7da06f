// Package decode decodes valid JSON into Go values, with a decoder that is compiled once
// for a type. The result is that of encoding/json, except that names must match exactly.
//
// The payload must have been validated: its syntax, encoding and names are not checked
// again. A decoder reports no errors. If a value does not fit the Go type it gives up, and
// the general decoder, which the caller provides, decodes the payload or reports why it
// cannot. That decoder is also called for values of types that are not compiled, such as
// structs with the option string.
package decode

import (
	"reflect"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A Decoder decodes into one Go type. It is immutable and safe for concurrent use.
type Decoder struct {
	root    decoder
	entries bool // there is a rawMapDecoder
}

// ReadsEntries reports whether it helps d if the validator records objects without constraints.
func (d *Decoder) ReadsEntries() bool { return d.entries }

// A decoder decodes the value that begins at p into v, which is addressable. It returns
// the offset after the value, or gaveUp.
type decoder interface {
	decode(s *state, v reflect.Value, p int) int
}

// gaveUp is what a decoder returns instead of an offset.
const gaveUp = -1

// Decode decodes the payload, which must be valid JSON, into a new T, which d must have been
// compiled for, and stores it in target. reader is one of the payload. Decode reports
// whether it succeeded; if not, target is unchanged. A nil Decoder never succeeds. A panic
// of a type's method is not recovered.
func Decode[T any](d *Decoder, memory *Memory, reader *jsontape.Reader, payload []byte, target *T) bool {
	if d == nil {
		return false
	}
	s := memory.begin(reader, payload, true)
	p := jsontape.SkipSpace(payload, 0)
	root, isStruct := d.root.(*structDecoder)
	if !isStruct || root.spares == nil {
		value := new(T)
		ok := d.root.decode(s, reflect.ValueOf(value).Elem(), p) >= 0
		if ok {
			*target = *value
		}
		return ok
	}
	value, spare := spareOf[T](memory, root)
	ok := root.decodeAt(s, spare, p) >= 0
	if ok {
		*target = *value
	}
	*value = *new(T)
	memory.busy = false
	return ok
}

// Into decodes the payload into the value that target points to, as encoding/json does. It
// reports whether it succeeded; if not, target may be partly filled.
func (d *Decoder) Into(memory *Memory, reader *jsontape.Reader, payload []byte, target any) bool {
	if d == nil {
		return false
	}
	s := memory.begin(reader, payload, false)
	return d.root.decode(s, reflect.ValueOf(target).Elem(), jsontape.SkipSpace(payload, 0)) >= 0
}
