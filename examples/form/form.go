package main

// This file converts a schema to the fields of a form.

import (
	"slices"
	"strings"
	"time"

	"github.com/verdict-lint/verdict"
)

// A Field is a control of the form for one property of an object.
type Field struct {
	Name     string // of the property, and of the control
	Label    string
	Help     string
	Kind     string // text, email, url, date, time, datetime-local, number, hidden, select, multiple, or json
	Options  []Option
	Min, Max string // of a number
	Step     string
	Required bool // the property must not be missing
	Nullable bool // its value may be null; for a select, that is an option

	Value  string // as shown
	Null   bool
	Notes  []string // of schemas that have applied to a valid payload
	Errors []string
}

// An Option is a value of a select: what is sent is JSON.
type Option struct {
	JSON, Text string
	Selected   bool
}

// Fields returns the fields for the properties of a schema, in the order of the schema.
func Fields(schema *verdict.Schema) []Field {
	var names, required []string
	for _, s := range schema.Lookup("") {
		properties, _ := s.Keyword("properties")
		for name := range properties.Properties() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		if list, ok := s.Keyword("required"); ok && !s.Conditional {
			for _, name := range list.Items() {
				required = append(required, name.String())
			}
		}
	}
	var fields []Field
	for _, name := range names {
		fields = append(fields, field(schema, name, slices.Contains(required, name)))
	}
	return fields
}

func field(schema *verdict.Schema, name string, required bool) Field {
	pointer := "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	k := keywords(schema.Lookup(pointer))
	types := k.types()
	f := Field{Name: name, Label: k.text("title"), Help: k.text("description"), Kind: "json", Required: required}
	if f.Label == "" {
		f.Label = name
	}
	f.Nullable = slices.Contains(types, "null")
	types = slices.DeleteFunc(types, func(t string) bool { return t == "null" })
	switch {
	case k.has("const"):
		f.Kind, f.Options = "hidden", options(k["const"])
		f.Value = f.Options[0].Text
	case k.has("enum"):
		f.Kind = "select"
		for _, value := range k["enum"].Items() {
			f.Options = append(f.Options, options(value)...)
		}
	case slices.Equal(types, []string{"boolean"}):
		f.Kind, f.Options = "select", []Option{{JSON: "true", Text: "true"}, {JSON: "false", Text: "false"}}
		if f.Nullable {
			f.Options = append(f.Options, Option{JSON: "null", Text: "null"})
		}
	case slices.Equal(types, []string{"integer"}), slices.Equal(types, []string{"number"}):
		f.Kind, f.Step, f.Min, f.Max = "number", "any", k.text("minimum"), k.text("maximum")
		if types[0] == "integer" {
			f.Step = "1"
		}
	case slices.Equal(types, []string{"string"}):
		f.Kind = inputTypes[k.text("format")]
		switch f.Kind {
		case "":
			f.Kind = "text"
		case "datetime-local":
			f.Label += " (UTC)"
		}
	case slices.Equal(types, []string{"array"}):
		item := keywords(schema.Lookup(pointer + "/-"))
		if item.has("enum") {
			f.Kind = "multiple"
			for _, value := range item["enum"].Items() {
				f.Options = append(f.Options, options(value)...)
			}
		}
	}
	return f
}

// inputTypes are the types of input elements for formats.
var inputTypes = map[string]string{
	"date": "date", "time": "text", "date-time": "datetime-local", "email": "email", "idn-email": "email", "uri": "url", "iri": "url",
}

func options(value verdict.Instance) []Option {
	return []Option{{JSON: string(value.Raw()), Text: value.String()}}
}

// merged are the keywords of the schemas for one value. Of several with the same keyword, the first
// counts.
type merged map[string]verdict.Instance

// keywords merges the schemas that apply in any case.
func keywords(schemas []verdict.Subschema) merged {
	all := make(merged)
	for _, s := range schemas {
		if s.Conditional {
			continue
		}
		for name, value := range s.Value.Properties() {
			if _, ok := all[name]; !ok {
				all[name] = value
			}
		}
	}
	return all
}

func (k merged) has(name string) bool { _, ok := k[name]; return ok }

func (k merged) text(name string) string { return k[name].String() }

// types returns the types that a value may have.
func (k merged) types() []string {
	if k["type"].Kind() == verdict.KindString {
		return []string{k.text("type")}
	}
	var types []string
	for _, t := range k["type"].Items() {
		types = append(types, t.String())
	}
	return types
}

// localTime is the format of a datetime-local control, here in UTC.
const localTime = "2006-01-02T15:04:05"

// toLocal converts a date-time for the control, and returns other texts unchanged.
func toLocal(text string) string {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC().Format(localTime)
	}
	return text
}

// fromLocal is the reverse of toLocal. A control leaves seconds out if they are 0.
func fromLocal(text string) string {
	for _, layout := range []string{localTime, "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	return text
}
