package evaluate

import (
	"cmp"
	"slices"
	"sort"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file drops failures that only follow from another one, so that one fault in the
// document is reported once.

const (
	maxRelated    = 32 // failures that one failure is compared with
	maxCauseDepth = 3  // of nested properties that an if refers to
)

// consequences finds failures that follow from others.
type consequences struct {
	*Evaluator
	failures []Failure
	dropped  []bool
	byNode   []int // the indices of the failures, in the order of their nodes; see at
	shared   bool  // two of them may have the same node
	names    bool  // one of them is of a property name
	causes   map[condition][]int
}

// A condition is schemas that decide whether there is a failure, and the instance that they are applied to:
// an `if`, two alternatives of oneOf that match, or contains.
type condition struct {
	schema        *program.Node
	instance      uint32
	code          program.Code // of the failure, 0 for `if`
	first, second int          // the alternatives
}

// withoutConsequences returns the failures that do not follow from another one. At least
// one is left, because a failure is dropped only if it follows from one that is not dropped yet.
func (e *Evaluator) withoutConsequences(failures []Failure) []Failure {
	if len(failures) < 2 || e.failure != noFailure {
		return failures
	}
	e.own.dropped = slices.Grow(e.own.dropped[:0], len(failures))[:len(failures)]
	clear(e.own.dropped)
	c := consequences{Evaluator: e, failures: failures, dropped: e.own.dropped, byNode: e.own.byNode[:0]}
	for k := range failures {
		c.shared = c.shared || k > 0 && failures[k].Node <= failures[k-1].Node
		c.names = c.names || failures[k].isName()
	}
	any := false
	for k := range failures {
		c.dropped[k] = c.follows(k) || c.isUndecided(k) || c.isMiscounted(k)
		any = any || c.dropped[k]
	}
	if !any {
		return failures
	}
	kept := failures[:0]
	for k := range failures {
		if !c.dropped[k] {
			kept = append(kept, failures[k])
		}
	}
	return kept
}

// at returns the first failures of a value.
func (c *consequences) at(node uint32) []int {
	if len(c.byNode) == 0 {
		for k := range c.failures {
			c.byNode = append(c.byNode, k)
		}
		slices.SortFunc(c.byNode, func(a, b int) int {
			return cmp.Or(cmp.Compare(c.failures[a].Node, c.failures[b].Node), a-b)
		})
		c.own.byNode = c.byNode
	}
	from := sort.Search(len(c.byNode), func(k int) bool { return c.failures[c.byNode[k]].Node >= node })
	to := from
	for to < len(c.byNode) && to-from < maxRelated && c.failures[c.byNode[to]].Node == node {
		to++
	}
	return c.byNode[from:to]
}

// follows reports whether a failure follows from another one of the same value.
func (c *consequences) follows(k int) bool {
	f := &c.failures[k]
	switch f.Keyword {
	case "maxProperties":
		misplaced := c.misplaced(f.Node, k)
		return misplaced > 0 && c.doc.Count(f.Node)-misplaced <= f.leaf.Size
	case "minProperties":
		return c.doc.Count(f.Node)+c.missing(f.Node) >= f.leaf.Size
	}
	if c.names && f.Code == program.Type && f.Node > 0 && c.nodes[f.Node-1].Kind() == jsontape.Key && c.other(f.Node-1, k, (*Failure).isName) {
		return true // the property does not belong here
	}
	if c.shared && c.other(f.Node, k, f.followsFrom) {
		return true
	}
	return len(f.Branches) > 0 && (f.Code == program.AnyOf || f.Code == program.OneOf) && !slices.ContainsFunc(f.Branches, func(b Failure) bool { return !c.other(b.Node, k, (*Failure).isWrong) })
}

// other reports whether isCause is true for a failure of a value, other than that at index k, that is not
// dropped.
func (c *consequences) other(value uint32, k int, isCause func(f *Failure) bool) bool {
	return slices.ContainsFunc(c.at(value), func(other int) bool {
		return other != k && !c.dropped[other] && isCause(&c.failures[other])
	})
}

// isName reports whether the failure is of a property name.
func (f *Failure) isName() bool { return f.Code == program.PropertyName }

// isWrong reports whether the failure says that a value is of a wrong type or not one of the constants.
func (f *Failure) isWrong() bool { return f.Code == program.Type || f.isValue() }

// missing returns the number of failures, not dropped, that report a missing property of the object.
func (c *consequences) missing(object uint32) int {
	count := 0
	for _, k := range c.at(object) {
		if c.failures[k].Code == program.Missing && !c.dropped[k] {
			count++
		}
	}
	return count
}

// misplaced returns the number of properties of the object that are reported as unknown, or that no schema
// lists and that are of a wrong type, by failures other than that at index k that are not dropped.
func (c *consequences) misplaced(object uint32, k int) int {
	count := 0
	for key, end := object+1, c.nodes[object].Next; key < end; key = c.nodes[key+1].Next {
		if c.other(key, k, (*Failure).isUnknown) || c.other(key+1, k, (*Failure).isTypeOfUnlisted) {
			count++
		}
	}
	return count
}

// isUnknown reports whether the failure is that of a property that is not known.
func (f *Failure) isUnknown() bool { return f.Code == program.UnknownProperty }

// isTypeOfUnlisted reports whether the value of a property that its schema does not list is of a wrong type.
func (f *Failure) isTypeOfUnlisted() bool {
	if f.Code != program.Type {
		return false
	}
	for k := range f.path {
		if s := &f.path[k]; s.move != stay {
			return s.edge != nil && (s.edge.Keyword == "additionalProperties" || s.edge.Keyword == "patternProperties" || s.edge.Keyword == "unevaluatedProperties")
		}
	}
	return false
}

func (f *Failure) followsFrom(cause *Failure) bool {
	switch {
	case f.IsOfName():
		return f.Code == cause.Code
	case (f.Code == program.AnyOf || f.Code == program.OneOf) && cause.isValue():
		return f.allowsAny(cause.Values().Texts)
	case cause.Code == program.Type:
		return f.Code != program.Type || slices.Equal(f.Types().Texts, cause.Types().Texts)
	case f.isValue() && cause.isValue():
		return len(cause.Values().Texts) <= len(f.Values().Texts)
	case f.leaf != nil && cause.leaf != nil && f.leaf.Size > 0 && f.Keyword == cause.Keyword:
		return isLeast(f.Keyword) && f.leaf.Size <= cause.leaf.Size || isMost(f.Keyword) && f.leaf.Size >= cause.leaf.Size
	case f.leaf != nil && cause.isValue():
		return !f.leaf.IsCustom()
	case f.Keyword == "minLength":
		return f.leaf.Size == 1 && cause.Code != program.Custom
	case cause.Code != program.Missing:
		return false
	case f.Code == program.AnyOf || f.Code == program.OneOf && len(f.Branches) > 0:
		return slices.ContainsFunc(f.Branches, func(b Failure) bool {
			return b.Code == program.Missing && b.Node == f.Node && b.Name == cause.Name
		})
	case f.Code == program.Missing:
		return f.Name == cause.Name && (f.Because != "" || cause.Because == "")
	case f.Code == program.OneOf && f.Second > 0:
		return decidesBy(f.schema, cause.Name)
	}
	return false
}

// isLeast and isMost report whether a keyword is a bound of a length or count.
func isLeast(keyword string) bool {
	return keyword == "minLength" || keyword == "minItems" || keyword == "minProperties"
}

func isMost(keyword string) bool {
	return keyword == "maxLength" || keyword == "maxItems" || keyword == "maxProperties"
}

// allowsAny reports whether an alternative allows one of the values. Then f is redundant next to
// a failure that expects these values.
func (f *Failure) allowsAny(values []string) bool {
	values = values[:min(len(values), maxRelated)]
	return slices.ContainsFunc(f.Branches, func(b Failure) bool {
		return b.isValue() && b.Node == f.Node && slices.ContainsFunc(values, func(v string) bool { return slices.Contains(b.Values().Texts, v) })
	})
}

// decidesBy reports whether an alternative of oneOf mentions a property.
func decidesBy(n *program.Node, name string) bool {
	var parts []part
	for k := range n.Combine.One {
		parts = appendParts(parts, 0, n.Combine.One[k].Node)
	}
	return slices.ContainsFunc(parts, func(p part) bool { return p.mentions(name) })
}

// isUndecided reports whether a failure is within then or else, and a property that the if
// refers to has a failure itself. Then it is unknown which of the two should apply.
func (c *consequences) isUndecided(k int) bool {
	return slices.ContainsFunc(c.failures[k].path, func(s step) bool {
		return s.isConditional() && c.isCaused(k, condition{schema: s.parent, instance: s.at})
	})
}

// isMiscounted reports whether a failure says how many alternatives or items match a schema, and a
// value that this depends on has a failure itself.
func (c *consequences) isMiscounted(k int) bool {
	f := &c.failures[k]
	return (f.Code == program.Contains || f.Code == program.OneOf && f.Second > 0) &&
		c.isCaused(k, condition{f.schema, f.Node, f.Code, f.First, f.Second})
}

// isCaused reports whether another failure, which is not dropped, is a cause.
func (c *consequences) isCaused(k int, asked condition) bool {
	return slices.ContainsFunc(c.causesOf(asked), func(cause int) bool { return cause != k && !c.dropped[cause] })
}

// eachName calls visit for the names of an object, at most the first maxCompared.
func (c *consequences) eachName(object uint32, visit func(key uint32)) {
	compared := 0
	for key, end := object+1, c.nodes[object].Next; key < end && compared < maxCompared; key = c.nodes[key+1].Next {
		compared++
		visit(key)
	}
}

// isMisspelt reports whether a failure is an unknown property whose name is similar to name.
func (f *Failure) isMisspelt(name string) bool {
	if f.Code != program.UnknownProperty {
		return false
	}
	_, near := nearest.Of(f.Name, []string{name})
	return near
}

// isConditional reports whether the step leads into then or else.
func (s *step) isConditional() bool { return s.move == stay && s.parent != nil }

// causesOf returns the failures of values that a condition depends on. An unknown property is a
// cause as well if its name is similar to that of a property that the condition refers to and that is
// missing. Of the failures within then and else of an `if`, only those are causes that, once they are
// fixed, may change whether the `if` matches.
func (c *consequences) causesOf(asked condition) []int {
	if known, ok := c.causes[asked]; ok {
		return known
	}
	var causes []int
	switch n := asked.schema; asked.code {
	case program.OneOf:
		c.addCauses(&causes, n.Combine.One[asked.first].Node, asked.instance, 0)
		c.addCauses(&causes, n.Combine.One[asked.second].Node, asked.instance, 0)
	case program.Contains:
		compared := 0
		for item, end := asked.instance+1, c.nodes[asked.instance].Next; item < end && compared < maxCompared; item = c.nodes[item].Next {
			c.addAt(&causes, item, (*Failure).isOfValue)
			c.addCauses(&causes, n.Array.Contains.Node, item, 0)
			compared++
		}
	default:
		c.addCauses(&causes, n.Combine.Cond.Node, asked.instance, 0)
		causes = slices.DeleteFunc(causes, func(k int) bool {
			f := &c.failures[k]
			return !f.decides() && slices.ContainsFunc(f.path, func(s step) bool { return s.isConditional() && s.parent == n })
		})
	}
	if c.causes == nil {
		c.causes = make(map[condition][]int)
	}
	c.causes[asked] = causes
	return causes
}

// decides reports whether fixing the failure of a property that an `if` refers to usually changes
// whether the `if` matches.
func (f *Failure) decides() bool {
	switch f.Code {
	case program.UnknownProperty, program.Missing, program.Type, program.Enum, program.Const:
		return true
	}
	return false
}

// isOfValue reports whether the failure is of the value itself, not of what an object lacks.
func (f *Failure) isOfValue() bool { return f.Code != program.Missing }

// addAt adds the failures of a value for which isCause is true.
func (c *consequences) addAt(causes *[]int, value uint32, isCause func(f *Failure) bool) {
	for _, k := range c.at(value) {
		if isCause(&c.failures[k]) && len(*causes) < maxRelated {
			*causes = append(*causes, k)
		}
	}
}

// addCauses adds the failures of the properties that a schema refers to.
func (c *consequences) addCauses(causes *[]int, n *program.Node, i uint32, depth int) {
	if depth > maxCauseDepth || c.nodes[i].Kind() != jsontape.Object {
		return
	}
	for _, p := range partsOf(n) {
		if rule := p.node.Combine; rule != nil && rule.Not != nil {
			c.addCauses(causes, rule.Not.Node, i, depth+1)
		}
		if p.node.Object == nil {
			continue
		}
		for k, name := range p.node.Object.Names.Texts {
			key, ok := c.property(i, name)
			if !ok {
				c.addAt(causes, i, func(f *Failure) bool { return f.Code == program.Missing && f.Name == name })
				c.eachName(i, func(key uint32) { c.addAt(causes, key, func(f *Failure) bool { return f.isMisspelt(name) }) })
				continue
			}
			if child := p.node.Object.Members[k].Node; child != nil && !acceptsAll(child) {
				c.addAt(causes, key+1, (*Failure).isOfValue)
				c.addCauses(causes, child, key+1, depth+1)
			}
		}
	}
}
