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
}

func newOutline(document []byte) *outline {
	o := &outline{}
	// A document that compiled is JSON; one that did not has no outline.
	_ = json.Unmarshal(document, &o.root)
	return o
}

// maxSpread bounds how many schemas are followed for one value, so that no web of
// references can take the linter's time.
const maxSpread = 256

// spread adds to schemas those that they apply in their own place, by $ref within
// the document and by allOf.
func (o *outline) spread(schemas []any) []any {
	var all []any
	for queue := slices.Clone(schemas); len(queue) > 0 && len(all) < maxSpread; queue = queue[1:] {
		schema, ok := queue[0].(map[string]any)
		if !ok {
			continue
		}
		all = append(all, schema)
		if ref, ok := schema["$ref"].(string); ok && strings.HasPrefix(ref, "#/") {
			if pointer, err := url.PathUnescape(ref[2:]); err == nil {
				queue = append(queue, o.walk(strings.Split(pointer, "/")))
			}
		}
		if parts, ok := schema["allOf"].([]any); ok {
			queue = append(queue, parts...)
		}
	}
	return all
}

// top lists, sorted, the properties that the root of the schema declares.
func (o *outline) top() []string {
	var names []string
	for _, s := range o.spread([]any{o.root}) {
		properties, _ := s.(map[string]any)["properties"].(map[string]any)
		for name := range properties {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
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

func unescapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}
