package reflector

// This file converts the jsonschema tags of a field to keywords of its schema.

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/pattern"
	"github.com/verdict-lint/verdict/internal/tags"
)

// annotate applies the tags of f to the shape of its value and to the schema of
// its struct.
func (w *walk) annotate(s *shape, f field, parent *jsonschema.Schema) {
	tag := f.source.Tag
	if text := tag.Get("jsonschema_description"); text != "" {
		s.schema.Description = text
	}
	entries := tags.Parse(tag.Get("jsonschema"))
	about := s.about()
	about.Optional = f.optional
	required := !f.optional && !f.shared
	if w.sound(entries, about) {
		for _, e := range entries {
			switch e.Name {
			case "required":
				required = true
			case "nullable":
				s.null = true
			default:
				if !annotateParent(parent, f.name, e) {
					w.annotateValue(s.at(tags.Depth(e, about)), e)
				}
			}
		}
	}
	if required {
		parent.Required = append(parent.Required, f.name)
	}
	w.extras(s.schema, tag.Get("jsonschema_extras"))
}

// sound reports the problems of a tag and whether there are none.
func (w *walk) sound(entries []tags.Entry, about tags.Field) bool {
	problems := tags.Check(entries, about)
	for _, p := range problems {
		w.failTag(p.Entry.Raw, "%s", p.Message)
	}
	return len(problems) == 0
}

// about returns what checking a tag requires of the value, its items, their items, and so on.
func (s *shape) about() tags.Field {
	var about tags.Field
	for ; s != nil; s = s.items {
		about.Types = append(about.Types, s.types)
		about.Bounds = append(about.Bounds, s.bounds)
	}
	return about
}

// at returns the shape of the value at depth 0, of its items at 1, and so on.
func (s *shape) at(depth int) *shape {
	for range depth {
		if s.items == nil {
			unknown := anything()
			s.items = &unknown
		}
		s = s.items
	}
	return s
}

// annotateParent applies an entry about the struct that contains the field, and reports
// whether it is one.
func annotateParent(parent *jsonschema.Schema, name string, e tags.Entry) bool {
	switch e.Name {
	case "oneof_required":
		parent.OneOf = requireInGroup(parent.OneOf, e.Value, name)
	case "anyof_required":
		parent.AnyOf = requireInGroup(parent.AnyOf, e.Value, name)
	case "dependentRequired":
		if parent.DependentRequired == nil {
			parent.DependentRequired = make(map[string][]string)
		}
		parent.DependentRequired[name] = strings.Split(e.Value, ";")
	default:
		return false
	}
	return true
}

func requireInGroup(groups []*jsonschema.Schema, title, name string) []*jsonschema.Schema {
	for _, group := range groups {
		if group.Title == title {
			group.Required = append(group.Required, name)
			return groups
		}
	}
	return append(groups, &jsonschema.Schema{Title: title, Required: []string{name}})
}

// checkDependents finds properties that a dependentRequired names and the
// struct does not have.
func (w *walk) checkDependents(s *jsonschema.Schema, fields []field) {
	for _, f := range fields {
		for _, name := range s.DependentRequired[f.name] {
			if _, ok := s.Properties.Get(name); !ok {
				w.within(f.owner, f.source.Name, func() {
					w.failTag("dependentRequired="+strings.Join(s.DependentRequired[f.name], ";"), "there is no property %q", name)
				})
			}
		}
	}
}

// ofStruct lists the keys that have a meaning for a struct as such.
var ofStruct = []string{"title", "description", "deprecated", "readOnly", "writeOnly", "anchor", "minProperties", "maxProperties"}

// annotateStruct applies the tags of the struct itself. They are on fields named _, which are
// not encoded.
func (w *walk) annotateStruct(t reflect.Type, s *jsonschema.Schema) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Name != "_" {
			continue
		}
		w.within(t, f.Name, func() {
			entries := tags.Parse(f.Tag.Get("jsonschema"))
			if !w.sound(entries, tags.Field{Types: []tags.Types{tags.Object}}) {
				return
			}
			for _, e := range entries {
				if !slices.Contains(ofStruct, e.Name) {
					w.failTag(e.Raw, "%q applies to a property, and this field is not one", e.Name)
					continue
				}
				w.annotateValue(&shape{schema: s, types: tags.Object}, e)
			}
			w.extras(s, f.Tag.Get("jsonschema_extras"))
		})
	}
}

// annotateValue applies an entry about a value.
func (w *walk) annotateValue(s *shape, e tags.Entry) {
	switch {
	case w.annotateLiteral(s, e):
	case annotateNumber(s, e):
	default:
		w.annotateKeyword(s, e)
	}
}

// annotateKeyword applies an entry whose value is a text, a count, a switch or
// a list.
func (w *walk) annotateKeyword(s *shape, e tags.Entry) {
	schema := s.schema
	switch e.Name {
	case "title":
		schema.Title = e.Value
	case "description":
		schema.Description = e.Value
	case "anchor":
		schema.Anchor = e.Value
	case "deprecated":
		schema.Deprecated = isOn(e)
	case "readOnly":
		schema.ReadOnly = isOn(e)
	case "writeOnly":
		schema.WriteOnly = isOn(e)
	case "format":
		schema.Format = e.Value
	case "pattern":
		w.pattern(s, e)
	case "contentEncoding":
		schema.ContentEncoding = e.Value
	case "contentMediaType":
		schema.ContentMediaType = e.Value
	case "minLength":
		schema.MinLength = count(e)
	case "maxLength":
		schema.MaxLength = count(e)
	case "minItems", "maxItems":
		w.annotateItems(s, e)
	case "uniqueItems":
		schema.UniqueItems = isOn(e)
	case "minProperties":
		schema.MinProperties = count(e)
	case "maxProperties":
		schema.MaxProperties = count(e)
	case "type":
		s.override(strings.Split(e.Value, ";"))
	case "oneof_type":
		s.replaceUnknown()
		schema.Type, schema.OneOf = "", appendTypes(schema.OneOf, e.Value)
	case "anyof_type":
		s.replaceUnknown()
		schema.Type, schema.AnyOf = "", appendTypes(schema.AnyOf, e.Value)
	case "oneof_ref":
		s.replaceUnknown()
		schema.Ref, schema.OneOf = "", appendRefs(schema.OneOf, e.Value)
	case "anyof_ref":
		s.replaceUnknown()
		schema.Ref, schema.AnyOf = "", appendRefs(schema.AnyOf, e.Value)
	default:
		w.failTag(e.Raw, "%q has no meaning here", e.Name)
	}
}

// annotateItems applies a bound on the number of items. A bound that the type cannot
// satisfy, such as a Go array, is an error.
func (w *walk) annotateItems(s *shape, e tags.Entry) {
	n, schema := count(e), s.schema
	switch {
	case n == nil:
	case e.Name == "minItems" && schema.MaxItems != nil && *n > *schema.MaxItems:
		w.failTag(e.Raw, "beyond the type, which has at most %d items", *schema.MaxItems)
	case e.Name == "maxItems" && schema.MinItems != nil && *n < *schema.MinItems:
		w.failTag(e.Raw, "beyond the type, which has at least %d items", *schema.MinItems)
	case e.Name == "minItems":
		schema.MinItems = n
	default:
		schema.MaxItems = n
	}
}

func isOn(e tags.Entry) bool { return e.Bare || e.Value == "true" }

func count(e tags.Entry) *uint64 {
	n, err := strconv.ParseUint(e.Value, 10, 64)
	if err != nil {
		return nil
	}
	return &n
}

// override replaces the reflected types.
func (s *shape) override(names []string) {
	s.schema.Type, s.types, s.items, s.null = "", tags.Anything, nil, false
	s.schema.Items, s.schema.Ref = nil, ""
	var list []any
	for _, name := range names {
		list = append(list, name)
	}
	if len(names) == 1 {
		s.schema.Type = names[0]
		return
	}
	setExtra(s.schema, "type", list)
}

// replaceUnknown removes what is assumed about an interface, because a tag defines its values.
// They include null only if the tag says so.
func (s *shape) replaceUnknown() {
	if s.types == tags.Anything && !s.marshals {
		s.null = false
	}
}

func appendTypes(to []*jsonschema.Schema, names string) []*jsonschema.Schema {
	for name := range strings.SplitSeq(names, ";") {
		to = append(to, &jsonschema.Schema{Type: name})
	}
	return to
}

func appendRefs(to []*jsonschema.Schema, refs string) []*jsonschema.Schema {
	for ref := range strings.SplitSeq(refs, ";") {
		to = append(to, &jsonschema.Schema{Ref: ref})
	}
	return to
}

// pattern adds a pattern to the one that the type has, if it has one.
func (w *walk) pattern(s *shape, e tags.Entry) {
	if s.schema.Pattern == "" {
		s.schema.Pattern = e.Value
		return
	}
	s.schema.AllOf = append(s.schema.AllOf, &jsonschema.Schema{Pattern: e.Value})
}

// annotateNumber applies an entry that bounds a number and reports whether it
// is one.
func annotateNumber(s *shape, e tags.Entry) bool {
	value := json.Number(e.Value)
	schema := s.schema
	switch e.Name {
	case "multipleOf":
		schema.MultipleOf = value
	case "minimum":
		schema.Minimum = value
	case "exclusiveMinimum":
		schema.ExclusiveMinimum = value
	case "maximum":
		schema.Maximum = value
	case "exclusiveMaximum":
		schema.ExclusiveMaximum = value
	default:
		return false
	}
	return true
}

// annotateLiteral applies an entry whose value is one of the field's own and
// reports whether it is one.
func (w *walk) annotateLiteral(s *shape, e tags.Entry) bool {
	if e.Name == "default" && s.types == tags.Array {
		if e.Value == "[]" {
			s.schema.Default = []any{}
			return true
		}
		items := s.at(1)
		value := items.literal(e.Value)
		w.checkLiteral(items, e, value)
		list, _ := s.schema.Default.([]any)
		s.schema.Default = append(list, value)
		return true
	}
	value := s.literal(e.Value)
	switch e.Name {
	case "enum":
		w.checkLiteral(s, e, value)
		if !s.narrowed {
			s.schema.Enum, s.narrowed = nil, true
			delete(s.schema.Extras, "enumDescriptions")
		}
		s.schema.Enum = append(s.schema.Enum, value)
	case "const":
		w.checkLiteral(s, e, value)
		s.schema.Const = value
	case "default":
		w.checkLiteral(s, e, value)
		s.schema.Default = value
	case "example":
		w.checkLiteral(s, e, value)
		s.schema.Examples = append(s.schema.Examples, value)
	default:
		return false
	}
	return true
}

// literal parses a value of a tag: strings have no quotes.
func (s *shape) literal(text string) any {
	if s.quoted {
		return plainText(text)
	}
	if s.types&tags.String != 0 {
		return text
	}
	value, err := parseTree([]byte(text))
	if err != nil {
		return text
	}
	return value
}

// checkLiteral reports a value that the type does not allow.
func (w *walk) checkLiteral(s *shape, e tags.Entry, value any) {
	if s.listed == nil && s.schema.Enum != nil && !s.narrowed {
		s.listed = s.schema.Enum
	}
	if s.listed != nil && !contains(s.listed, value) {
		w.failTag(e.Raw, "%s is not among the values of the type", plainText(value))
	}
	if text, ok := value.(string); ok && s.schema.Pattern != "" && !matches(s.schema.Pattern, text) {
		w.failTag(e.Raw, "%s does not match the pattern of the type, %s", plainText(value), s.schema.Pattern)
	}
}

// matches reports whether text matches a pattern, or the pattern is invalid, which is reported
// elsewhere.
func matches(source, text string) bool {
	p, err := pattern.Compile(source)
	if err != nil {
		return true
	}
	ok, err := p.Match([]byte(text))
	return ok || err != nil
}

// extras adds the keywords of a jsonschema_extras tag, as in github.com/invopop/jsonschema: key=value,
// where a repeated key makes a list.
func (w *walk) extras(s *jsonschema.Schema, tag string) {
	for _, e := range tags.Parse(tag) {
		if e.Bare || e.Name == "" {
			w.failTag(e.Raw, "an entry of jsonschema_extras is key=value")
			continue
		}
		var value any = e.Value
		if e.Value == "true" || e.Value == "false" {
			value = e.Value == "true"
		}
		switch before := s.Extras[e.Name].(type) {
		case nil:
			setExtra(s, e.Name, value)
		case []any:
			setExtra(s, e.Name, append(before, value))
		default:
			setExtra(s, e.Name, []any{before, value})
		}
	}
}
