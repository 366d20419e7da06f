package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file finds the properties that decide between two alternatives of oneOf that match the same object.

// An Undecided says which properties decide between two alternatives that match. At most one of its
// fields is set.
type Undecided struct {
	Missing string    // the alternatives require different values for it, and the object lacks it
	Both    [2]string // each is required by one alternative and unknown to the other, and the object has both
	Either  []string  // each is allowed by only one alternative, and the object has none of them
}

// Undecided returns what decides between the two alternatives of the failure.
func (f *Failure) Undecided(doc *jsontape.Tape) Undecided {
	if doc.Nodes[f.Node].Kind() != jsontape.Object {
		return Undecided{}
	}
	first, second := alternativeOf(f.schema.Combine.One[f.First].Node), alternativeOf(f.schema.Combine.One[f.Second].Node)
	if name := missingConstant(first.node, second.node, func(name string) bool { return hasProperty(doc, f.Node, name) }); name != "" {
		return Undecided{Missing: name}
	}
	if a, b := first.requiredAlone(second), second.requiredAlone(first); a != "" && b != "" {
		return Undecided{Both: [2]string{a, b}}
	}
	either := second.allowedAlone(first, first.allowedAlone(second, nil))
	if slices.ContainsFunc(either, func(name string) bool { return hasProperty(doc, f.Node, name) }) {
		return Undecided{}
	}
	return Undecided{Either: either}
}

// missingConstant returns the property for which two schemas require different constants, and which the
// object lacks. It returns "" if there is none.
func missingConstant(first, second *program.Node, has func(name string) bool) string {
	others := constantsOf(second)
	for _, c := range constantsOf(first) {
		k := slices.IndexFunc(others, func(other constants) bool { return other.name == c.name })
		if k < 0 || slices.ContainsFunc(c.values, func(v string) bool { return slices.Contains(others[k].values, v) }) {
			continue
		}
		if !has(c.name) {
			return c.name
		}
	}
	return ""
}

// An alternative is a schema with the parts that apply unconditionally, and all of them.
type alternative struct {
	node         *program.Node
	certain, all []part
}

func alternativeOf(n *program.Node) alternative {
	certain := slices.DeleteFunc(appendCertain(nil, 0, n), func(p part) bool { return p.node.Object == nil })
	return alternative{n, certain, partsOf(n)}
}

// requiredAlone returns the first property that a requires and other does not mention, "" if there is none.
func (a alternative) requiredAlone(other alternative) string {
	for _, p := range a.certain {
		for _, k := range p.node.Object.Required {
			name := p.node.Object.Names.Texts[k]
			if !slices.ContainsFunc(other.all, func(p part) bool { return p.mentions(name) }) {
				return name
			}
		}
	}
	return ""
}

// allowedAlone appends the properties that a lists and other does not allow.
func (a alternative) allowedAlone(other alternative, names []string) []string {
	for _, p := range a.certain {
		for k := range p.node.Object.Members {
			child, name := p.node.Object.Members[k].Node, p.node.Object.Names.Texts[k]
			if len(names) < maxRelated && child != nil && child.Possible != 0 && other.refuses(name) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// refuses reports whether the alternative allows no property of that name.
func (a alternative) refuses(name string) bool {
	return slices.ContainsFunc(a.certain, func(p part) bool {
		rule := p.node.Object
		return rule.Closed && len(rule.Patterns) == 0 && rule.Child(rule.Names.Find([]byte(name))) == nil
	})
}

// mentions reports whether a keyword of the schema mentions a property.
func (p part) mentions(name string) bool {
	return p.node.Object != nil && p.node.Object.Names.Find([]byte(name)) >= 0
}
