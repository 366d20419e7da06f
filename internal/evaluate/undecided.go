package evaluate

import (
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file finds the properties that decide between alternatives of oneOf that match the same object.

// An Undecided says what decides between alternatives that match. At most one of its fields is set.
type Undecided struct {
	Missing string          // the alternatives require different values for it, and the object lacks it
	All     []string        // each is required by one alternative and unknown to the others, and the object has all
	Either  []string        // each is allowed by only one alternative, and the object has none of them
	Kinds   program.KindSet // of the values that the alternatives restrict, if the instance is of another kind
}

// Undecided returns what decides between the alternatives of the failure.
func (f *Failure) Undecided(doc *jsontape.Tape) Undecided {
	matching := append([]int{f.First, f.Second}, f.Matching...)
	if doc.Nodes[f.Node].Kind() != jsontape.Object {
		return Undecided{Kinds: f.restricted(matching, program.KindBit(doc.Nodes[f.Node].Kind()))}
	}
	alternatives := make(alternatives, len(matching))
	for k, index := range matching {
		alternatives[k] = alternativeOf(f.schema.Combine.One[index].Node)
	}
	if name := missingConstant(alternatives[0].node, alternatives[1].node, func(name string) bool { return hasProperty(doc, f.Node, name) }); name != "" {
		return Undecided{Missing: name}
	}
	if all := alternatives.requiredAlone(); len(all) == len(matching) {
		return Undecided{All: all}
	}
	either := alternatives.allowedAlone()
	if slices.ContainsFunc(either, func(name string) bool { return hasProperty(doc, f.Node, name) }) {
		return Undecided{}
	}
	return Undecided{Either: either}
}

// restricted returns the kinds of values that alternatives restrict, 0 if one of them restricts values of a kind.
func (f *Failure) restricted(alternatives []int, bit program.KindSet) program.KindSet {
	var kinds program.KindSet
	for _, k := range alternatives {
		n := f.schema.Combine.One[k].Node
		if n.Inspect&bit != 0 || n.Possible != program.AnyKind {
			return 0
		}
		kinds |= n.Inspect
	}
	return kinds
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

type alternatives []alternative

// requiredAlone returns the first property of each alternative that it requires and that no other mentions, if it has one.
func (all alternatives) requiredAlone() []string {
	var names []string
	for k, a := range all {
		if name := a.requiredAlone(func(name string) bool {
			return all.except(k, func(other alternative) bool { return !other.mentions(name) })
		}); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// allowedAlone returns the properties that an alternative lists and no other one allows.
func (all alternatives) allowedAlone() []string {
	const most = 1 << 12 // names that are looked up
	var names []string
	looked := 0
	for k, a := range all {
		for _, p := range a.certain {
			for m := range p.node.Object.Members {
				child, name := p.node.Object.Members[m].Node, p.node.Object.Names.Texts[m]
				if looked += len(all); looked > most || len(names) == maxRelated {
					return names
				}
				if child != nil && child.Possible != 0 && all.except(k, func(other alternative) bool { return other.refuses(name) }) && !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// except reports whether a condition is true for every alternative but one.
func (all alternatives) except(one int, isTrue func(other alternative) bool) bool {
	for k := range all {
		if k != one && !isTrue(all[k]) {
			return false
		}
	}
	return true
}

// requiredAlone returns the first property that the alternative requires and for which isAlone is true, "" if there is none.
func (a alternative) requiredAlone(isAlone func(name string) bool) string {
	for _, p := range a.certain {
		for _, k := range p.node.Object.Required {
			if name := p.node.Object.Names.Texts[k]; isAlone(name) {
				return name
			}
		}
	}
	return ""
}

// mentions reports whether a keyword of the alternative mentions a property.
func (a alternative) mentions(name string) bool {
	return slices.ContainsFunc(a.all, func(p part) bool { return p.mentions(name) })
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
