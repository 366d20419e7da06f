package encode

// This file validates Go values mostly by their types: a string without further constraints is valid
// whatever it is. Only the other parts of a value, such as a string with a pattern, are written as JSON,
// and then validated.

import (
	"math"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/program"
)

// Checkers write the parts of Go values that have to be validated. There is one for each type, compiled
// on first use. Checkers are safe for concurrent use.
type Checkers struct {
	Encoders *Encoders
	Root     *program.Node
	Depth    int // of the nesting that is allowed, 0 for any

	all   sync.Map                // of reflect.Type to *checker
	first atomic.Pointer[checker] // the one that was used first, which is found faster
}

// Open appends to dst the parts of v that have to be validated, and lists them in open. If ok is true, v is
// valid if these parts are; otherwise all of v has to be validated. A panic of a type's method is not recovered.
func (c *Checkers) Open(dst []byte, parts []evaluate.Part, v any) (text []byte, open []evaluate.Part, ok bool) {
	of := c.of(reflect.TypeOf(v))
	if of.whole || reflect.ValueOf(v).IsNil() {
		return dst, parts, false
	}
	if of.check == nil {
		return dst, parts, true
	}
	s := states.Get().(*state)
	s.encoders, s.text, s.parts = c.Encoders, dst, parts
	ok = of.check.run(s, reflect.ValueOf(v).Elem())
	text, open = s.text, s.parts
	s.parts = nil
	s.end()
	return text, open, ok
}

// of returns the checker of a type.
func (c *Checkers) of(t reflect.Type) *checker {
	if known := c.first.Load(); known != nil && known.of == t {
		return known
	}
	known, ok := c.all.Load(t)
	if !ok {
		known, _ = c.all.LoadOrStore(t, c.compile(t))
		c.first.CompareAndSwap(nil, known.(*checker))
	}
	return known.(*checker)
}

// A check writes the parts of a value that have to be validated. If it returns true, the value is valid if
// these parts are; otherwise all of the value has to be validated. A nil check is that of a type whose
// values are all valid.
type check interface {
	run(s *state, v reflect.Value) bool
}

// A wholeCheck writes the value.
type wholeCheck struct {
	value encoder
	node  *program.Node
	depth int
}

func (c *wholeCheck) run(s *state, v reflect.Value) bool {
	at := len(s.text)
	if !c.value.append(s, v) {
		return false
	}
	s.parts = append(s.parts, evaluate.Part{Node: c.node, At: at, End: len(s.text), Depth: c.depth})
	s.text = append(s.text, ' ') // after which the next part cannot be read as a part of this one
	return true
}

// A finiteCheck is that of floating-point numbers. Infinities and NaN cannot be written.
type finiteCheck struct{}

func (finiteCheck) run(_ *state, v reflect.Value) bool {
	f := v.Float()
	return !math.IsInf(f, 0) && !math.IsNaN(f)
}

// A nullCheck is that of a type that may be written as null, as nil pointers are.
type nullCheck struct {
	valid bool                                // null is
	value func(v reflect.Value) reflect.Value // the value, not valid for null
	check check                               // of the value
}

func (c *nullCheck) run(s *state, v reflect.Value) bool {
	if v = c.value(v); !v.IsValid() {
		return c.valid
	}
	return c.check == nil || c.check.run(s, v)
}

// elemOf returns what a pointer points to.
func elemOf(v reflect.Value) reflect.Value { return v.Elem() }

// notNil returns a slice or map.
func notNil(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return reflect.Value{}
	}
	return v
}

// orValue returns the value of a null.Or.
func orValue(v reflect.Value) reflect.Value {
	if value := v.Addr().Interface().(threeStates).ValuePointer(); value != nil {
		return reflect.ValueOf(value).Elem()
	}
	return reflect.Value{}
}

// An itemsCheck is that of slices and arrays.
type itemsCheck struct{ item check }

func (c *itemsCheck) run(s *state, v reflect.Value) bool {
	for i := range v.Len() {
		if !c.item.run(s, v.Index(i)) {
			return false
		}
	}
	return true
}

// A keysCheck is that of maps whose values are all valid.
type keysCheck struct{ of keyed }

func (c keysCheck) run(_ *state, v reflect.Value) bool { return c.of.distinct(v) }

// A fieldsCheck is that of structs. It has only the fields whose values may be invalid.
type fieldsCheck struct{ fields []fieldCheck }

type fieldCheck struct {
	*field
	check check
}

func (c *fieldsCheck) run(s *state, v reflect.Value) bool {
	for i := range c.fields {
		f := &c.fields[i]
		of, ok := f.of(v)
		if ok && !f.omits(of) && !f.check.run(s, of) {
			return false
		}
	}
	return true
}

// omits reports whether the field, which is v, is left out.
func (f *field) omits(v reflect.Value) bool {
	return f.isEmpty != nil && f.isEmpty(v) || f.isZero != nil && f.isZero(v)
}
