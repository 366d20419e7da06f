package resource

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// FragmentTokens splits a JSON Pointer in a URI fragment into its tokens
// (RFC 6901, section 6). ok is false if it is not a JSON Pointer.
func FragmentTokens(fragment string) (tokens []string, ok bool) {
	if strings.Contains(fragment, "%") {
		decoded, err := url.PathUnescape(fragment)
		if err != nil {
			return nil, false
		}
		fragment = decoded
	}
	if fragment == "" {
		return nil, true
	}
	if fragment[0] != '/' {
		return nil, false
	}
	tokens = strings.Split(fragment[1:], "/")
	for i, token := range tokens {
		if !strings.Contains(token, "~") {
			continue
		}
		if strings.HasSuffix(token, "~") || strings.Count(token, "~") != strings.Count(token, "~0")+strings.Count(token, "~1") {
			return nil, false
		}
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
	}
	return tokens, true
}

// manyNames is the minimum number of properties of an object that is indexed: a schema with
// thousands of definitions has thousands of references to them.
const manyNames = 32

// Step follows one reference token (RFC 6901, section 4).
func (d *Document) Step(node uint32, token string) (uint32, bool) {
	tape := &d.Tape
	switch tape.Nodes[node].Kind() {
	case jsontape.Object:
		if tape.Count(node) < manyNames {
			return Property(tape, node, token)
		}
		value, ok := d.names(node)[token]
		return value, ok
	case jsontape.Array:
		index, err := strconv.ParseUint(token, 10, 32)
		if err != nil || len(token) > 1 && token[0] == '0' {
			return 0, false
		}
		if items := d.items(node); index < uint64(len(items)) {
			return items[index], true
		}
	}
	return 0, false
}

// items returns the index of an array: the nodes of its items.
func (d *Document) items(array uint32) []uint32 {
	if items, ok := d.long[array]; ok {
		return items
	}
	items := make([]uint32, 0, d.Tape.Count(array))
	for item, end := array+1, d.Tape.Nodes[array].Next; item < end; item = d.Tape.Nodes[item].Next {
		items = append(items, item)
	}
	if len(items) >= manyNames {
		if d.long == nil {
			d.long = make(map[uint32][]uint32)
		}
		d.long[array] = items
	}
	return items
}

// names returns the index of an object: its values by name.
func (d *Document) names(object uint32) map[string]uint32 {
	if names, ok := d.large[object]; ok {
		return names
	}
	names := make(map[string]uint32, d.Tape.Count(object))
	for key, end := object+1, d.Tape.Nodes[object].Next; key < end; key = d.Tape.Nodes[key+1].Next {
		names[d.Tape.String(key)] = key + 1
	}
	if d.large == nil {
		d.large = make(map[uint32]map[string]uint32)
	}
	d.large[object] = names
	return names
}
