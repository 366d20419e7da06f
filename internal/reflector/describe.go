package reflector

// This file finds descriptions and examples that are not in a tag: in the caller's table, or
// else from the type's own methods.

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
)

// typeDescription returns the description of a named type.
func (w *walk) typeDescription(t reflect.Type) string {
	if t.Name() == "" {
		return ""
	}
	return w.description(t, "")
}

// description returns the description of t, or of its field or value with a name.
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

// memberKey returns "Type" or "Type.Member". A type has the methods of the types that
// it embeds; because the key has the type's name, their descriptions are not used for it.
func memberKey(t reflect.Type, member string) string {
	name, _, _ := strings.Cut(t.Name(), "[")
	if member == "" {
		return name
	}
	return name + "." + member
}

// fieldDescription returns the description of a field. A field of a struct without a name
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

// isDeprecated reports whether a description has the paragraph with which Go marks
// deprecated identifiers (https://go.dev/wiki/Deprecated).
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
