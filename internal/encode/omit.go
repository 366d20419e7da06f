package encode

// This file decides which fields are left out, by omitempty and omitzero.

import "reflect"

// A predicate reports something about a value.
type predicate func(v reflect.Value) bool

// isZeroer is a type with a method that reports whether it is zero.
type isZeroer interface{ IsZero() bool }

var zeroer = reflect.TypeFor[isZeroer]()

// isZero returns the predicate for omitzero.
func isZero(t reflect.Type) predicate {
	switch {
	case t.Kind() == reflect.Interface && t.Implements(zeroer):
		return func(v reflect.Value) bool {
			return v.IsNil() || v.Elem().Kind() == reflect.Pointer && v.Elem().IsNil() || v.Interface().(isZeroer).IsZero()
		}
	case t.Kind() == reflect.Pointer && t.Implements(zeroer):
		return func(v reflect.Value) bool { return v.IsNil() || v.Interface().(isZeroer).IsZero() }
	case reflect.PointerTo(t).Implements(zeroer):
		return func(v reflect.Value) bool { return v.Addr().Interface().(isZeroer).IsZero() }
	}
	return zeroByKind(t.Kind())
}

// zeroByKind returns [reflect.Value.IsZero], or what is the same and faster.
func zeroByKind(kind reflect.Kind) predicate {
	switch kind {
	case reflect.Bool:
		return func(v reflect.Value) bool { return !v.Bool() }
	case reflect.String:
		return func(v reflect.Value) bool { return v.String() == "" }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) bool { return v.Int() == 0 }
	case reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice:
		return reflect.Value.IsNil
	}
	return reflect.Value.IsZero
}

// emptyByKind returns the predicate for omitempty, nil if no value is empty.
func emptyByKind(kind reflect.Kind) predicate {
	switch kind {
	case reflect.Array, reflect.Map, reflect.Slice:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	case reflect.Struct:
		return nil
	}
	return zeroByKind(kind)
}

// An omission reports whether a field is left out.
type omission struct {
	v  reflect.Value
	is predicate
}

func (o omission) IsZero() bool { return o.is(o.v) }
