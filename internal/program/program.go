// Package program lowers a JSON Schema to a program, which package evaluate runs.
//
// A program is a graph of nodes, one for each schema in each dynamic scope in which it can be
// reached. Everything that does not depend on a payload is computed when the program is made:
// references are edges, names are hash tables, numbers are parsed, and keywords of other dialects
// are dropped. What is left is to walk along the graph and the tape of a document. The fields
// of the graph are exported for that, and only this package sets them.
//
// A leaf keyword is an entry of one table, with the function that checks an instance.
package program

import (
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/pattern"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A Program is a lowered schema. It is safe for concurrent use, and immutable apart from what it caches
// and predicts.
type Program struct {
	Root    Edge
	Nodes   []*Node // one for each ID
	detours []*Detour

	// Custom are the keywords of the caller.
	Custom CustomKeywords

	// Scoped is the resource in which a run begins if the program has gates; nil otherwise.
	Scoped *resource.Resource

	// StepsPerNode is how many steps a run may take for each node of the document before
	// it is suspected of evaluating the same schemas for the same values again and again. It
	// grows with the number of nodes.
	StepsPerNode int

	// Bounds are the limits of a run.
	Bounds Bounds

	// Workers is the maximum number of goroutines that read a long array at the same time;
	// see [evaluate.Evaluator.Accepts]. If it is less than two, only the caller's does.
	Workers int
}

// A KindSet is a set of kinds of values. A Key counts as a String, so that a property name can be
// validated against a schema.
type KindSet uint16

// The sets of one kind, and those that several kinds form.
const (
	NullKind   = KindSet(1) << jsontape.Null
	FalseKind  = KindSet(1) << jsontape.False
	TrueKind   = KindSet(1) << jsontape.True
	IntKind    = KindSet(1) << jsontape.Integer
	FloatKind  = KindSet(1) << jsontape.Number
	StringKind = KindSet(1)<<jsontape.String | KindSet(1)<<jsontape.Key
	ArrayKind  = KindSet(1) << jsontape.Array
	ObjectKind = KindSet(1) << jsontape.Object

	BoolKind   = FalseKind | TrueKind
	NumberKind = IntKind | FloatKind
	AnyKind    = NullKind | BoolKind | NumberKind | StringKind | ArrayKind | ObjectKind
)

// KindBit returns the set of one kind.
func KindBit(k jsontape.Kind) KindSet { return 1 << k }

// A Node is one schema. Its keywords are grouped by the kind of instance that they constrain;
// a group without keywords is nil.
type Node struct {
	// Accept is the set of kinds that `type` allows. If it allows integers but not all numbers,
	// FloatKind is among them and Integral is set.
	Accept KindSet

	// Possible is the set of kinds of which an instance may be valid. Instances of other kinds are
	// invalid.
	Possible KindSet

	// Inspect is the subset of Possible of which an instance may be invalid, so that it has to be
	// evaluated.
	Inspect KindSet

	Integral bool

	// whole is set if no number with a fraction is valid.
	whole bool

	// Looped is set if the node can be reached from itself with the same instance.
	Looped bool

	// height is how many schemas that apply to the same instance are nested in the node.
	height int

	// Tangled is set if a looped node, possibly this one, can be reached with the same instance.
	Tangled bool

	// Streamed are the kinds of values that the keywords of the node can validate while the value is
	// read. Those in Combine are not considered; see CombineRule.Reduced.
	Streamed KindSet

	ID uint32

	Values  *ValueRule
	Text    *AssertionList // on strings
	Number  *AssertionList // on numbers
	Object  *ObjectRule
	Array   *ArrayRule
	Combine *CombineRule
	Rest    *RestRule

	Place resource.Place
	Types *List // as `type` lists them, for messages; nil if it lists none

	locations atomic.Pointer[Location] // see LocationOf
	listed    atomic.Pointer[List]     // see PropertyNames
}

// An Edge leads from a schema to one of its subschemas. Its other fields are used for the locations of
// failures: the keyword, the name or index below it, and the references that were followed.
type Edge struct {
	Node    *Node
	Keyword string
	Name    string
	Via     *Detour
}

// Named reports whether a name or index follows the keyword. A property may have an empty name.
func (e *Edge) Named() bool {
	switch e.Keyword {
	case "properties", "patternProperties", "dependencies", "dependentSchemas":
		return true
	}
	return e.Name != ""
}

// A Detour is a schema that consists of a reference only. It has no node: it is between an edge
// and the node that the edge leads to.
type Detour struct {
	Place   resource.Place
	Keyword string // of the reference
	Next    *Detour
}

// ValueRule is `enum` or `const`: the instance equals one of the values.
type ValueRule struct {
	Keyword  string
	Kinds    KindSet // those of null, true and false that are values
	Strings  *Dictionary
	Numbers  []number.Decimal
	Compound []uint32 // arrays and objects, in the schema's document
	Tape     *jsontape.Tape
	List     []uint32 // all values in the order of the schema

	ByHash map[uint64][]uint32 // the numbers, arrays and objects, if they are many

	written atomic.Pointer[List] // see Node.Constants
}

// ObjectRule has the keywords about properties.
type ObjectRule struct {
	Names      *Dictionary // every name that a keyword mentions
	Members    []Member    // by index in Names
	Patterns   []PatternEdge
	Predicted  Predictions
	byName     *NameMatches // nil if there is no patternProperties
	Additional *Edge        // nil if there is no additionalProperties
	Closed     bool         // additionalProperties: false
	others     *Node        // schema of names that `properties` and patterns do not have; nil if not allowed

	OtherChecks *Checks // of names that are not listed; see Member.Checks

	NamesRule *Edge // propertyNames

	// EveryName is set if a run must call checkByName for every name, OtherNames if only for names
	// that `properties` does not have.
	EveryName, OtherNames bool

	Leaves *AssertionList

	Required []int32 // indices in Members, in the order of the schema
	Needed   uint64  // the indices of Required below NamesWithBits as a set
	Sparse   bool    // an index of a required or dependent property may be NamesWithBits or more

	Dependent []Dependency
	Presence  *Presence // for streams: of Dependent, or of schemas that were merged; nil if there is none
	Marks     uint64    // the bits of the set of names that are for marks; see Check
	listed    bool      // the schema has `properties`

	constrainsValues bool // not all properties with any value are valid, apart from those with patterns
}

// A Member is a name that a keyword mentions, with what a run needs of most properties: the kinds of
// values that are valid without further checks.
type Member struct {
	Edge            // Node is nil if `properties` does not have the name
	Bit     uint64  // in the set of names that an object has; 0 after the first NamesWithBits
	Settled KindSet // kinds of which all values are valid

	// Ready are the kinds of which all values satisfy Reader, the only schema for the value, for
	// streams. If there is patternProperties, see ObjectRule.Matches instead.
	Ready  KindSet
	Reader *Node
	Checks *Checks // instead of Reader, for schemas that were merged; or nil

	Extra *Extra // of a member of a prediction that stands for another one; nil if it does not
}

// A PatternEdge is the schema of the properties whose names match a pattern.
type PatternEdge struct {
	Pattern *pattern.Pattern
	Edge    Edge
}

// A Dependency is what an object must satisfy if it has a property.
type Dependency struct {
	Property int32   // index in Members
	Required []int32 // indices in Members
	Edge     *Edge   // schema of the whole object; nil for dependentRequired
	Keyword  string
}

// ArrayRule has the keywords about items.
type ArrayRule struct {
	Prefix            []Edge
	Items             *Edge // for the items after Prefix
	Closed            bool  // no item may follow Prefix
	ClosedBy          string
	Leaves, Late      *AssertionList // Late is checked after the items
	Most              int            // maxItems of a closed array, if Prefix has at least as many items; -1 otherwise
	Contains          *Edge
	MinContains       int
	MaxContains       int // -1 if there is no maximum
	ContainsEvaluates bool
}

// CombineRule has the schemas that are applied to the same instance.
type CombineRule struct {
	Gate *Gate // if not nil, the other fields are not used

	All   []Edge // allOf and references
	Any   []Edge
	One   []Edge
	Not   *Edge
	Cond  *Edge // if
	Then  *Edge
	Other *Edge // else

	Custom []CustomAssertion

	Chosen *Discriminator // of Any or One; nil if there is none

	AnyChoices, OneChoices *Choices // nil if there are few alternatives, or they are not chosen by constants

	// StrictOne are the alternatives of One with Options.Strict. One determines which alternative
	// matches; the same one of StrictOne must then hold as well.
	StrictOne []Edge

	reduced   atomic.Pointer[reductions] // see Reduced
	allowance *atomic.Int64              // of the program; see reducer.spend
}

// RequiresCondition reports whether `else` is false, so that a value must match `if`, and `then` if there is one.
func (c *CombineRule) RequiresCondition() bool {
	return c != nil && c.Other != nil && c.Other.Node.Accept == 0 && c.Other.Node.Types == nil
}

// RestRule has unevaluatedProperties and unevaluatedItems.
type RestRule struct {
	Properties       *Edge
	PropertiesClosed bool
	Known            *NameSet // the known names, if Options.Strict closes the object; nil otherwise
	Items            *Edge
	ItemsClosed      bool
}

// MaxApplied bounds the depth of nested applications of schemas, and thereby the stack. Payloads
// within the default depth limit are far from reaching it.
const MaxApplied = 200_000

// Schemas calls visit for every schema of the program, including those that are only a reference.
func (p *Program) Schemas(visit func(schema resource.Place)) {
	for _, n := range p.Nodes {
		visit(n.Place)
	}
	for _, d := range p.detours {
		visit(d.Place)
	}
}

// Keyword returns the keyword of failures for unevaluated properties. If Options.Strict closes the
// object, it is `properties`, which does not list them.
func (r *RestRule) Keyword() string {
	if r.Known != nil {
		return "properties"
	}
	return "unevaluatedProperties"
}

// Child returns the schema that `properties` has for the k-th name, or nil.
func (r *ObjectRule) Child(k int) *Node {
	if k < 0 {
		return nil
	}
	return r.Members[k].Node
}
