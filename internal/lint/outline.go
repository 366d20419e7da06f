package lint

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// An outline is a schema document read as data, for what the linter wants to
// know of it beyond a verdict: which properties an object may have.
type outline struct {
	root any
	id   string
}

func newOutline(document []byte) *outline {
	o := &outline{}
	// A document that compiled is JSON; one that did not has no outline.
	_ = json.Unmarshal(document, &o.root)
	if root, ok := o.root.(map[string]any); ok {
		o.id, _ = root["$id"].(string)
	}
	return o
}

// top lists the properties that the root of the schema declares.
func (o *outline) top() []string { return o.properties(o.root, 0) }

// at is what stands at an absolute location; nil where that is not in this
// document.
func (o *outline) at(location string) any {
	uri, fragment, _ := strings.Cut(location, "#")
	if o.id != "" && uri != strings.TrimSuffix(o.id, "#") {
		return nil
	}
	pointer, err := url.PathUnescape(fragment)
	if err != nil || !strings.HasPrefix(pointer, "/") {
		return nil
	}
	return o.walk(strings.Split(pointer[1:], "/"))
}

// walk follows the tokens of a JSON Pointer down from the root.
func (o *outline) walk(tokens []string) any {
	at := o.root
	for _, token := range tokens {
		switch node := at.(type) {
		case map[string]any:
			at = node[unescapeToken(token)]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(node) {
				return nil
			}
			at = node[i]
		default:
			return nil
		}
	}
	return at
}

// maxHops ends the search through schemas that refer to each other in a circle.
const maxHops = 32

// properties lists, sorted, the properties that a schema declares itself, by
// $ref within the document and by allOf.
func (o *outline) properties(node any, hops int) []string {
	schema, ok := node.(map[string]any)
	if !ok || hops > maxHops {
		return nil
	}
	var names []string
	if declared, ok := schema["properties"].(map[string]any); ok {
		for name := range declared {
			names = append(names, name)
		}
	}
	if ref, ok := schema["$ref"].(string); ok && strings.HasPrefix(ref, "#/") {
		if pointer, err := url.PathUnescape(ref[2:]); err == nil {
			names = append(names, o.properties(o.walk(strings.Split(pointer, "/")), hops+1)...)
		}
	}
	if all, ok := schema["allOf"].([]any); ok {
		for _, part := range all {
			names = append(names, o.properties(part, hops+1)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func unescapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}
