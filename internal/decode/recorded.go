package decode

// This file decodes objects whose properties the validator has recorded: their names, and where
// their values are.

import (
	"encoding/json"
	"reflect"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// listed has the field of each name that a schema lists.
type listed struct {
	names  []string
	fields []int32 // indices, or -1
}

// recorded returns the fields that the recorded properties of the object at p refer to, or nil if there
// is no record of it.
func (d *structDecoder) recorded(s *state, p int) []int32 {
	if index, ok := s.object(p); ok && index != jsontape.Free {
		return d.fieldsOf(s.reader.Record.Names[^index])
	}
	return nil
}

// object returns the index of the step for the object at p, if there is one. Its properties are then the
// next steps.
func (s *state) object(p int) (index int, ok bool) {
	for steps := s.reader.Record.Steps; s.step < len(steps); s.step++ {
		step := steps[s.step]
		if at := int(step.At); at > p {
			break
		} else if at == p && step.Index < 0 {
			s.step++
			return int(step.Index), true
		}
	}
	return 0, false
}

// constant returns the index of the string at p, if it is recorded as a constant.
func (s *state) constant(p int) (index int, ok bool) {
	for steps := s.reader.Record.Steps; s.step < len(steps); s.step++ {
		step := steps[s.step]
		if at := int(step.At); at > p {
			break
		} else if index, ok := step.Constant(); ok && at == p {
			s.step++
			return index, true
		}
	}
	return 0, false
}

// constants returns the strings of an array whose first item is at p, and the offset after it. It gives
// up if one of them is not recorded as a constant.
func (s *state) constants(p int) (texts []string, end int) {
	all, first := s.reader.Record.Constants, -1
	for n := 1; ; n++ {
		index, ok := s.constant(p)
		if !ok {
			return nil, gaveUp
		}
		if first < 0 {
			first = index
		}
		var closed bool
		if p, closed = s.next(p + len(all[index]) + len(`""`)); closed {
			return all[first : first+n], p
		}
	}
}

// fieldsOf returns the fields of the names of a schema. For a second schema of the same type, which is
// rare, and for one that lacks the name of a field, it returns nil.
func (d *structDecoder) fieldsOf(names []string) []int32 {
	if len(names) == 0 {
		return nil
	}
	known := d.listed.Load()
	if known == nil {
		known = &listed{names, make([]int32, len(names))}
		found := 0
		for i, name := range names {
			known.fields[i] = -1
			if field, ok := d.names.byName[name]; ok {
				known.fields[i] = int32(field)
				found++
			}
		}
		if found < len(d.names.byName) {
			known.fields = nil
		}
		d.listed.Store(known)
	}
	if &known.names[0] != &names[0] {
		return nil
	}
	return known.fields
}

// replay decodes the object at p into a spare, or into v if there is none. The next steps are its
// properties and its end.
func (d *structDecoder) replay(s *state, v reflect.Value, spare *spare, fields []int32, p int) int {
	steps := s.reader.Record.Steps
	for s.step < len(steps) {
		step := steps[s.step]
		s.step++
		at := int(step.At)
		if at < p {
			continue // in a value that was decoded otherwise
		}
		if step.Index == jsontape.Ended {
			return at + 1
		}
		k := -1
		if uint(step.Index) < uint(len(fields)) {
			k = int(fields[step.Index])
		}
		if spare != nil && uint(k) < uint(len(spare.slots)) {
			slot := &spare.slots[k]
			p = slot.at.decodeAt(s, slot.pointer, at)
		} else {
			p = d.member(s, v, spare, k, at)
		}
		if p < 0 {
			return gaveUp
		}
	}
	return gaveUp
}

// rawMapDecoder decodes into a map of raw messages, the ends of which may be recorded.
type rawMapDecoder struct {
	plainMapDecoder[json.RawMessage]
}

func (d *rawMapDecoder) decode(s *state, v reflect.Value, p int) int {
	return d.decodeAt(s, d.pointer(v), p)
}

func (d *rawMapDecoder) decodeAt(s *state, pointer any, p int) int {
	if index, ok := s.object(p); !ok || index != jsontape.Free {
		return d.plainMapDecoder.decodeAt(s, pointer, p)
	}
	target := pointer.(*map[string]json.RawMessage)
	if *target == nil {
		*target = make(map[string]json.RawMessage)
	}
	m, text := *target, s.text
	for { // p is at the brace or a comma
		step := s.reader.Record.Steps[s.step]
		s.step++
		if step.Index == jsontape.Ended {
			return int(step.At) + 1
		}
		name := text[jsontape.SkipSpace(text, p+1)+1 : step.Index-1]
		value := text[jsontape.SkipSpace(text, jsontape.SkipSpace(text, int(step.Index))+1):step.At]
		m[s.strings.add(name)] = s.bytes.add(value)
		p = jsontape.SkipSpace(text, int(step.At))
	}
}
