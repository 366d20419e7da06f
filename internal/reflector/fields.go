package reflector

// This file finds the properties that encoding/json writes for a struct, by the rules of its package
// documentation for names, embedding, shadowing and ambiguity.
// https://pkg.go.dev/encoding/json#Marshal

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// A field is a property of a struct.
type field struct {
	name   string // in JSON
	owner  reflect.Type
	source reflect.StructField
	index  []int // path through embedded structs
	tagged bool  // the name comes from the tag

	passedOver string // a name in the tag that encoding/json ignores

	hidden   bool     // jsonschema:"-": not a property of the schema
	options  []string // of the json tag
	optional bool     // omitempty or omitzero
	quoted   bool     // ",string", on a type on which it has an effect
	shared   bool     // in a struct embedded by pointer, which may be nil
}

// An embedding is a struct to look for fields in.
type embedding struct {
	t      reflect.Type
	index  []int
	shared bool
	twice  bool // embedded more than once at this depth, so its fields cancel out
}

// A Property is a property that encoding/json reads and writes for a struct.
type Property struct {
	Name   string // in JSON
	Index  []int  // of the field, as in [reflect.Value.FieldByIndex]
	Quoted bool   // it has the option string, on a type on which that has an effect

	OmitEmpty, OmitZero bool // it has these options
}

// Properties lists the properties of a struct.
func Properties(t reflect.Type) []Property {
	var all []Property
	for _, f := range fieldsOf(t, func(reflect.Type, reflect.StructField) bool { return true }) {
		all = append(all, Property{
			Name: f.name, Index: f.index, Quoted: f.quoted,
			OmitEmpty: slices.Contains(f.options, "omitempty"), OmitZero: slices.Contains(f.options, "omitzero"),
		})
	}
	return all
}

// fieldsOf lists the properties of t in the order of their declaration. It calls embeds for
// each struct that is embedded without a name of its own, which reports whether its fields
// are among them.
func fieldsOf(t reflect.Type, embeds func(owner reflect.Type, f reflect.StructField) bool) []field {
	var all []field
	level := []embedding{{t: t}}
	visited := make(map[reflect.Type]bool)
	for len(level) > 0 {
		var next []embedding
		for _, e := range level {
			if !visited[e.t] {
				visited[e.t] = true
				all, next = e.read(all, next, embeds)
			}
		}
		level = next
	}
	return dominant(all)
}

// read appends the fields of the struct to all, and adds those that it embeds to the next level.
func (e embedding) read(all []field, next []embedding, embeds func(owner reflect.Type, f reflect.StructField) bool) ([]field, []embedding) {
	for i := range e.t.NumField() {
		source := e.t.Field(i)
		f, inner, ok := readField(e, source, append(slices.Clone(e.index), i))
		switch {
		case !ok:
		case inner == nil && e.twice:
			all = append(all, f, f)
		case inner == nil:
			all = append(all, f)
		case embeds(e.t, source):
			next = deeper(next, *inner)
		}
	}
	return all, next
}

// deeper adds an embedded struct to the next level, or marks it as embedded
// twice.
func deeper(next []embedding, e embedding) []embedding {
	for i := range next {
		if next[i].t == e.t {
			next[i].twice = true
			return next
		}
	}
	return append(next, e)
}

// readField returns a field of e, or the struct that it embeds; ok is false if encoding/json
// ignores it.
func readField(e embedding, source reflect.StructField, index []int) (f field, inner *embedding, ok bool) {
	embedded := source.Type
	byPointer := embedded.Kind() == reflect.Pointer
	if byPointer {
		embedded = embedded.Elem()
	}
	if !source.IsExported() && (!source.Anonymous || embedded.Kind() != reflect.Struct) {
		return field{}, nil, false
	}
	tag := source.Tag.Get("json")
	if tag == "-" {
		return field{}, nil, false
	}
	name, options := splitJSON(tag)
	passedOver := ""
	if !validName(name) {
		name, passedOver = "", name
	}
	if name == "" && source.Anonymous && embedded.Kind() == reflect.Struct {
		return field{}, &embedding{t: embedded, index: index, shared: e.shared || byPointer}, true
	}
	f = field{
		name:       name,
		owner:      e.t,
		source:     source,
		index:      index,
		tagged:     name != "",
		passedOver: passedOver,
		shared:     e.shared,
		hidden:     isHidden(source),
		options:    options,
		optional:   slices.Contains(options, "omitempty") || slices.Contains(options, "omitzero"),
		quoted:     slices.Contains(options, "string") && quotable(source.Type),
	}
	if name == "" {
		f.name = source.Name
	}
	return f, nil, true
}

// isHidden reports whether a field is left out of the schema, but not of the JSON.
func isHidden(f reflect.StructField) bool { return f.Tag.Get("jsonschema") == "-" }

// dominant keeps, of the fields with one name, the one that Go's rules of
// embedding select: the least nested, then the tagged. If these are more than
// one, none is kept. A field that the schema leaves out still shadows those that it
// shadows in Go.
func dominant(all []field) []field {
	byName := make(map[string][]field)
	for _, f := range all {
		byName[f.name] = append(byName[f.name], f)
	}
	var chosen []field
	for _, same := range byName {
		slices.SortStableFunc(same, precedence)
		if len(same) == 1 || precedence(same[0], same[1]) != 0 {
			chosen = append(chosen, same[0])
		}
	}
	slices.SortFunc(chosen, func(a, b field) int { return slices.Compare(a.index, b.index) })
	return chosen
}

func precedence(a, b field) int {
	if c := cmp.Compare(len(a.index), len(b.index)); c != 0 {
		return c
	}
	switch {
	case a.tagged == b.tagged:
		return 0
	case a.tagged:
		return -1
	}
	return 1
}

// splitJSON splits a json tag into the name and the options.
func splitJSON(tag string) (name string, options []string) {
	parts := strings.Split(tag, ",")
	return parts[0], parts[1:]
}

// validName reports whether encoding/json accepts a name in a tag; otherwise it uses
// the name of the field.
func validName(name string) bool {
	if name == "" {
		return false
	}
	for _, r := range name {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// quotable reports whether ",string" has an effect on a field of type t: on
// strings, booleans and numbers, and on plain pointers to them.
func quotable(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer && t.Name() == "" {
		t = t.Elem()
	}
	switch kind := t.Kind(); {
	case kind == reflect.Bool, kind == reflect.String:
		return true
	default:
		return isInteger(kind) || isFloat(kind)
	}
}

// OnlyProperties reports whether a struct of type t consists of fields whose paths are those of
// properties, and of structs that are embedded by value and consist of such fields. Another field
// may be a mutex, for example, which must not be copied.
func OnlyProperties(t reflect.Type, isProperty func(path []int) bool) bool {
	return onlyProperties(t, nil, isProperty)
}

func onlyProperties(t reflect.Type, path []int, isProperty func(path []int) bool) bool {
	for i := range t.NumField() {
		at := append(slices.Clone(path), i)
		switch f := t.Field(i); {
		case f.Name == "_", isProperty(at):
		case f.Anonymous && f.Type.Kind() == reflect.Struct && onlyProperties(f.Type, at, isProperty):
		default:
			return false
		}
	}
	return true
}
