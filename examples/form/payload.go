package main

// This file converts the input of a form to a payload, and shows a payload and its errors in the fields.

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
)

// Payload returns the input as JSON. A field that is left empty is a missing property, and the
// control "null:NAME" makes it null.
func Payload(fields []Field, entered url.Values) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for _, f := range fields {
		value := f.value(entered)
		if value == nil {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.Write(quote(f.Name))
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// value returns the input of a field as JSON, nil if it is missing.
func (f *Field) value(entered url.Values) []byte {
	text := entered.Get(f.Name)
	switch {
	case entered.Has("null:" + f.Name):
		return []byte("null")
	case f.Kind == "multiple" && entered.Has(f.Name):
		var items [][]byte
		for _, text := range entered[f.Name] {
			items = append(items, jsonOr(text))
		}
		return slices.Concat([]byte{'['}, bytes.Join(items, []byte{','}), []byte{']'})
	case text == "":
		return nil
	case f.Kind == "datetime-local":
		return quote(fromLocal(text))
	case f.Kind == "number", f.Kind == "json", f.Options != nil:
		return jsonOr(text)
	}
	return quote(text)
}

// jsonOr returns the text if it is JSON, or else as a JSON string, so that the validator reports the
// error.
func jsonOr(text string) []byte {
	if json.Valid([]byte(text)) {
		return []byte(text)
	}
	return quote(text)
}

func quote(text string) []byte {
	quoted, _ := json.Marshal(text) // cannot fail for a string
	return quoted
}

// Show sets the values of the fields to those of a payload, with the errors or annotations that the
// schema has for them. It returns the errors that belong to no field.
func Show(schema *verdict.Schema, fields []Field, payload []byte) (others []string) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(payload, &values); err != nil {
		return []string{err.Error()}
	}
	for k := range fields {
		if value, ok := values[fields[k].Name]; ok {
			fields[k].show(value)
		}
	}
	var invalid *verdict.Error
	switch err := schema.Validate(payload); {
	case err == nil:
		annotate(schema, fields, payload)
		return nil
	case !errors.As(err, &invalid):
		return []string{err.Error()}
	}
	for _, v := range invalid.Violations {
		name := nameIn(v.Pointer)
		if v.Pointer == "" {
			name = v.Property // of a property that is missing
		}
		if f := named(fields, name); f != nil {
			f.Errors = append(f.Errors, v.Message)
		} else {
			others = append(others, v.Message)
		}
	}
	return others
}

func (f *Field) show(value json.RawMessage) {
	f.Null = string(value) == "null"
	var items []json.RawMessage
	_ = json.Unmarshal(value, &items)
	for k := range f.Options {
		o := &f.Options[k]
		o.Selected = string(value) == o.JSON || slices.ContainsFunc(items, func(item json.RawMessage) bool { return string(item) == o.JSON })
	}
	var text string
	if json.Unmarshal(value, &text) != nil {
		text = string(value)
	}
	switch {
	case f.Kind == "datetime-local":
		f.Value = toLocal(text)
	case f.Null:
		f.Value = ""
	default:
		f.Value = text
	}
}

// annotate shows descriptions that only apply to payloads such as this one, and what is deprecated.
func annotate(schema *verdict.Schema, fields []Field, payload []byte) {
	for _, u := range schema.Output(payload, verdict.OutputBasic).Annotations {
		f := named(fields, nameIn(u.InstanceLocation))
		if f == nil {
			continue
		}
		switch keyword := u.KeywordLocation[strings.LastIndex(u.KeywordLocation, "/")+1:]; {
		case keyword == "deprecated" && string(u.Annotation) == "true":
			f.Notes = append(f.Notes, "deprecated")
		case keyword == "description" && strings.Count(u.InstanceLocation, "/") == 1:
			var text string
			if json.Unmarshal(u.Annotation, &text) == nil && text != f.Help {
				f.Notes = append(f.Notes, text)
			}
		}
	}
}

// nameIn returns the first name in a JSON Pointer.
func nameIn(pointer string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
}

func named(fields []Field, name string) *Field {
	for k := range fields {
		if fields[k].Name == name {
			return &fields[k]
		}
	}
	return nil
}
