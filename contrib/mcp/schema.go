package verdictmcp

// This file provides the schemas of arguments and results.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
)

// A model is a compiled schema of arguments or results.
type model[T any] struct {
	*verdict.Typed[T]
	excludesNull bool // although encoding/json can write a T as null
}

// newModel compiles the schema in *schema, or else the one reflected from T without null, and stores
// the document in *schema. It takes unknown as the document of the type any.
func newModel[T any](schema *any, unknown any, opts []verdict.Option) (m model[T], err error) {
	opts = append([]verdict.Option{verdict.WithStrict(true)}, opts...)
	isAny := reflect.TypeFor[T]() == reflect.TypeFor[any]()
	if *schema == nil && isAny {
		*schema = unknown
	}
	switch {
	case *schema != nil:
		document, err := json.Marshal(*schema)
		if err != nil {
			return m, err
		}
		opts = append(opts, verdict.WithSchemaFor[T](document))
	case !isAny:
		document, err := verdict.Reflect[T](opts...)
		if err != nil {
			return m, err
		}
		if document, m.excludesNull, err = withoutNull(document); err != nil {
			return m, err
		}
		if m.excludesNull {
			opts = append(opts, verdict.WithSchemaFor[T](document))
		}
		*schema = json.RawMessage(document)
	}
	m.Typed, err = verdict.For[T](opts...)
	return m, err
}

// present returns the value, or, if it is nil and the schema excludes null, the value that it represents.
func (m model[T]) present(v T) T {
	if !m.excludesNull {
		return v
	}
	value := reflect.ValueOf(&v).Elem()
	switch value.Kind() {
	case reflect.Pointer:
		if value.IsNil() {
			value.Set(reflect.New(value.Type().Elem()))
		}
	case reflect.Map:
		if value.IsNil() {
			value.Set(reflect.MakeMap(value.Type()))
		}
	case reflect.Slice:
		if value.IsNil() {
			value.Set(reflect.MakeSlice(value.Type(), 0, 0))
		}
	}
	return v
}

// withoutNull returns the reflected schema of a type without null, which those of pointers, maps and
// slices allow, and reports whether it is another one.
func withoutNull(document []byte) ([]byte, bool, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(document, &members); err != nil {
		return nil, false, err
	}
	var types []string
	var alternatives []map[string]json.RawMessage
	isNull := func(name string) bool { return name == "null" }
	switch {
	case json.Unmarshal(members["type"], &types) == nil && slices.ContainsFunc(types, isNull):
		if types = slices.DeleteFunc(types, isNull); len(types) != 1 {
			return document, false, nil
		}
		members["type"] = fmt.Appendf(nil, "%q", types[0])
	case json.Unmarshal(members["anyOf"], &alternatives) == nil && len(alternatives) == 2 && string(alternatives[1]["type"]) == `"null"`:
		delete(members, "anyOf")
		maps.Copy(members, alternatives[0])
		if err := inline(members); err != nil {
			return nil, false, err
		}
	default:
		return document, false, nil
	}
	document, err := json.Marshal(members)
	return document, true, err
}

// inline replaces the reference of a document to one of its definitions, if it is one, by the
// keywords of the definition: the schema of arguments must have the type object itself.
func inline(document map[string]json.RawMessage) error {
	reference := document["$ref"]
	if reference == nil {
		return nil
	}
	var pointer string
	var definitions, definition map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(reference, &pointer), json.Unmarshal(document["$defs"], &definitions)); err != nil {
		return err
	}
	name := strings.TrimPrefix(pointer, "#/$defs/")
	if err := json.Unmarshal(definitions[name], &definition); err != nil {
		return fmt.Errorf("%s: %w", pointer, err)
	}
	delete(document, "$ref")
	maps.Copy(document, definition)
	if bytes.Contains(document["$defs"], reference) {
		return nil // the definition refers to itself
	}
	delete(definitions, name)
	if delete(document, "$defs"); len(definitions) == 0 {
		return nil
	}
	var err error
	document["$defs"], err = json.Marshal(definitions)
	return err
}
