package vet

// This file determines how encoding/json encodes a Go type, as far as go/types can tell.

import (
	"go/types"
	"math"
	"strconv"

	"github.com/verdict-lint/verdict/internal/tags"
)

const nullPackage = "github.com/verdict-lint/verdict/null"

// threeStates returns the T of a null.Or[T].
func threeStates(t types.Type) (types.Type, bool) {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || !isNamed(named, nullPackage, "Or") || named.TypeArgs().Len() != 1 {
		return nil, false
	}
	return named.TypeArgs().At(0), true
}

func isNamed(named *types.Named, path, name string) bool {
	object := named.Obj()
	return object.Pkg() != nil && object.Pkg().Path() == path && object.Name() == name
}

// wellKnown lists types whose JSON cannot be derived from their methods. Methods of a
// pointer are called only for addressable values, so how a big.Int is encoded depends on
// whether it is addressable.
var wellKnown = []struct {
	path, name string
	types      tags.Types
	pointer    bool // applies only to addressable values
}{
	{"time", "Time", tags.String, false},
	{"encoding/json", "Number", tags.Numeric, false},
	{"encoding/json", "RawMessage", tags.Anything, false},
	{"math/big", "Int", tags.Integer, true},
}

// jsonTypes returns the JSON types of a value of t, then those of its items, then those of
// their items. If methods may write anything, it is anything. addressable reports that a
// value is always addressable when encoded, so that methods of its pointer are called.
// Integers have bounds.
func jsonTypes(t types.Type, addressable bool) (levels []tags.Types, bounds []*tags.Bounds) {
	// A type may be a list of itself; tags do not refer to deeper levels than this.
	for len(levels) < 16 {
		t, addressable = indirect(t, addressable)
		level, items := jsonLevel(t, addressable)
		levels = append(levels, level)
		bounds = append(bounds, boundsOf(t, level))
		if items == nil {
			return levels, bounds
		}
		if _, isSlice := t.Underlying().(*types.Slice); isSlice {
			addressable = true
		}
		t = items
	}
	return levels, bounds
}

// boundsOf returns the bounds of an integer type that is encoded by its kind. Those of int
// and uint are the 64-bit bounds.
func boundsOf(t types.Type, level tags.Types) *tags.Bounds {
	b, ok := t.Underlying().(*types.Basic)
	if level != tags.Integer || !ok {
		return nil
	}
	bits := map[types.BasicKind]uint{types.Int8: 8, types.Uint8: 8, types.Int16: 16, types.Uint16: 16, types.Int32: 32, types.Uint32: 32}[b.Kind()]
	if bits == 0 {
		bits = 64
	}
	if b.Info()&types.IsUnsigned != 0 {
		return &tags.Bounds{Min: "0", Max: strconv.FormatUint(math.MaxUint64>>(64-bits), 10)}
	}
	low := int64(math.MinInt64) >> (64 - bits)
	return &tags.Bounds{Min: strconv.FormatInt(low, 10), Max: strconv.FormatInt(-(low + 1), 10)}
}

// indirect returns the type that pointers and null.Or wrap.
func indirect(t types.Type, addressable bool) (types.Type, bool) {
	for range 100 { // a type may point to itself
		if inner, ok := threeStates(t); ok {
			t, addressable = inner, true // null.Or encodes through a pointer
			continue
		}
		p, ok := types.Unalias(t).(*types.Pointer)
		if !ok {
			break
		}
		t, addressable = p.Elem(), true
	}
	return t, addressable
}

// jsonLevel returns the JSON types of a type and, for an array, the Go type of its items.
func jsonLevel(t types.Type, addressable bool) (level tags.Types, items types.Type) {
	if found, ok := byMethods(t, addressable); ok {
		return found, nil
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return basicTypes(u), nil
	case *types.Slice:
		if isByte(u.Elem()) {
			return tags.String, nil // base64
		}
		return tags.Array, u.Elem()
	case *types.Array:
		return tags.Array, u.Elem()
	case *types.Map, *types.Struct:
		return tags.Object, nil
	}
	return tags.Anything, nil
}

func isByte(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	if _, marshals := byMethods(t, false); marshals {
		return false
	}
	return ok && b.Kind() == types.Uint8
}

func basicTypes(b *types.Basic) tags.Types {
	switch info := b.Info(); {
	case info&types.IsString != 0:
		return tags.String
	case info&types.IsInteger != 0:
		return tags.Integer
	case info&types.IsFloat != 0:
		return tags.Number
	case info&types.IsBoolean != 0:
		return tags.Boolean
	}
	return tags.Anything
}

// byMethods returns the JSON types of a type that marshals itself or has its own schema.
func byMethods(t types.Type, addressable bool) (tags.Types, bool) {
	if _, ok := t.(*types.TypeParam); ok {
		return tags.Anything, true
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return tags.Anything, false
	}
	for _, known := range wellKnown {
		if isNamed(named, known.path, known.name) && (addressable || !known.pointer) {
			return known.types, true
		}
	}
	if types.IsInterface(t) {
		return tags.Anything, true
	}
	onPointer := types.NewMethodSet(types.NewPointer(named))
	for _, method := range []string{"MarshalJSON", "MarshalJSONTo", "JSONSchema", "JSONSchemaAlias", "JSONSchemaExtend"} {
		if onPointer.Lookup(named.Obj().Pkg(), method) != nil {
			return tags.Anything, true
		}
	}
	if onPointer.Lookup(named.Obj().Pkg(), "MarshalText") == nil {
		return tags.Anything, false
	}
	if addressable || types.NewMethodSet(named).Lookup(named.Obj().Pkg(), "MarshalText") != nil {
		return tags.String, true
	}
	return tags.Anything, true // text if addressable, otherwise according to its kind
}

// tagField returns what package tags needs to know about a field.
func (f *field) tagField() tags.Field {
	if f.variable.Name() == "_" {
		return tags.Field{Types: []tags.Types{tags.Object}} // the tag is about the struct
	}
	found, bounds := jsonTypes(f.variable.Type(), false)
	if f.has("string") && found[0]&tags.Scalar != 0 {
		found, bounds = []tags.Types{tags.String}, nil
	}
	return tags.Field{Types: found, Bounds: bounds, Optional: f.optional()}
}
