package reflector

// This file represents JSON as a tree that keeps the order of members and numbers as written, and has
// the walk over the schemas in one.

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// A member is a name and a value of an object. The values of a tree are object,
// []any, string, json.Number, bool and nil.
type member struct {
	name  string
	value any
}

type object []member

func (o object) has(name string) bool {
	for _, m := range o {
		if m.name == name {
			return true
		}
	}
	return false
}

// get returns the value of that name; of two, the last.
func (o object) get(name string) any {
	for i := len(o) - 1; i >= 0; i-- {
		if o[i].name == name {
			return o[i].value
		}
	}
	return nil
}

func (o object) without(name string) object {
	var rest object
	for _, m := range o {
		if m.name != name {
			rest = append(rest, m)
		}
	}
	return rest
}

func (o object) with(name string, value any) object {
	changed := make(object, 0, len(o)+1)
	placed := false
	for _, m := range o {
		if m.name == name {
			if placed {
				continue
			}
			m.value, placed = value, true
		}
		changed = append(changed, m)
	}
	if !placed {
		changed = append(changed, member{name, value})
	}
	return changed
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	writePlain(&b, o, "", "")
	return b.Bytes(), nil
}

// parseTree reads one JSON value.
func parseTree(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	tree, err := parseValue(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("unexpected text after the value")
	}
	return tree, nil
}

func parseValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return parseObject(d)
	case json.Delim('['):
		return parseArray(d)
	}
	return token, nil
}

func parseObject(d *json.Decoder) (any, error) {
	o := object{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		value, err := parseValue(d)
		if err != nil {
			return nil, err
		}
		o = o.with(name.(string), value) // the last of two with one name counts
	}
	_, err := d.Token()
	return o, err
}

func parseArray(d *json.Decoder) (any, error) {
	list := []any{}
	for d.More() {
		value, err := parseValue(d)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := d.Token()
	return list, err
}

// A below describes which schemas the value of a keyword contains.
type below int

const (
	plainValue below = iota
	oneSchema
	listOfSchemas
	mapOfSchemas
)

// A keyword is a keyword of JSON Schema 2020-12: the schemas that it contains and, by its position in
// the table, its order in a document.
type keyword struct {
	name  string
	below below
}

// keywords has the vocabulary in the order in which it is written: identification,
// annotations, assertions, subschemas.
// https://json-schema.org/draft/2020-12/json-schema-core and -validation
var keywords = [...]keyword{
	{"$schema", plainValue}, {"$id", plainValue}, {"$anchor", plainValue}, {"$dynamicAnchor", plainValue},
	{"$comment", plainValue}, {"$ref", plainValue}, {"$dynamicRef", plainValue},

	{"title", plainValue}, {"description", plainValue}, {"deprecated", plainValue},
	{"readOnly", plainValue}, {"writeOnly", plainValue},

	{"type", plainValue}, {"const", plainValue}, {"enum", plainValue}, {"enumDescriptions", plainValue},
	{"format", plainValue}, {"pattern", plainValue}, {"minLength", plainValue}, {"maxLength", plainValue},
	{"contentEncoding", plainValue}, {"contentMediaType", plainValue}, {"contentSchema", oneSchema},
	{"multipleOf", plainValue}, {"minimum", plainValue}, {"exclusiveMinimum", plainValue},
	{"maximum", plainValue}, {"exclusiveMaximum", plainValue},

	{"prefixItems", listOfSchemas}, {"items", oneSchema}, {"contains", oneSchema},
	{"minContains", plainValue}, {"maxContains", plainValue},
	{"minItems", plainValue}, {"maxItems", plainValue}, {"uniqueItems", plainValue},
	{"unevaluatedItems", oneSchema},

	{"properties", mapOfSchemas}, {"patternProperties", mapOfSchemas}, {"propertyNames", oneSchema},
	{"additionalProperties", oneSchema}, {"unevaluatedProperties", oneSchema},
	{"minProperties", plainValue}, {"maxProperties", plainValue},
	{"required", plainValue}, {"dependentRequired", plainValue}, {"dependentSchemas", mapOfSchemas},

	{"allOf", listOfSchemas}, {"anyOf", listOfSchemas}, {"oneOf", listOfSchemas}, {"not", oneSchema},
	{"if", oneSchema}, {"then", oneSchema}, {"else", oneSchema},

	{"default", plainValue}, {"examples", plainValue},
	{"$defs", mapOfSchemas}, {"definitions", mapOfSchemas},
}

// lookup returns a keyword and its position; those that are not in the table are last and have
// plain values.
func lookup(name string) (keyword, int) {
	for i, k := range keywords {
		if k.name == name {
			return k, i
		}
	}
	return keyword{name: name}, len(keywords)
}

// isCombination reports whether a keyword contains other schemas.
func isCombination(name string) bool {
	k, _ := lookup(name)
	return k.below != plainValue
}

// eachSchema returns tree, a schema, with every schema in it changed, the innermost first.
func eachSchema(tree any, change func(object) object) any {
	s, ok := tree.(object)
	if !ok {
		return tree
	}
	changed := make(object, len(s))
	for i, m := range s {
		m.value = mapSchemas(m, func(inner any) any { return eachSchema(inner, change) })
		changed[i] = m
	}
	return change(changed)
}

// visitSchemas calls visit for every schema in tree, the outermost first, but not for those in
// one for which visit returns false.
func visitSchemas(tree any, visit func(object) bool) {
	s, ok := tree.(object)
	if !ok || !visit(s) {
		return
	}
	for _, m := range s {
		mapSchemas(m, func(inner any) any {
			visitSchemas(inner, visit)
			return inner
		})
	}
}

// mapSchemas returns the value of a keyword with the schemas that it contains changed.
func mapSchemas(m member, change func(any) any) any {
	k, _ := lookup(m.name)
	switch values := m.value.(type) {
	case object:
		switch k.below {
		case oneSchema:
			return change(values)
		case mapOfSchemas:
			changed := make(object, len(values))
			for i, v := range values {
				changed[i] = member{v.name, change(v.value)}
			}
			return changed
		}
	case []any:
		if k.below == listOfSchemas {
			changed := make([]any, len(values))
			for i, v := range values {
				changed[i] = change(v)
			}
			return changed
		}
	}
	return m.value
}
