package encode

// This file writes maps, in the order of their keys.

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// A member is a key of a map, and the index of its value in the order of the iteration.
type member struct {
	name  string
	value int
}

// sorted writes an object: value writes the values of its members, in the order of their
// names. The members are those from start on, and are then dropped.
func (s *state) sorted(start int, value func(member) bool) bool {
	if s.depth++; s.depth > maxDepth {
		return false
	}
	end := len(s.members)
	slices.SortFunc(s.members[start:end], func(a, b member) int { return strings.Compare(a.name, b.name) })
	s.text = append(s.text, '{')
	for i := start; i < end; i++ {
		if i > start {
			s.text = append(s.text, ',')
		}
		m := s.members[i]
		s.string(m.name)
		s.text = append(s.text, ':')
		if !value(m) {
			return false
		}
	}
	s.text = append(s.text, '}')
	s.members = s.members[:start]
	s.depth--
	return true
}

// A mapEncoder writes a map with keys of a string type.
type mapEncoder struct {
	value   encoder
	scratch sync.Pool // of *mapScratch
}

// A mapScratch is memory to copy a map to. It is zero unless it is in use.
type mapScratch struct {
	iterator reflect.MapIter
	key      reflect.Value
	values   reflect.Value // a slice
}

func newMapEncoder(t reflect.Type, value encoder) *mapEncoder {
	e := &mapEncoder{value: value}
	e.scratch.New = func() any {
		return &mapScratch{
			key:    reflect.New(t.Key()).Elem(),
			values: reflect.New(reflect.SliceOf(t.Elem())).Elem(),
		}
	}
	return e
}

func (e *mapEncoder) append(s *state, v reflect.Value) bool {
	if v.IsNil() {
		return s.null()
	}
	scratch := e.scratch.Get().(*mapScratch)
	start := len(s.members)
	scratch.read(s, v)
	ok := s.sorted(start, func(m member) bool { return e.value.append(s, scratch.values.Index(m.value)) })
	if scratch.release() {
		e.scratch.Put(scratch)
	}
	return ok
}

// read copies the values, and adds the keys to the members of s.
func (m *mapScratch) read(s *state, v reflect.Value) {
	n := v.Len()
	if n > m.values.Cap() {
		m.values.Grow(n)
	}
	m.values.SetLen(n)
	m.iterator.Reset(v)
	for i := 0; m.iterator.Next() && i < n; i++ {
		m.key.SetIterKey(&m.iterator)
		m.values.Index(i).SetIterValue(&m.iterator)
		s.members = append(s.members, member{m.key.String(), i})
	}
}

// release drops what was copied, and reports whether the memory is small enough to be kept.
func (m *mapScratch) release() bool {
	m.iterator.Reset(reflect.Value{})
	m.key.SetZero()
	m.values.Clear()
	return m.values.Cap() <= keepMembers
}
