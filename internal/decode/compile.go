package decode

// This file compiles decoders from Go types.

import (
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/reflector"
	"github.com/verdict-lint/verdict/null"
)

// A compiler makes the decoders of a type and of those it consists of.
type compiler struct {
	unions  map[reflect.Type]reflector.Union
	general *generalDecoder
	done    map[reflect.Type]*indirect
	entries bool
}

// An indirect decoder is one that may not be compiled yet, because its type is recursive.
type indirect struct{ decoder }

// Compile returns the decoder of t. unions defines what interfaces may contain. unmarshal is
// the general decoder.
func Compile(t reflect.Type, unions map[reflect.Type]reflector.Union, unmarshal func(text []byte, target any) error) *Decoder {
	c := &compiler{unions: unions, general: &generalDecoder{unmarshal}, done: make(map[reflect.Type]*indirect)}
	root := c.decoder(t)
	return &Decoder{root, c.entries}
}

// decoder returns the decoder of t.
func (c *compiler) decoder(t reflect.Type) decoder {
	if d, ok := c.done[t]; ok {
		if d.decoder == nil {
			return d
		}
		return d.decoder
	}
	d := new(indirect)
	c.done[t] = d
	d.decoder = c.compile(t)
	return d.decoder
}

func (c *compiler) compile(t reflect.Type) decoder {
	if u, ok := c.unions[t]; ok {
		return c.union(u)
	}
	switch t {
	case timeType:
		return &timeDecoder{}
	case rawType:
		return &rawDecoder{}
	case jsonNumberType:
		return &jsonNumberDecoder{}
	case reflect.TypeFor[null.Or[string]]():
		return &orStringDecoder{}
	}
	pointer := reflect.PointerTo(t)
	if isOr(t) {
		of := reflect.TypeOf(reflect.New(t).Interface().(threeStates).NewValue()).Elem()
		value := c.decoder(of)
		return &orDecoder{of, value, pointed(value)}
	}
	switch own := pointer.Implements(jsonUnmarshaler); {
	case pointer.Implements(fromUnmarshaler), embedsOr(pointer):
		return c.general
	case !own && !pointer.Implements(textUnmarshaler):
		return c.kind(t)
	case t.Name() == "": // encoding/json does not call methods of all such types
		return c.general
	case own:
		return &jsonDecoder{}
	}
	return &textDecoder{}
}

var (
	fromUnmarshaler = reflect.TypeFor[json.UnmarshalerFrom]()
	orInterface     = reflect.TypeFor[threeStates]()
)

// isOr reports whether t is a null.Or.
func isOr(t reflect.Type) bool {
	return t.PkgPath() == reflect.TypeFor[null.State]().PkgPath() && strings.HasPrefix(t.Name(), "Or[")
}

// embedsOr reports whether a pointer to a struct has the methods of a null.Or that the
// struct embeds.
func embedsOr(pointer reflect.Type) bool { return pointer.Implements(orInterface) }

// kind returns the decoder of a type without methods for decoding.
func (c *compiler) kind(t reflect.Type) decoder {
	switch t.Kind() {
	case reflect.Bool:
		return &boolDecoder{}
	case reflect.String:
		return &stringDecoder{}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &intDecoder{}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return &uintDecoder{}
	case reflect.Float64:
		return &float64Decoder{floatDecoder{64}}
	case reflect.Float32:
		return &floatDecoder{32}
	case reflect.Pointer:
		return &pointerDecoder{t.Elem(), c.decoder(t.Elem())}
	case reflect.Slice:
		return c.slice(t)
	case reflect.Array:
		return &arrayDecoder{c.decoder(t.Elem())}
	case reflect.Map:
		return c.dictionary(t)
	case reflect.Struct:
		return c.object(t)
	case reflect.Interface:
		if t.NumMethod() == 0 {
			return &anyDecoder{c.general}
		}
	}
	return c.general
}

func (c *compiler) slice(t reflect.Type) decoder {
	items := sliceDecoder{item: c.decoder(t.Elem()), empty: reflect.MakeSlice(t, 0, 0)}
	items.batches = newBatches(t, items.item)
	_, texts := items.item.(*stringDecoder)
	switch {
	case t.Elem() == reflect.TypeFor[string]():
		return &textsDecoder{items}
	case texts:
		return &namedTextsDecoder{items}
	case t.Elem().Kind() != reflect.Uint8:
		return &items
	case reflect.PointerTo(t.Elem()).NumMethod() > 0:
		return c.general // encoding/json decides what its methods mean for base64
	}
	return &bytesDecoder{items}
}

func (c *compiler) dictionary(t reflect.Type) decoder {
	if t.Key().Kind() != reflect.String || reflect.PointerTo(t.Key()).NumMethod() > 0 && decodesItself(t.Key()) {
		return c.general
	}
	d := plainMap(mapDecoder{key: t.Key(), elem: t.Elem(), value: c.decoder(t.Elem())})
	_, entries := d.(*rawMapDecoder)
	c.entries = c.entries || entries
	return d
}

// decodesItself reports whether a type has a method for decoding.
func decodesItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(jsonUnmarshaler) || p.Implements(textUnmarshaler) || p.Implements(fromUnmarshaler)
}

// object returns the decoder of a struct. One with the option string is left to the general
// decoder as a whole.
func (c *compiler) object(t reflect.Type) decoder {
	d := new(structDecoder)
	for _, property := range reflector.Properties(t) {
		if property.Quoted {
			return c.general
		}
		f := field{path: property.Index}
		f.value = c.decoder(t.FieldByIndex(f.path).Type)
		f.at = pointed(f.value)
		f.guess, _ = jsontape.NewGuess(property.Name)
		d.fields = append(d.fields, f)
		d.names.add(property.Name)
	}
	d.spares = newSpares(t, d.fields)
	return d
}
