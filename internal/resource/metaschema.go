package resource

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/verdict-lint/verdict/internal/equal"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// standardDocuments are the metaschemas of the specification without descriptions, for
// schemas that refer to them.
//
//go:embed metaschema
var standardDocuments embed.FS

// metaschema returns the metaschema of a URI.
func metaschema(uri string) (*Document, bool) {
	name, ok := metaschemaName(uri)
	if !ok {
		return nil, false
	}
	if d, ok := parsed.Load(name); ok {
		return d.(*Document), true
	}
	content, err := standardDocuments.ReadFile("metaschema/" + name + ".json")
	if err != nil {
		return nil, false
	}
	d, err := parse(uri, content)
	if err != nil {
		return nil, false
	}
	parsed.Store(name, d)
	return d, true
}

// metaschemaName returns the name of the embedded file of a metaschema, without extension. All
// versions of OpenAPI since 3.1 have the same keywords, and share a metaschema.
func metaschemaName(uri string) (name string, ok bool) {
	if rest, ok := strings.CutPrefix(uri, openAPIPrefix); ok {
		return "openapi-3.1", !strings.HasPrefix(rest, "0/") && strings.Contains(rest, "/dialect/")
	}
	if uri == metaschemaURI[OpenAPI30] {
		return "openapi-3.0", true
	}
	for _, prefix := range []string{"https://json-schema.org/", "http://json-schema.org/"} {
		if name, ok := strings.CutPrefix(uri, prefix); ok {
			return name, true
		}
	}
	return "", false
}

// MetaschemaURI returns the URI of the draft's metaschema, which is the value of $schema.
func (d Draft) MetaschemaURI() string { return metaschemaURI[d] }

// Metaschema returns the document of a metaschema of the specification. The URI is any that
// $schema may have for it.
func Metaschema(uri string) ([]byte, bool) {
	uri = strings.TrimSuffix(uri, "#")
	if draft, ok := draftOf(uri); ok {
		uri = draft.MetaschemaURI()
	}
	d, ok := metaschema(uri)
	if !ok {
		return nil, false
	}
	return d.Tape.Text, true
}

// An Enforcer validates schemas against metaschemas that the caller has given. The resources in
// others are not part of the schema.
type Enforcer interface {
	Accepts(metaschema *Resource, schema Place, others []uint32) (bool, error)
}

// check validates a schema against the metaschema of its draft and the one that its $schema names, and
// each resource of another dialect in it against those of its own. The error is an [*Error] that lists
// all rejected schemas.
func (r *Registry) check(place Place) error {
	if r.Checked || place.Resource.Document.isOpenAPI && place.Node == 0 {
		return nil
	}
	return r.checkAll(place.Resource.Document, []Place{place})
}

// Rejected returns the schemas of a document that their metaschemas reject. It checks them even
// if Checked is set.
func (r *Registry) Rejected(d *Document) []Rejected {
	var places []Place
	for _, node := range d.Schemas() {
		places = append(places, Place{d.roots[0], 0}.At(node))
	}
	var invalid *Error
	if errors.As(r.checkAll(d, places), &invalid) {
		return invalid.Rejected
	}
	return nil
}

// checkAll checks several schemas of a document.
func (r *Registry) checkAll(d *Document, left []Place) (err error) {
	defer func() {
		// The checker panics on some input that is not a schema. Such input is rejected.
		if cause := recover(); cause != nil {
			err = d.Errorf(left[0].Node, "not a valid schema: %v", cause)
		}
	}()
	var first *Error
	for ; len(left) > 0; left = left[1:] {
		v := view{resource: left[0].Resource, tape: &d.Tape}
		invalid, err := r.checkAlone(&v, left[0].Node)
		var by *Resource
		if err == nil && invalid == nil {
			by = v.resource.Dialect.Metaschema
			invalid, err = r.enforce(by, left[0], v.others)
		}
		if err != nil {
			return err
		}
		if invalid != nil {
			if first == nil {
				first = invalid
			}
			first.Rejected = append(first.Rejected, Rejected{left[0], v.others, by, r.Enforcer})
		}
		for _, node := range v.others {
			left = append(left, left[0].At(node))
		}
	}
	if first != nil {
		return first
	}
	return nil
}

// enforce validates a schema against a metaschema that the caller has given, if there is one.
// Keywords of the specification must have the form of their draft nevertheless, because the
// program depends on it.
func (r *Registry) enforce(metaschema *Resource, schema Place, others []uint32) (invalid *Error, err error) {
	if metaschema == nil || r.Enforcer == nil {
		return nil, nil
	}
	ok, err := r.Enforcer.Accepts(metaschema, schema, others)
	if err != nil {
		return nil, schema.Errorf("the metaschema %s: %v", metaschema.URI, err)
	}
	if !ok {
		return schema.Errorf("the metaschema %s rejects the schema", metaschema.URI), nil
	}
	return nil, nil
}

// checkAlone validates a schema against the metaschema of its draft, without the resources
// of other drafts in it. If it is invalid, the result describes one fault.
func (r *Registry) checkAlone(v *view, node uint32) (invalid *Error, err error) {
	d, draft := v.resource.Document, v.resource.Dialect.Draft
	shown, nothing := v.schema(node)
	if nothing {
		return nil, nil
	}
	meta, err := r.compiled(v.resource.Dialect.MetaschemaURI())
	if err != nil {
		return nil, fmt.Errorf("the metaschema of %s: %w", draft, err)
	}
	if err = meta.Validate(shown); err == nil {
		return nil, nil
	}
	var rejected *jsonschema.ValidationError
	if !errors.As(err, &rejected) {
		return d.Errorf(node, "not a valid schema: %v", err), nil
	}
	leaf := clearest(rejected)
	return d.Errorf(v.find(node, leaf.InstanceLocation), "not a valid %s schema: %s", draft, lowerFirst(leaf.Message)), nil
}

// compiled returns the metaschema of a URI, compiled once for all documents. The checker has its own
// copies of those of the specification, but its copy for draft 6 lacks examples.
func (r *Registry) compiled(uri string) (*jsonschema.Schema, error) {
	if meta, ok := r.metaschemas[uri]; ok {
		return meta, nil
	}
	c := jsonschema.NewCompiler()
	named := uri
	switch uri {
	case metaschemaURI[Draft6]:
		named = "verdict:///draft-06"
		fallthrough
	case metaschemaURI[OpenAPI30], openAPI31URI:
		d, ok := metaschema(uri)
		if !ok {
			return nil, ErrNotFound
		}
		// With the identifier of draft 6, the checker would use its own copy.
		content := bytes.Replace(d.Tape.Text, []byte(`"$id": "http://json-schema.org/draft-06/schema#",`), nil, 1)
		if err := c.AddResource(named, bytes.NewReader(content)); err != nil {
			return nil, err
		}
	}
	meta, err := c.Compile(named)
	if err != nil {
		return nil, err
	}
	if r.metaschemas == nil {
		r.metaschemas = make(map[string]*jsonschema.Schema)
	}
	r.metaschemas[uri] = meta
	return meta, nil
}

// String returns the draft's official name.
func (d Draft) String() string {
	switch d {
	case OpenAPI30:
		return "openapi-3.0"
	case Draft2019:
		return "2019-09"
	case Draft2020:
		return "2020-12"
	}
	return fmt.Sprintf("draft-0%d", int(d))
}

// clearest returns the error deepest in the schema. The checker reports errors in an order
// that varies from run to run; the result does not depend on it.
func clearest(e *jsonschema.ValidationError) *jsonschema.ValidationError {
	var leaves []*jsonschema.ValidationError
	var walk func(e *jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 {
			leaves = append(leaves, e)
		}
		for _, cause := range e.Causes {
			walk(cause)
		}
	}
	walk(e)
	return slices.MinFunc(leaves, func(a, b *jsonschema.ValidationError) int {
		depth := strings.Count(b.InstanceLocation, "/") - strings.Count(a.InstanceLocation, "/")
		if depth != 0 {
			return depth
		}
		if order := strings.Compare(a.InstanceLocation, b.InstanceLocation); order != 0 {
			return order
		}
		return strings.Compare(a.KeywordLocation, b.KeywordLocation)
	})
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// A view is a schema as it is passed to the checker. Evidently valid keywords are left out, and so
// are patterns, because the checker supports only RE2. Embedded resources of another dialect are
// replaced by {}, and numbers whose exponent the checker would expand by small ones of the same
// kind.
type view struct {
	resource *Resource
	tape     *jsontape.Tape
	others   []uint32 // the resources of another dialect
	all      bool     // evidently valid keywords are not left out
	comparer equal.Comparer
}

// schema returns the view of the schema at a node, which may not be a schema. nothing reports
// whether nothing remains to be checked.
func (v *view) schema(node uint32) (shown any, nothing bool) {
	switch kind := v.tape.Nodes[node].Kind(); {
	case isBoolean(kind):
		return v.value(node), v.resource.Dialect.Draft > Draft4
	case kind != jsontape.Object:
		return v.value(node), false
	}
	var keywords map[string]any
	if root, ok := v.resource.Document.roots[node]; ok && !root.Dialect.hasMetaschemaOf(v.resource.Dialect) {
		v.others = append(v.others, node)
		return keywords, true
	}
	for key, end := node+1, v.tape.Nodes[node].Next; key < end; key = v.tape.Nodes[key+1].Next {
		if is(v.tape, key, "regexProperties") {
			continue // a keyword of the checker that the specification does not have
		}
		if shown, nothing := v.keyword(name(v.tape, key), key+1); !nothing || v.all {
			put(&keywords, v.tape.String(key), shown)
		}
	}
	return keywords, len(keywords) == 0
}

// put adds an element to a map, which is created for the first one.
func put(to *map[string]any, name string, value any) {
	if *to == nil {
		*to = make(map[string]any)
	}
	(*to)[name] = value
}

// keyword returns the view of the value of a keyword.
func (v *view) keyword(name []byte, value uint32) (shown any, nothing bool) {
	kind, draft := v.tape.Nodes[value].Kind(), v.resource.Dialect.Draft
	holds, ok := subschemas[string(name)]
	switch {
	case !ok || holds.since > draft:
		if v.evident(name, value) && !v.all {
			return nil, true
		}
		return v.plainKeyword(string(name), value), false
	case kind == jsontape.Object && holds.at&asProps != 0:
		return v.named(value, string(name) == "patternProperties")
	case kind == jsontape.Array && holds.at&asItems != 0:
		shown, nothing = v.schemas(value)
		return shown, nothing && (string(name) != "items" || Draft4 <= draft && draft < Draft2020)
	case holds.at&asSelf != 0:
		shown, nothing = v.schema(value)
		return shown, nothing || isBoolean(kind) && (string(name) == "additionalProperties" || string(name) == "additionalItems")
	}
	return v.value(value), false
}

// plainKeyword returns the value of a keyword that contains no schemas.
func (v *view) plainKeyword(name string, value uint32) any {
	switch name {
	case "pattern":
		if v.tape.Nodes[value].Kind() == jsontape.String {
			return ""
		}
	case "enum", "const", "default", "examples":
		return v.free(value)
	}
	return v.value(value)
}

// named returns the view of an object of schemas. Names that are patterns are replaced by
// placeholders.
func (v *view) named(object uint32, patterns bool) (schemas map[string]any, nothing bool) {
	for key, end := object+1, v.tape.Nodes[object].Next; key < end; key = v.tape.Nodes[key+1].Next {
		schema, nothing := v.schema(key + 1)
		if nothing && !v.all {
			continue
		}
		name := v.tape.String(key)
		if patterns {
			name = placeholder(key)
		}
		put(&schemas, name, schema)
	}
	return schemas, len(schemas) == 0
}

// schemas returns the view of an array of schemas, which must not be empty.
func (v *view) schemas(array uint32) (shown []any, nothing bool) {
	nothing = v.tape.Count(array) > 0
	shown = v.list(array, func(item uint32) any {
		schema, none := v.schema(item)
		nothing = nothing && none
		return schema
	})
	return shown, nothing
}

func (v *view) list(array uint32, item func(uint32) any) []any {
	items := make([]any, 0, v.tape.Count(array))
	for node, end := array+1, v.tape.Nodes[array].Next; node < end; node = v.tape.Nodes[node].Next {
		items = append(items, item(node))
	}
	return items
}

// value returns a value that is not a schema.
func (v *view) value(node uint32) any { return v.plain(node, false) }

// free returns a value of any type, for which only equality matters: a large number is
// represented by its text.
func (v *view) free(node uint32) any { return v.plain(node, true) }

func (v *view) plain(node uint32, free bool) any {
	switch v.tape.Nodes[node].Kind() {
	case jsontape.False:
		return false
	case jsontape.True:
		return true
	case jsontape.Integer, jsontape.Number:
		number := smallNumber(v.tape.Raw(node))
		if raw := string(v.tape.Raw(node)); free && string(number) != raw {
			return "the number " + raw
		}
		return number
	case jsontape.String:
		return v.tape.String(node)
	case jsontape.Array:
		return v.list(node, func(item uint32) any { return v.plain(item, free) })
	case jsontape.Object:
		properties := make(map[string]any, v.tape.Count(node))
		for key, end := node+1, v.tape.Nodes[node].Next; key < end; key = v.tape.Nodes[key+1].Next {
			properties[v.tape.String(key)] = v.plain(key+1, free)
		}
		return properties
	}
	return nil
}

// placeholderPrefix begins the placeholders of patterns.
const placeholderPrefix = "pattern "

// placeholder returns a name for the pattern at key that is unique in its object and valid in
// every dialect of regular expressions.
func placeholder(key uint32) string { return placeholderPrefix + strconv.Itoa(int(key)) }

// find returns the node of an instance location, which is a JSON Pointer into the view of
// the schema at a node, percent-encoded like a URI fragment.
func (v *view) find(node uint32, location string) uint32 {
	tokens, ok := FragmentTokens(location)
	if !ok {
		return node
	}
	for i, token := range tokens {
		if n, ok := strings.CutPrefix(token, placeholderPrefix); ok && i > 0 && tokens[i-1] == "patternProperties" {
			if key, err := strconv.ParseUint(n, 10, 32); err == nil && uint32(key) > node && uint32(key) < v.tape.Nodes[node].Next {
				node = uint32(key) + 1
				continue
			}
		}
		next, found := v.resource.Document.Step(node, token)
		if !found {
			break
		}
		node = next
	}
	return node
}
