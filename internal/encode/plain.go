package encode

// This file writes pointers, slices and maps of types that need no reflection.

import (
	"reflect"
	"unicode/utf8"
)

// plainEncoder returns the encoder of a pointer, slice or map of a type that needs no
// reflection, nil if t is no such type.
func plainEncoder(t reflect.Type) encoder {
	for _, e := range [...]encoder{
		plainOf(t, (*state).string),
		plainOf(t, (*state).bool),
		plainOf(t, func(s *state, n int) bool { return s.int(int64(n)) }),
		plainOf(t, func(s *state, f float64) bool { return s.float(f, 64) }),
		plainOf(t, (*state).raw),
		plainOf(t, (*state).any),
		plainOf(t, func(s *state, texts []string) bool { return appendItems(s, texts, (*state).string) }),
	} {
		if e != nil {
			return e
		}
	}
	return nil
}

func plainOf[T any](t reflect.Type, write func(*state, T) bool) encoder {
	switch kind := t.Kind(); {
	case kind != reflect.Pointer && kind != reflect.Slice && kind != reflect.Map || t.Elem() != reflect.TypeFor[T]():
		return nil
	case kind == reflect.Slice:
		return &plainSlice[T]{write}
	case kind == reflect.Map && t.Key() == reflect.TypeFor[string]():
		return &plainMap[T]{write}
	case kind == reflect.Pointer && t.Name() == "":
		return &plainPointer[T]{write}
	}
	return nil
}

// An unreflected encoder is that of a pointer or slice here.
type unreflected interface{ unreflected() }

func (*plainPointer[T]) unreflected() {}
func (*plainSlice[T]) unreflected()   {}

// A keyed encoder is that of a map here.
type keyed interface {
	// distinct reports whether all keys of a map are written as different names. Keys that are not
	// UTF-8 may not be.
	distinct(v reflect.Value) bool
}

func (*plainMap[T]) distinct(v reflect.Value) bool {
	for key := range *at[map[string]T](v) {
		if !utf8.ValidString(key) {
			return false
		}
	}
	return true
}

// at returns a pointer to v, whose type may have a name of its own.
func at[T any](v reflect.Value) *T {
	if pointer, ok := v.Addr().Interface().(*T); ok {
		return pointer
	}
	return v.Addr().Convert(reflect.TypeFor[*T]()).Interface().(*T)
}

type plainPointer[T any] struct{ write func(*state, T) bool }

func (e *plainPointer[T]) append(s *state, v reflect.Value) bool {
	return e.value(s, v.Interface().(*T))
}

func (e *plainPointer[T]) pointer(v reflect.Value) any { return at[*T](v) }

func (e *plainPointer[T]) appendAt(s *state, pointer any) bool { return e.value(s, *pointer.(**T)) }

func (e *plainPointer[T]) value(s *state, v *T) bool {
	if v == nil {
		return s.null()
	}
	if s.depth++; s.depth > maxDepth {
		return false
	}
	ok := e.write(s, *v)
	s.depth--
	return ok
}

type plainSlice[T any] struct{ write func(*state, T) bool }

func (e *plainSlice[T]) append(s *state, v reflect.Value) bool {
	return appendItems(s, *at[[]T](v), e.write)
}

func (e *plainSlice[T]) pointer(v reflect.Value) any { return at[[]T](v) }

func (e *plainSlice[T]) appendAt(s *state, pointer any) bool {
	return appendItems(s, *pointer.(*[]T), e.write)
}

// appendItems writes a slice.
func appendItems[T any](s *state, items []T, write func(*state, T) bool) bool {
	if items == nil {
		return s.null()
	}
	if s.depth++; s.depth > maxDepth {
		return false
	}
	s.text = append(s.text, '[')
	for i, item := range items {
		if i > 0 {
			s.text = append(s.text, ',')
		}
		if !write(s, item) {
			return false
		}
	}
	s.text = append(s.text, ']')
	s.depth--
	return true
}

type plainMap[T any] struct{ write func(*state, T) bool }

func (e *plainMap[T]) append(s *state, v reflect.Value) bool {
	return appendMembers(s, *at[map[string]T](v), e.write)
}

func (e *plainMap[T]) pointer(v reflect.Value) any { return at[map[string]T](v) }

func (e *plainMap[T]) appendAt(s *state, pointer any) bool {
	return appendMembers(s, *pointer.(*map[string]T), e.write)
}

// appendMembers writes a map.
func appendMembers[T any](s *state, m map[string]T, write func(*state, T) bool) bool {
	if m == nil {
		return s.null()
	}
	start := len(s.members)
	for name := range m {
		s.members = append(s.members, member{name: name})
	}
	return s.sorted(start, func(of member) bool { return write(s, m[of.name]) })
}
