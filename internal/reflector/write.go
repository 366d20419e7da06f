package reflector

// This file writes the schemas of the walk as a document.

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// document writes the root and all definitions. A struct that is the root is not a definition,
// and references to it are `#`.
func (w *walk) document(root shape) []byte {
	locations := make(map[string]string) // JSON Pointers, by token
	var body object
	definitions := w.definitions
	if d := w.rootDefinition(root); d != nil {
		locations[d.token] = ""
		definitions = slices.DeleteFunc(slices.Clone(definitions), func(other *definition) bool { return other == d })
		body = w.definitionTree(d)
	} else {
		body = asObject(w.tree(w.finish(root)))
	}
	named := names(definitions)
	for d, name := range named {
		locations[d.token] = pointerTo("$defs", name)
	}
	head := object{{"$schema", jsonschema.Version}}
	if w.options.ID != "" {
		head = append(head, member{"$id", w.options.ID})
	}
	body = append(head, body.without("$schema")...)
	if len(definitions) > 0 {
		slices.SortFunc(definitions, func(a, b *definition) int { return cmp.Compare(named[a], named[b]) })
		defs := make(object, len(definitions))
		for i, d := range definitions {
			defs[i] = member{named[d], w.definitionTree(d)}
		}
		body = body.with("$defs", defs)
	}
	whole, _ := eachSchema(body, func(s object) object {
		return ordered(resolved(s, locations))
	}).(object)
	w.checkReferences(whole)
	var b bytes.Buffer
	writePlain(&b, whole, "\n", "  ")
	b.WriteByte('\n')
	return b.Bytes()
}

// rootDefinition returns the definition that the root shape only refers to, if it may be the
// root itself: a resource with an $id of its own may not.
func (w *walk) rootDefinition(root shape) *definition {
	if root.null || !isReference(root.schema) {
		return nil
	}
	for _, d := range w.definitions {
		if d.token == root.schema.Ref && !d.tree.has("$id") {
			return d
		}
	}
	return nil
}

// definitionTree returns the schema of d as a tree.
func (w *walk) definitionTree(d *definition) object {
	if d.schema == nil {
		return d.tree
	}
	var tree any
	w.within(d.of, "", func() { tree = w.tree(d.schema) })
	return asObject(tree)
}

// tree returns a schema as a tree.
func (w *walk) tree(s *jsonschema.Schema) any {
	text, err := marshal(s)
	if err != nil {
		w.fail("the schema cannot be written: %v", err)
		return nil
	}
	tree, err := parseTree(text)
	if err != nil {
		w.fail("the schema cannot be written: %v", err)
	}
	return tree
}

// resolved replaces the token of each definition by its location.
func resolved(s object, locations map[string]string) object {
	ref, ok := s.get("$ref").(string)
	if !ok || !strings.HasPrefix(ref, tokenScheme) {
		return s
	}
	token, rest := ref, ""
	if i := strings.IndexByte(ref, '/'); i >= 0 {
		token, rest = ref[:i], ref[i:]
	}
	return s.with("$ref", fragment(locations[token]+rest))
}

// ordered sorts the members of a schema in the order of the vocabulary; those
// that it does not have are last, in their original order.
func ordered(s object) object {
	slices.SortStableFunc(s, func(a, b member) int {
		_, i := lookup(a.name)
		_, j := lookup(b.name)
		return cmp.Compare(i, j)
	})
	return s
}

// pointerTo returns the JSON Pointer of tokens (RFC 6901).
func pointerTo(tokens ...string) string {
	var pointer strings.Builder
	for _, token := range tokens {
		pointer.WriteByte('/')
		pointer.WriteString(pointerEscapes.Replace(token))
	}
	return pointer.String()
}

// fragment returns a JSON Pointer as the fragment of a URI (RFC 6901, section 6).
func fragment(pointer string) string {
	u := url.URL{Fragment: pointer}
	return "#" + u.EscapedFragment()
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// checkReferences reports references into the document that cannot be resolved, and anchors
// that are defined twice. Those of a resource with an $id of its own are not checked.
func (w *walk) checkReferences(document object) {
	var own []object
	visitSchemas(document.without("$id"), func(s object) bool {
		if s.has("$id") {
			return false
		}
		own = append(own, s)
		return true
	})
	anchors := make(map[string]bool)
	for _, s := range own {
		for _, keyword := range []string{"$anchor", "$dynamicAnchor"} {
			name, ok := s.get(keyword).(string)
			if !ok {
				continue
			}
			if anchors[name] {
				w.problems = append(w.problems, &Problem{Type: fullName(w.root), Message: "the anchor " + plainText(name) + " is given twice"})
			}
			anchors[name] = true
		}
	}
	for _, s := range own {
		ref, ok := s.get("$ref").(string)
		if !ok || !strings.HasPrefix(ref, "#") {
			continue
		}
		pointer, err := url.PathUnescape(ref[1:])
		if err == nil && (anchors[pointer] || pointer == "" || pointer[0] == '/' && resolves(document, pointer)) {
			continue
		}
		w.problems = append(w.problems, &Problem{Type: fullName(w.root), Message: "$ref " + plainText(ref) + " cannot be resolved"})
	}
}

// resolves reports whether a JSON Pointer refers to a value.
func resolves(tree any, pointer string) bool {
	_, ok := find(tree, pointer)
	return ok
}

// find returns the value that a JSON Pointer refers to.
func find(tree any, pointer string) (found any, ok bool) {
	for pointer != "" {
		token, rest, more := strings.Cut(pointer[1:], "/")
		if pointer = ""; more {
			pointer = "/" + rest
		}
		token = jsontape.UnescapeToken(token)
		switch at := tree.(type) {
		case object:
			if !at.has(token) {
				return nil, false
			}
			tree = at.get(token)
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(at) {
				return nil, false
			}
			tree = at[i]
		default:
			return nil, false
		}
	}
	return tree, true
}

// isReference reports whether s is only a reference.
func isReference(s *jsonschema.Schema) bool {
	return s.Ref != "" && reflect.DeepEqual(s, &jsonschema.Schema{Ref: s.Ref})
}

// isEmpty reports whether s has no keywords.
func isEmpty(s *jsonschema.Schema) bool {
	return reflect.DeepEqual(s, &jsonschema.Schema{})
}

// writePlain writes tree as JSON, as short as possible or, if newline is
// "\n", with a member or an item on each line. Only what JSON requires is escaped.
func writePlain(b *bytes.Buffer, tree any, newline, indent string) {
	space := ""
	if newline != "" {
		space = " "
	}
	switch tree := tree.(type) {
	case object:
		writeList(b, '{', '}', len(tree), newline, indent, func(i int, newline string) {
			writeString(b, tree[i].name)
			b.WriteString(":" + space)
			writePlain(b, tree[i].value, newline, indent)
		})
	case []any:
		writeList(b, '[', ']', len(tree), newline, indent, func(i int, newline string) {
			writePlain(b, tree[i], newline, indent)
		})
	case string:
		writeString(b, tree)
	case json.Number:
		b.WriteString(tree.String())
	case bool:
		b.WriteString(map[bool]string{true: "true", false: "false"}[tree])
	default:
		b.WriteString("null")
	}
}

func writeList(b *bytes.Buffer, opening, closing byte, n int, newline, indent string, item func(i int, newline string)) {
	b.WriteByte(opening)
	inner := newline
	if newline != "" {
		inner += indent
	}
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(inner)
		item(i, inner)
	}
	if n > 0 {
		b.WriteString(newline)
	}
	b.WriteByte(closing)
}

// writeString writes text as JSON. Invalid UTF-8 becomes U+FFFD, which
// encoding/json writes for it, too.
func writeString(b *bytes.Buffer, text string) {
	quoted, err := jsontext.AppendQuote(nil, strings.ToValidUTF8(text, "\uFFFD"))
	if err != nil {
		quoted = []byte(`""`) // valid UTF-8 can always be quoted
	}
	b.Write(quoted)
}

// plainText returns tree as JSON on one line.
func plainText(tree any) string {
	var b bytes.Buffer
	writePlain(&b, tree, "", "")
	return b.String()
}
