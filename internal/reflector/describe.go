package reflector

// Where descriptions and examples come from when no tag says them: the caller's
// table, then the type's own methods.

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
)

// typeDescription gives the description of a type of a name.
func (w *walk) typeDescription(t reflect.Type) string {
	if t.Name() == "" {
		return ""
	}
	return w.description(t, "")
}

// description gives that of t, or of its field or value of that name.
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

// describeField gives a field's schema its description and examples.
func (w *walk) describeField(t reflect.Type, f field, s *jsonschema.Schema) {
	if text := w.description(f.owner, f.source.Name); text != "" {
		s.Description = text
	} else if h, ok := hook[fieldDocumenter](t, methodGetFieldDocString); ok {
		if text := h.GetFieldDocString(f.source.Name); text != "" {
			s.Description = text
		}
	}
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
