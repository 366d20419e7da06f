package reflector

// This file finds descriptions and examples that are not in a tag: in the caller's table, or
// else by the type's own methods.

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
)

// typeDescription returns the description of a type of a name.
func (w *walk) typeDescription(t reflect.Type) string {
	if t.Name() == "" {
		return ""
	}
	return w.description(t, "")
}

// description returns that of t, or of its field or value of that name.
func (w *walk) description(t reflect.Type, member string) string {
	key := memberKey(t, member)
	if text, ok := w.options.Descriptions[t.PkgPath()+"."+key]; ok {
		return text
	}
	if h, ok := reflect.New(t).Interface().(describer); ok {
		return h.SchemaDescriptions()[key]
	}
	return ""
}

// memberKey is "Type" or "Type.Member". What a type embeds lends it its
// methods; with its own name in the key, it does not take their word as its own.
func memberKey(t reflect.Type, member string) string {
	name, _, _ := strings.Cut(t.Name(), "[")
	if member == "" {
		return name
	}
	return name + "." + member
}

// fieldDescription returns the description of a field; one of a struct without a name
// is described as a member of the field that contains the struct.
func (w *walk) fieldDescription(f field) string {
	owner, member := f.owner, f.source.Name
	for i := len(w.path) - 2; owner.Name() == "" && i >= 0; i-- {
		if at := w.path[i]; at.field != "" {
			owner, member = at.owner, at.field+"."+member
		}
	}
	return w.description(owner, member)
}

// isDeprecated reports whether a description has the paragraph by which Go marks
// what is deprecated (https://go.dev/wiki/Deprecated).
func isDeprecated(description string) bool {
	return strings.HasPrefix(description, "Deprecated: ") || strings.Contains(description, "\n\nDeprecated: ")
}

// describeField adds the description and examples of a field to its schema.
func (w *walk) describeField(t reflect.Type, f field, s *jsonschema.Schema) {
	if text := w.fieldDescription(f); text != "" {
		s.Description = text
	} else if h, ok := hook[fieldDocumenter](t, methodGetFieldDocString); ok {
		if text := h.GetFieldDocString(f.source.Name); text != "" {
			s.Description = text
		}
	}
	s.Deprecated = isDeprecated(s.Description)
	h, ok := reflect.New(f.owner).Interface().(exampler)
	if !ok {
		return
	}
	for _, example := range h.SchemaExamples()[memberKey(f.owner, f.source.Name)] {
		text, err := json.Marshal(example)
		if err != nil {
			w.fail("an example of its method SchemaExamples cannot be written as JSON: %v", err)
			continue
		}
		s.Examples = append(s.Examples, json.RawMessage(text))
	}
}
