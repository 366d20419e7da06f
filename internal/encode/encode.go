// Package encode writes Go values as JSON, with encoders that are compiled once for a type.
// The text is that of encoding/json.
//
// An encoder reports no errors. If a value cannot be written, or is nested so deeply that it
// may contain itself, it gives up, and encoding/json writes the value or reports why it
// cannot. encoding/json also writes what is not compiled, such as maps whose keys are not
// strings.
package encode

import (
	"encoding/json"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/evaluate"
)

// Encoders are the encoders of types, each compiled on first use. The zero value is ready to
// use, by any number of goroutines.
type Encoders struct {
	all   sync.Map                    // of key to *compiled
	first [2]atomic.Pointer[compiled] // those that were used first, to find them without the map
}

// A compiled is the encoder of a key.
type compiled struct {
	key     key
	encoder encoder
}

// A key is what an encoder depends on.
type key struct {
	of reflect.Type

	// addressable is whether encoding/json could take the address of the value, and so calls
	// methods of its pointer: if it is reached through a pointer or slice.
	addressable bool
}

// An encoder appends the value v to the text and reports whether it succeeded. v is
// addressable unless it is a pointer, but see key.
type encoder interface {
	append(s *state, v reflect.Value) bool
}

// Append appends what json.Marshal returns for v to dst. If it returns an error, that is the
// error of json.Marshal, and dst is returned. A panic of a type's method is not recovered.
func (e *Encoders) Append(dst []byte, v any) ([]byte, error) {
	return e.write(dst, func(s *state) bool { return s.any(v) }, func() any { return v })
}

// write calls encode, and if that fails, writes what value returns with encoding/json.
func (e *Encoders) write(dst []byte, encode func(*state) bool, value func() any) ([]byte, error) {
	s := states.Get().(*state)
	s.encoders, s.text = e, dst
	ok := encode(s)
	text := s.text
	s.end()
	if ok {
		return text, nil
	}
	text, err := json.Marshal(value())
	if err != nil {
		return dst, err
	}
	return append(dst, text...), nil
}

// AppendElem is like Append for the value that a pointer points to, which is not copied.
func (e *Encoders) AppendElem(dst []byte, pointer any) ([]byte, error) {
	v := reflect.ValueOf(pointer).Elem()
	if v.Kind() == reflect.Interface {
		return e.Append(dst, v.Interface())
	}
	return e.write(dst, func(s *state) bool { return e.of(v.Type(), false).append(s, v) }, v.Interface)
}

// of returns the encoder of a type.
func (e *Encoders) of(t reflect.Type, addressable bool) encoder {
	k := key{t, addressable}
	for i := range e.first {
		known := e.first[i].Load()
		if known == nil {
			e.first[i].CompareAndSwap(nil, e.find(k))
			break
		}
		if known.key == k {
			return known.encoder
		}
	}
	return e.find(k).encoder
}

// find returns what is compiled for the key.
func (e *Encoders) find(k key) *compiled {
	if found, ok := e.all.Load(k); ok {
		return found.(*compiled)
	}
	c := compiler{done: make(map[key]*indirect)}
	found, _ := e.all.LoadOrStore(k, &compiled{k, c.encoder(k.of, k.addressable)})
	return found.(*compiled)
}

// maxDepth is the number of nested pointers, maps and slices after which the value may
// contain itself.
const maxDepth = 1000

// A state is a text that is being written.
type state struct {
	encoders *Encoders
	text     []byte
	depth    int
	members  []member // of the maps that are being written
	foreign  foreign
	parts    []evaluate.Part // that a check has written
}

var states = sync.Pool{New: func() any { return new(state) }}

// keepMembers is how many members a pooled state, or a pooled copy of a map, has room for.
const keepMembers = 1 << 10

// end drops the text and the values, so that a pooled state does not keep them alive.
func (s *state) end() {
	s.members = s.members[:cap(s.members)]
	clear(s.members)
	if s.members = s.members[:0]; cap(s.members) > keepMembers {
		s.members = nil
	}
	s.encoders, s.text, s.depth = nil, nil, 0
	s.foreign.reader.Release()
	states.Put(s)
}

func (s *state) null() bool {
	s.text = append(s.text, "null"...)
	return true
}
