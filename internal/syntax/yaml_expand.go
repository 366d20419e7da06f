package syntax

import (
	"slices"
	"sort"

	"go.yaml.in/yaml/v4"
)

// This file expands the aliases and merge keys of a YAML document before it is written as JSON.
// Each anchored node is visited once, however often it is used.

// An expansion describes a node after its aliases and merge keys are resolved.
type expansion struct {
	known, open bool
	size        int // approximate size of the JSON in bytes, at most the limit
	height      int // levels of collections
	weight      int // properties of a mapping, each counted as often as merge keys add it

	// members are those of a mapping, including those that its merge keys add; they are set on
	// first use.
	members []member
	merged  bool
	own     int // the number of members that are its own; they come first
}

// A member is one property of a mapping.
type member struct{ key, value *yamlNode }

const noJSONKey = "a key that is a mapping or sequence cannot be written in JSON"

// An expander computes the expansions of a document.
type expander struct {
	limit  int
	merged int     // properties copied by merge keys so far
	errors []Error // about keys that JSON cannot have
}

func failAt(node *yamlNode, format string, args ...any) *Error {
	e := errorAt(node.start, format, args...)
	return &e
}

// expand computes the expansion of a node and of its descendants.
func (x *expander) expand(n *yamlNode) *Error {
	switch {
	case n.known:
		return nil
	case n.open:
		return nil // its alias reports it
	}
	n.open = true
	defer func() { n.open, n.known = false, true }()
	if n.kind == yaml.AliasNode {
		return x.alias(n)
	}
	n.size = len(n.value) + 4
	for i, child := range n.content {
		if err := x.expand(child); err != nil {
			return err
		}
		if n.kind == yaml.MappingNode && isMerge(n.content[i&^1]) {
			continue // its members are added below
		}
		if err := x.add(n, child); err != nil {
			return err
		}
	}
	if n.kind != yaml.MappingNode {
		return nil
	}
	n.weight = len(n.content) / 2
	for i := 0; i < len(n.content); i += 2 {
		if _, ok := keyName(n.content[i]); !ok {
			x.errors = append(x.errors, errorAt(n.content[i].start, noJSONKey))
			n.incomplete = true
		}
	}
	return x.merge(n)
}

// add adds the expansion of a node to that of its parent.
func (x *expander) add(n, child *yamlNode) *Error {
	if n.size += child.size; n.size > x.limit {
		return failAt(child, "the aliases and merge keys of this document expand to more than %d bytes, the limit for its size", x.limit)
	}
	if n.height = max(n.height, child.height+1); n.height > maxYAMLDepth {
		return failAt(child, "nested deeper than %d levels", maxYAMLDepth)
	}
	return nil
}

func (x *expander) alias(n *yamlNode) *Error {
	if n.target == nil || n.target.open {
		return failAt(n, "the alias%s refers to a value that contains it", excerpt{text: " *" + n.value})
	}
	if err := x.expand(n.target); err != nil {
		return err
	}
	n.size, n.height = n.target.size, n.target.height
	return nil
}

// isMerge reports whether a key is a merge key (https://yaml.org/type/merge.html).
func isMerge(key *yamlNode) bool {
	return key.kind == yaml.ScalarNode && key.value == "<<" &&
		(key.tag == "" && isPlainStyle(key.style) || key.tag == "!!merge")
}

// merge computes the members of a mapping that has merge keys. They add members with names that it
// does not have, after its own.
func (x *expander) merge(n *yamlNode) *Error {
	own := len(n.content) / 2
	for i := 0; i < len(n.content); i += 2 {
		if isMerge(n.content[i]) {
			own--
		}
	}
	if 2*own == len(n.content) {
		return nil
	}
	n.merged, n.own = true, own
	have := make(map[string]bool)
	for i := 0; i < len(n.content); i += 2 {
		if key := n.content[i]; !isMerge(key) {
			n.members = append(n.members, member{key, n.content[i+1]})
			if name, ok := keyName(key); ok {
				have[name] = true
			}
		}
	}
	for i := 0; i < len(n.content); i += 2 {
		if isMerge(n.content[i]) {
			if err := x.mergeFrom(n, n.content[i+1], have); err != nil {
				return err
			}
		}
	}
	return nil
}

// mergeFrom merges the value of a merge key: a mapping, an alias of one, or a sequence of these.
func (x *expander) mergeFrom(n, source *yamlNode, have map[string]bool) *Error {
	from := deref(source)
	if from.kind == yaml.SequenceNode && !from.open {
		for _, item := range from.content {
			if deref(item).kind == yaml.SequenceNode {
				return failAt(item, "a merge key takes a mapping, an alias of one, or a sequence of these")
			}
			if err := x.mergeFrom(n, item, have); err != nil {
				return err
			}
		}
		return nil
	}
	n.incomplete = n.incomplete || from.incomplete
	if from.isOpaque() && from.kind == yaml.ScalarNode {
		n.incomplete = true // such as <<: !include defaults.yaml
		return nil
	}
	if from.kind != yaml.MappingNode || from.open {
		return failAt(source, "a merge key takes a mapping, an alias of one, or a sequence of these")
	}
	members := from.all()
	n.weight += from.weight + 1
	x.merged += len(members) + 1
	if n.weight > maxYAMLMerged || x.merged > maxYAMLMerged {
		return failAt(source, "the merge keys of this document copy more than %d properties, the limit", maxYAMLMerged)
	}
	for _, m := range members {
		name, ok := keyName(m.key)
		if !ok || have[name] {
			continue
		}
		have[name] = true
		n.members = append(n.members, m)
		for _, part := range []*yamlNode{m.key, m.value} {
			if err := x.add(n, part); err != nil {
				err.Offset = source.start
				return err
			}
		}
	}
	return nil
}

// all returns the members of a mapping.
func (n *yamlNode) all() []member {
	if n.merged {
		return n.members
	}
	members := make([]member, 0, len(n.content)/2)
	for i := 0; i+1 < len(n.content); i += 2 {
		members = append(members, member{n.content[i], n.content[i+1]})
	}
	return members
}

// deref returns the node that an alias refers to, and any other node itself.
func deref(n *yamlNode) *yamlNode {
	if n.kind == yaml.AliasNode && n.target != nil {
		return n.target
	}
	return n
}

// keyName returns the name of a key in JSON: the text of a scalar. ok is false for a collection.
func keyName(key *yamlNode) (name string, ok bool) {
	key = deref(key)
	return key.value, key.kind == yaml.ScalarNode
}

// maxFollowed bounds the aliases that are followed from parts of a document.
const maxFollowed = 100

// WithTargets appends to parts of the source those that the aliases in them refer to, and so on. If
// there are very many aliases, it appends the whole source instead.
func (d *Document) WithTargets(parts []Range) []Range {
	followed := 0
	for i := 0; i < len(parts); i++ {
		first := sort.Search(len(d.aliases), func(k int) bool { return d.aliases[k].start >= parts[i].Start })
		for _, alias := range d.aliases[first:] {
			if alias.start >= parts[i].End {
				break
			}
			if followed++; followed > maxFollowed {
				return append(parts, Range{0, len(d.Source)})
			}
			target := Range{alias.target.start, alias.target.end}
			if !slices.Contains(parts, target) {
				parts = append(parts, target)
			}
		}
	}
	return parts
}
