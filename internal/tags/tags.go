// Package tags is the vocabulary of the struct tag `jsonschema:"…"`: which keys
// there are, what value each takes, which JSON types each applies to, and when a
// tag contradicts itself or its field.
//
// The reflector applies the tags and the vet analyzer checks them; both use the table here, so
// that vet accepts exactly what can be reflected.
//
// A tag is a list of entries separated by commas, each `key` or `key=value`. A
// comma that belongs to a value is written `\,` (in a tag, where Go unquotes
// the value once, `\\,`); no other escape exists, so that a regular expression
// keeps its backslashes.
//
// An entry on an array with a key that does not apply to arrays is for the items. The prefix `items.`
// makes that explicit, and once more for the items of the items:
// `items.minItems=1,items.items.minLength=1`.
package tags

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/words"
)

// Types is a set of JSON types, as far as they are known of a Go type. The empty set
// means "anything", for an interface or a type that marshals itself.
type Types uint8

// The JSON types (JSON Schema Validation 2020-12, section 6.1.1).
const (
	String Types = 1 << iota
	Integer
	Number
	Boolean
	Array
	Object

	Anything Types = 0
	Numeric        = Integer | Number
	Scalar         = String | Numeric | Boolean
)

// typeNames lists the types in the order in which messages name them.
var typeNames = [...]struct {
	bit  Types
	name string
}{
	{String, "string"}, {Integer, "integer"}, {Number, "number"},
	{Boolean, "boolean"}, {Array, "array"}, {Object, "object"},
}

// String lists the types: "string or array".
func (t Types) String() string {
	var names []string
	for _, n := range typeNames {
		if t&n.bit != 0 {
			names = append(names, n.name)
		}
	}
	if names == nil {
		return "anything"
	}
	return words.Or(names)
}

// A Form is what the value of a key must look like.
type Form uint8

const (
	Flag     Form = iota // bare, takes no value: `required`
	Switch               // bare, or true or false: `uniqueItems`, `uniqueItems=true`
	Text                 // any text
	Count                // a non-negative integer
	Decimal              // a JSON number
	Positive             // a JSON number greater than zero
	Regexp               // a regular expression
	Literal              // a value of the field's own type, strings without quotes
	TypeList             // JSON types separated by semicolons
	List                 // anything, separated by semicolons
)

// A Key is one word of the vocabulary.
type Key struct {
	Name string
	Form Form

	// On has the types that the key applies to; on a field of other types it would
	// have no effect.
	On Types

	// Repeats reports that the key may be used more than once.
	Repeats bool

	// OfField reports that the key is about the field in its struct, not about the
	// value, and so never about the items of an array.
	OfField bool
}

// keys is the vocabulary, grouped as the specification groups the keywords:
// https://json-schema.org/draft/2020-12/json-schema-validation.
var keys = [...]Key{
	// The field itself.
	{Name: "-", Form: Flag, OfField: true},
	{Name: "required", Form: Flag, OfField: true},
	{Name: "nullable", Form: Flag, OfField: true},
	{Name: "dependentRequired", Form: List, OfField: true},
	{Name: "oneof_required", Form: Text, OfField: true, Repeats: true},
	{Name: "anyof_required", Form: Text, OfField: true, Repeats: true},

	// Section 6.1: any type.
	{Name: "type", Form: TypeList, OfField: true},
	{Name: "enum", Form: Literal, On: Scalar, Repeats: true},
	{Name: "const", Form: Literal, On: Scalar},

	// Section 6.2: numbers.
	{Name: "multipleOf", Form: Positive, On: Numeric},
	{Name: "minimum", Form: Decimal, On: Numeric},
	{Name: "maximum", Form: Decimal, On: Numeric},
	{Name: "exclusiveMinimum", Form: Decimal, On: Numeric},
	{Name: "exclusiveMaximum", Form: Decimal, On: Numeric},

	// Section 6.3: strings; then formats and content, sections 7 and 8.
	{Name: "minLength", Form: Count, On: String},
	{Name: "maxLength", Form: Count, On: String},
	{Name: "pattern", Form: Regexp, On: String},
	{Name: "format", Form: Text, On: String | Numeric},
	{Name: "contentEncoding", Form: Text, On: String},
	{Name: "contentMediaType", Form: Text, On: String},

	// Section 6.4: arrays.
	{Name: "minItems", Form: Count, On: Array},
	{Name: "maxItems", Form: Count, On: Array},
	{Name: "uniqueItems", Form: Switch, On: Array},

	// Section 6.5: objects.
	{Name: "minProperties", Form: Count, On: Object},
	{Name: "maxProperties", Form: Count, On: Object},

	// Section 9: annotations.
	{Name: "title", Form: Text, OfField: true},
	{Name: "description", Form: Text, OfField: true},
	{Name: "default", Form: Literal, On: Scalar | Array, Repeats: true},
	{Name: "example", Form: Literal, On: Scalar, Repeats: true},
	{Name: "deprecated", Form: Switch, OfField: true},
	{Name: "readOnly", Form: Switch, OfField: true},
	{Name: "writeOnly", Form: Switch, OfField: true},

	// Core: other schemas.
	{Name: "anchor", Form: Text, OfField: true},
	{Name: "oneof_ref", Form: List},
	{Name: "anyof_ref", Form: List},
	{Name: "oneof_type", Form: TypeList, OfField: true},
	{Name: "anyof_type", Form: TypeList, OfField: true},
}

// Lookup returns the key of that name.
func Lookup(name string) (Key, bool) {
	for _, k := range keys {
		if k.Name == name {
			return k, true
		}
	}
	return Key{}, false
}

// Nearest returns the name of the key that was probably meant, if there is a similar one.
func Nearest(name string) (string, bool) {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Name
	}
	return nearest.Of(name, names)
}

// An Entry is one `key` or `key=value` of a tag.
type Entry struct {
	Name  string // without any `items.`
	Depth int    // how many `items.` precede the name
	Value string // unescaped
	Bare  bool   // there was no `=`
	Raw   string // as written in the tag
}

// Parse splits the content of a `jsonschema` tag into its entries. It checks
// nothing: unknown and empty keys are entries like any other.
func Parse(tag string) []Entry {
	if tag == "" {
		return nil
	}
	var entries []Entry
	for _, raw := range split(tag) {
		e := Entry{Raw: raw}
		name, value, found := strings.Cut(raw, "=")
		e.Bare = !found
		e.Value = strings.ReplaceAll(value, `\,`, `,`)
		for strings.HasPrefix(name, "items.") {
			name = strings.TrimPrefix(name, "items.")
			e.Depth++
		}
		e.Name = name
		entries = append(entries, e)
	}
	return entries
}

// split cuts tag at the commas that are not escaped by a backslash.
func split(tag string) []string {
	var parts []string
	start := 0
	for i := range len(tag) {
		if tag[i] == ',' && (i == 0 || tag[i-1] != '\\') {
			parts = append(parts, tag[start:i])
			start = i + 1
		}
	}
	return append(parts, tag[start:])
}
