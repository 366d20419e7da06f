package resource

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/verdict-lint/verdict/internal/document"
)

// standardDocuments are the metaschemas of the specification, without the prose,
// for schemas that refer to them.
//
//go:embed metaschema
var standardDocuments embed.FS

// metaschema gives the metaschema of a URI.
func metaschema(uri string) (*Document, bool) {
	name, ok := strings.CutPrefix(uri, "https://json-schema.org/")
	if !ok {
		name, ok = strings.CutPrefix(uri, "http://json-schema.org/")
	}
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

// check holds each resource of a document against the metaschema of its draft.
// Embedded resources of another draft are checked by themselves.
func check(root *Resource) (err error) {
	defer func() {
		// The checker panics on some input that is not a schema. Such input is refused.
		if cause := recover(); cause != nil {
			err = root.Document.Errorf(root.Node, "not a valid schema: %v", cause)
		}
	}()
	checked := []*Resource{root}
	for _, embedded := range root.Document.roots {
		if embedded.Dialect.Draft != root.Dialect.Draft {
			checked = append(checked, embedded)
		}
	}
	slices.SortFunc(checked, func(a, b *Resource) int { return int(a.Node) - int(b.Node) })
	for _, s := range checked {
		if err := s.check(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Resource) check() error {
	meta, err := jsonschema.NewCompiler().Compile(metaschemaURI[s.Dialect.Draft])
	if err != nil {
		return fmt.Errorf("the metaschema of draft %d: %w", s.Dialect.Draft, err)
	}
	view := view{resource: s, tape: s.Tape()}
	err = meta.Validate(view.value(s.Node))
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return s.Document.Errorf(s.Node, "not a valid schema: %v", err)
	}
	leaf := clearest(invalid)
	node := view.find(leaf.InstanceLocation)
	return s.Document.Errorf(node, "not a valid %s schema: %s", s.Dialect.Draft, lowerFirst(leaf.Message))
}

// String names the draft as its authors do.
func (d Draft) String() string {
	switch d {
	case Draft2019:
		return "2019-09"
	case Draft2020:
		return "2020-12"
	}
	return fmt.Sprintf("draft-0%d", int(d))
}

// clearest picks, of all that a validation found, the leaf deepest in the schema.
// The order of the checker's findings differs from run to run; this does not.
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

// A view is a schema as the checker may see it. Patterns are left out, since it
// knows only RE2; embedded resources of another draft are replaced by {}; and
// numbers that it would expand digit by digit by small ones of the same kind.
type view struct {
	resource *Resource
	tape     *document.Document
}

func (v view) value(node uint32) any {
	n := &v.tape.Nodes[node]
	switch n.Kind() {
	case document.False:
		return false
	case document.True:
		return true
	case document.Integer, document.Number:
		return smallNumber(v.tape.Raw(node))
	case document.String:
		return v.tape.String(node)
	case document.Array:
		items := make([]any, 0, v.tape.Count(node))
		for item := node + 1; item < n.Next; item = v.tape.Nodes[item].Next {
			items = append(items, v.value(item))
		}
		return items
	case document.Object:
		return v.object(node, false)
	}
	return nil
}

func (v view) object(node uint32, names bool) map[string]any {
	if root, ok := v.resource.Document.roots[node]; ok && root.Dialect.Draft != v.resource.Dialect.Draft {
		return map[string]any{}
	}
	properties := make(map[string]any, v.tape.Count(node))
	for key, end := node+1, v.tape.Nodes[node].Next; key < end; key = v.tape.Nodes[key+1].Next {
		name, value := v.tape.String(key), key+1
		kind := v.tape.Nodes[value].Kind()
		switch {
		case !names && name == "regexProperties":
			// The checker has a meaning of its own for it; the specification has none.
		case names:
			properties[stand(v.tape, key)] = v.value(value)
		case name == "pattern" && kind == document.String:
			properties[name] = ""
		case name == "patternProperties" && kind == document.Object:
			properties[name] = v.object(value, true)
		default:
			properties[name] = v.value(value)
		}
	}
	return properties
}

// stand is a name that stands for a pattern: unique in its object, and a regular
// expression to everyone.
func stand(tape *document.Document, key uint32) string {
	return "pattern " + strconv.Itoa(int(key))
}

// find gives the node of an instance location, which is a JSON Pointer into the
// view, percent-encoded like a URI fragment.
func (v view) find(location string) uint32 {
	tokens, ok := fragmentTokens(location)
	node := v.resource.Node
	for i := 0; ok && i < len(tokens); i++ {
		var key int
		if n, found := strings.CutPrefix(tokens[i], "pattern "); found {
			for _, c := range n {
				key = key*10 + int(c-'0')
			}
			if key > int(node) && key < int(v.tape.Nodes[node].Next) {
				node = uint32(key) + 1
				continue
			}
		}
		next, found := v.resource.Document.step(node, tokens[i])
		if !found {
			break
		}
		node = next
	}
	return node
}
