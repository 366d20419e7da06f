package decode

// This file decodes interfaces that contain one of several structs, which a property
// selects.

import (
	"reflect"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/reflector"
)

// A unionDecoder decodes into such an interface.
type unionDecoder struct {
	property string
	variants map[string]variant
}

// A variant is a struct that the interface may contain.
type variant struct {
	of      reflect.Type // the struct
	pointer bool         // the interface contains a pointer to it
	value   decoder
}

func (c *compiler) union(u reflector.Union) decoder {
	d := &unionDecoder{property: u.Property, variants: make(map[string]variant, len(u.Variants))}
	for _, v := range u.Variants {
		of, pointer := v.Type, v.Type.Kind() == reflect.Pointer
		if pointer {
			of = of.Elem()
		}
		d.variants[v.Name] = variant{of, pointer, c.decoder(of)}
	}
	return d
}

func (d *unionDecoder) decode(s *state, v reflect.Value, p int) int {
	if jsontape.ByteAt(s.text, p) != '{' {
		if !s.isNull(p) {
			return gaveUp
		}
		v.SetZero()
		return afterNull(p)
	}
	chosen, ok := d.choose(s, p)
	if !ok {
		return gaveUp
	}
	value := reflect.New(chosen.of)
	if p = chosen.value.decode(s, value.Elem(), p); p < 0 {
		return gaveUp
	}
	if !chosen.pointer {
		value = value.Elem()
	}
	v.Set(value)
	return p
}

// choose returns the variant that the object at p is.
func (d *unionDecoder) choose(s *state, p int) (variant, bool) {
	p = jsontape.SkipSpace(s.text, p+1)
	for jsontape.ByteAt(s.text, p) == '"' {
		name, end := s.content(p)
		if end < 0 {
			break
		}
		found := string(name) == d.property
		p = jsontape.SkipSpace(s.text, jsontape.SkipSpace(s.text, end)+1)
		if found {
			if jsontape.ByteAt(s.text, p) != '"' {
				break
			}
			content, _ := s.content(p)
			v, ok := d.variants[string(content)]
			return v, ok
		}
		if p = s.skip(p); p < 0 {
			break
		}
		p, _ = s.after(p)
		p = jsontape.SkipSpace(s.text, p+1)
	}
	return variant{}, false
}
