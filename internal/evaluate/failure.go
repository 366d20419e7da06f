package evaluate

import (
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/pattern"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file has the methods of Failure that messages, suggestions and output formats use.

// AppendPointer appends the JSON Pointer to the instance (RFC 6901).
func (f *Failure) AppendPointer(dst []byte, doc *jsontape.Tape) []byte {
	dst = appendPointer(dst, f.path, doc)
	if f.IsOfName() {
		dst = doc.AppendToken(dst, f.Node)
	}
	return dst
}

// IsOfName reports whether the failure is of the name of a property that no schema allows. Its pointer is that to the
// property, and its path leads to the object.
func (f *Failure) IsOfName() bool {
	return f.Code == program.UnknownProperty || f.Code == program.PropertyName
}

// Below returns the JSON Pointer from the value of another failure, of which f is a reason, to the value of f.
func (f *Failure) Below(whole *Failure, doc *jsontape.Tape) string {
	if f.moves == 0 || f.Node == whole.Node {
		return ""
	}
	return string(appendPointer(nil, f.path, doc))
}

// appendPointer appends the JSON Pointer of a path, which begins with its last step.
func appendPointer(dst []byte, path []step, doc *jsontape.Tape) []byte {
	for k := len(path) - 1; k >= 0; k-- {
		switch s := &path[k]; s.move {
		case toProperty:
			dst = doc.AppendToken(dst, s.at)
		case toItem:
			dst = strconv.AppendInt(append(dst, '/'), int64(s.at), 10)
		}
	}
	return dst
}

// AppendKeywordLocation appends the path of evaluation to the keyword, through references
// (Core 2020-12, section 12.3.1).
func (f *Failure) AppendKeywordLocation(dst []byte) []byte {
	for k := len(f.path) - 1; k >= 0; k-- {
		e := f.path[k].edge
		if e == nil {
			continue
		}
		if e.Keyword != "" {
			dst = append(append(dst, '/'), e.Keyword...)
		}
		if e.Named() {
			dst = append(append(dst, '/'), jsontape.EscapeToken(e.Name)...)
		}
		for d := e.Via; d != nil; d = d.Next {
			dst = append(append(dst, '/'), d.Keyword...)
		}
	}
	if f.Keyword == "" {
		return dst
	}
	return append(append(dst, '/'), f.Keyword...)
}

// Reached returns the absolute URI of the keyword, without references (Core 2020-12, section 12.3.2), and how it was
// reached, nil if that is not kept.
func (f *Failure) Reached() (uri string, path *program.EvaluationPath) {
	const longest = 32 // steps of a path that is kept
	at := f.schema.LocationOf(f.Keyword)
	known := at.Reached.Load()
	switch {
	case known == nil && len(f.path) <= longest:
		known = &program.EvaluationPath{Pointer: string(f.AppendKeywordLocation(nil)), Instance: listedPointer(f.path)}
		for k := range f.path {
			known.Edges = append(known.Edges, f.path[k].edge)
		}
		at.Reached.Store(known)
	case known == nil || len(f.path) != len(known.Edges):
		return at.URI, nil
	}
	for k, edge := range known.Edges {
		if f.path[k].edge != edge {
			return at.URI, nil
		}
	}
	return at.URI, known
}

// listedPointer returns the JSON Pointer of a path if it leads through properties that schemas list, and
// otherwise "".
func listedPointer(path []step) string {
	var pointer []byte
	for k := len(path) - 1; k >= 0; k-- {
		s := &path[k]
		if s.move == stay {
			continue
		}
		if s.edge == nil || s.edge.Keyword != "properties" {
			return ""
		}
		pointer = append(append(pointer, '/'), jsontape.EscapeToken(s.edge.Name)...)
	}
	return string(pointer)
}

// Types returns the expected types.
func (f *Failure) Types() *program.List {
	if f.kinds == 0 && f.schema.Types != nil {
		return f.schema.Types
	}
	return &program.List{Texts: typesOf(f.kinds, f.whole)}
}

// Types returns the types of Kinds.
func (u *Undecided) Types() []string { return typesOf(u.Kinds, false) }

// typesOf returns the types of kinds of values. whole reports whether numbers must be integers.
func typesOf(kinds program.KindSet, whole bool) []string {
	var names []string
	for _, t := range []struct {
		name string
		kind program.KindSet
	}{
		{"string", program.StringKind}, {"number", program.FloatKind}, {"integer", program.IntKind}, {"boolean", program.BoolKind},
		{"array", program.ArrayKind}, {"object", program.ObjectKind}, {"null", program.NullKind},
	} {
		if kinds&t.kind == 0 || t.name == "number" && whole || t.name == "integer" && kinds&program.FloatKind != 0 && !whole {
			continue
		}
		names = append(names, t.name)
	}
	return names
}

// Takes reports whether one of the expected types has values of a kind.
func (f *Failure) Takes(kind jsontape.Kind) bool {
	return f.typeKinds()&program.KindBit(kind) != 0 && !(kind == jsontape.Number && f.onlyWhole())
}

// FitsAsItem reports whether an array with the instance as its only item would have an expected
// type.
func (f *Failure) FitsAsItem(doc *jsontape.Tape) bool {
	kind := program.KindBit(doc.Nodes[f.Node].Kind())
	if f.kinds == 0 {
		return takesItem(f.schema, kind)
	}
	takes := false
	f.schema.Alternatives(func(e *program.Edge) {
		takes = takes || e.Node.Possible&program.ArrayKind != 0 && takesItem(e.Node, kind)
	})
	return takes
}

// takesItem reports whether n allows the first item of an array to be of a kind.
func takesItem(n *program.Node, kind program.KindSet) bool {
	switch rule := n.Array; {
	case rule == nil:
		return true
	case len(rule.Prefix) > 0:
		return rule.Prefix[0].Node.Possible&kind != 0
	default:
		return !rule.Closed && (rule.Items == nil || rule.Items.Node.Possible&kind != 0)
	}
}

// Values returns the expected values, as JSON.
func (f *Failure) Values() *program.List {
	if f.values == nil && f.constants != nil {
		return f.constants
	}
	if f.values != nil || f.schema.Values == nil {
		return &program.List{Texts: f.values}
	}
	return f.schema.Constants()
}

// Leaf returns the leaf keyword that failed, or nil if the failed keyword is not a leaf.
func (f *Failure) Leaf() *program.Leaf {
	if f.leaf == nil {
		return nil
	}
	return f.leaf.Leaf
}

// Limit returns the bound that the instance violates, as written in the schema, or "".
func (f *Failure) Limit() string {
	switch {
	case f.Code == program.Bound && f.leaf.Written != "":
		return f.leaf.Written
	case f.Code == program.Bound:
		return f.size(f.leaf.Size)
	case f.Code == program.AdditionalItems && f.schema.Array != nil:
		return strconv.Itoa(len(f.schema.Array.Prefix))
	}
	return ""
}

// size returns a size as written in the schema. math.MaxInt represents every size that an int
// cannot hold.
func (f *Failure) size(n int) string {
	if n == math.MaxInt {
		at := f.schema.Place
		if value, ok := resource.Property(at.Tape(), at.Node, f.Keyword); ok {
			return string(at.Tape().Raw(value))
		}
	}
	return strconv.Itoa(n)
}

// Contains returns how many items must match contains and how many may, -1 for no maximum.
func (f *Failure) Contains() (least, most int) {
	return f.schema.Array.MinContains, f.schema.Array.MaxContains
}

// Condition returns the keyword that applied the schema of the failure conditionally: then, else,
// or the keyword of a dependency, with the property that it depends on. It returns "" if the
// schema was applied unconditionally. The failure may be of a property of the object that has the dependency, but not
// of the one that it depends on.
func (f *Failure) Condition() (keyword, name string) {
	moves, property := 0, f.Name
	for k := range f.path {
		s := &f.path[k]
		if s.move != stay {
			if moves++; moves > 1 || s.edge == nil {
				return "", ""
			}
			property = s.edge.Name
		}
		if s.edge == nil {
			continue
		}
		switch s.edge.Keyword {
		case "then", "else":
			if moves == 0 {
				return s.edge.Keyword, ""
			}
		case "dependentSchemas", "dependencies":
			if property != s.edge.Name {
				return s.edge.Keyword, s.edge.Name
			}
		}
	}
	return "", ""
}

// A Decider is a property that an `if` refers to. Valued reports whether its value matters, not
// only its presence.
type Decider struct {
	Name   string
	Valued bool
}

// Deciders returns, for a failure within `then` or `else` at an instance or one of its properties,
// that instance and the properties because of which `then` or `else` applies to it; for one of `not`, those
// because of which it matches; and others that because.go finds. It returns no properties if they cannot be determined.
func (f *Failure) Deciders() (instance uint32, properties []Decider) {
	if f.deciders != nil {
		return f.decided, f.deciders
	}
	moves := 0
	for k := range f.path {
		s := &f.path[k]
		if s.isConditional() {
			return s.at, deciders(s.parent.Combine.Cond.Node, s.edge.Keyword == "then")
		}
		if s.move != stay {
			if moves++; moves > 1 {
				break
			}
		}
	}
	if f.Code == program.Not {
		properties := deciders(f.schema.Combine.Not.Node, true)
		if len(properties) > 1 && !slices.ContainsFunc(properties, func(d Decider) bool { return d.Valued }) {
			return 0, nil // the message is about their presence
		}
		return f.Node, properties
	}
	return 0, nil
}

// mostDeciders is the largest number of properties that a message mentions.
const mostDeciders = 2

// deciders returns the properties that decide whether an instance matches. If it does, only those
// that must have a constant value are returned, unless there is only one property.
func deciders(n *program.Node, matches bool) []Decider {
	var all, constant []Decider
	certain := true // every part must match, so that the presence of each property matters
	for _, p := range partsOf(n) {
		if rule := p.node.Combine; rule != nil {
			certain = certain && rule.Any == nil && rule.One == nil && rule.Cond == nil
			if rule.Not != nil {
				for _, name := range onlyRequired(rule.Not.Node) {
					all = append(all, Decider{name, false})
				}
			}
		}
		if p.node.Object == nil {
			continue
		}
		for k, name := range p.node.Object.Names.Texts {
			if len(all) > maxRelated {
				return nil
			}
			isSame := func(d Decider) bool { return d.Name == name }
			child := p.node.Object.Members[k].Node
			if at := slices.IndexFunc(all, isSame); at >= 0 {
				all[at].Valued = all[at].Valued || child != nil
			} else {
				all = append(all, Decider{name, child != nil})
			}
			if child != nil && child.Values != nil && !slices.ContainsFunc(constant, isSame) {
				constant = append(constant, Decider{name, true})
			}
		}
	}
	switch {
	case len(all) == 1:
		return all
	case matches && len(constant) == 0 && certain && len(all) <= mostDeciders:
		return all
	case matches && len(constant) <= mostDeciders:
		return constant
	}
	return nil
}

// Format returns the name of the format.
func (f *Failure) Format() string { return f.leaf.Written }

// Pattern returns the regular expression.
func (f *Failure) Pattern() string { return f.leaf.Pattern.String() }

// Content returns the contentEncoding or contentMediaType that the string does not have.
func (f *Failure) Content() string { return f.leaf.Written }

// IsBeside reports whether the object with an unknown property has another one, if that is known: it is if
// additionalProperties of the schema that lists the name does not allow the property.
func (f *Failure) IsBeside(name string) (is, known bool) {
	if f.Keyword != "additionalProperties" {
		return false, false
	}
	k := f.schema.Object.Names.Find([]byte(name))
	known = 0 <= k && k < program.NamesWithBits
	return known && f.beside>>k&1 != 0, known
}

// Names returns the properties that the schema lists.
func (f *Failure) Names() *program.List { return f.schema.PropertyNames() }

// NamePatterns returns the patterns of the names that the schema allows, if it describes names only by a few patterns.
func (f *Failure) NamePatterns() []string {
	const few = 2
	rule := f.schema.Object
	if rule == nil || f.Keyword != "additionalProperties" || len(rule.Patterns) > few || len(f.Names().Texts) > 0 {
		return nil
	}
	var patterns []string
	for k := range rule.Patterns {
		patterns = append(patterns, rule.Patterns[k].Pattern.String())
	}
	return patterns
}

// MayBeLeftOut reports whether the instance is an optional property, so that removing it fixes a
// null that is not allowed.
func (f *Failure) MayBeLeftOut() bool {
	for k := range f.path {
		s := &f.path[k]
		if s.move == stay {
			continue
		}
		if s.move != toProperty || s.parent == nil || s.parent.Object == nil {
			return false
		}
		name := s.edge
		if name == nil {
			return f.Code == program.False // see blameDependency
		}
		o := s.parent.Object
		for _, required := range o.Required {
			if o.Names.Texts[required] == name.Name {
				return false
			}
		}
		return true
	}
	return false
}

// Same reports whether two failures are of the same assertion and instance, though perhaps
// reached by different paths.
func (f *Failure) Same(g *Failure) bool {
	return f.schema.Place == g.schema.Place && f.Node == g.Node && f.Code == g.Code && f.Keyword == g.Keyword &&
		f.Name == g.Name && f.Because == g.Because && (f.Problem == nil || *f.Problem == *g.Problem)
}

// AsText reports whether the instance, a number or boolean where a string is expected, would be valid
// as a string of that text. If not, format is the format of the specification that the string must have,
// or "" if there is none. v is memory that is used.
func (f *Failure) AsText(text []byte, v *program.Subject) (fits bool, format string) {
	try := func(n *program.Node) {
		if n.Possible&program.StringKind == 0 || fits {
			return
		}
		fits = takesText(n, text, v)
		if n.Text == nil || format != "" {
			return
		}
		if at := slices.IndexFunc(n.Text.All, func(a program.Assertion) bool { return a.Code == program.Format && !a.IsCustom() }); at >= 0 {
			format = n.Text.All[at].Written
		}
	}
	if f.kinds == 0 {
		try(f.schema)
	} else {
		f.schema.Alternatives(func(e *program.Edge) { try(e.Node) })
	}
	if fits {
		return true, ""
	}
	return false, format
}

// takesText reports whether a string satisfies the schema's own assertions, without the schemas
// that it applies.
func takesText(n *program.Node, text []byte, v *program.Subject) bool {
	if n.Values != nil && (n.Values.Strings == nil || n.Values.Strings.Find(text) < 0) {
		return false
	}
	if n.Text == nil {
		return true
	}
	*v = program.Subject{Text: text, Length: utf8.RuneCount(text), PatternSteps: pattern.Budget(len(text))}
	return v.Satisfies(n.Text.All)
}

// IsBase64 reports whether contentEncoding of the schema is base64, even if it is not asserted
// (Validation 2020-12, section 8.3).
func (f *Failure) IsBase64() bool {
	place := f.schema.Place
	value, ok := resource.Property(place.Tape(), place.Node, "contentEncoding")
	return ok && place.Tape().Nodes[value].Kind() == jsontape.String && place.Tape().String(value) == "base64"
}
