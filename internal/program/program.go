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

// A Program is a lowered schema. It is immutable and safe for concurrent use.
type Program struct {
	Root    Edge
	Nodes   []*Node // one for each ID
	detours []*Detour

	// Scoped is the resource in which a run begins if the program has gates; nil otherwise.
	Scoped *resource.Resource

	// StepsPerNode is how many steps a run may take for each node of the document before
	// it is suspected of evaluating the same schemas for the same values again and again. It
	// grows with the number of nodes.
	StepsPerNode int

	// Workers is the maximum number of goroutines that read a long array at the same time;
	// see [evaluate.Evaluator.Accepts]. If it is less than two, only the caller's does.
	Workers int
}

// KindSet is a set of document kinds. A Key counts as a String, so that a
// property name can be validated against a schema.
type KindSet uint16

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
	// Accept are the kinds that `type` allows. If it allows integers but not all numbers,
	// FloatKind is among them and Integral is set.
	Accept KindSet

	// Possible are the kinds of which an instance may be valid. Instances of other kinds are
	// invalid.
	Possible KindSet

	// Inspect are those of the possible kinds of which an instance may be invalid.
	Inspect KindSet

	Integral bool

	// whole reports that no number with a fraction is valid.
	whole bool

	// Looped reports that the node can be reached from itself with the same instance.
	Looped bool

	// Tangled reports that a looped node, possibly this one, can be reached with the same
	// instance.
	Tangled bool

	Values  *ValueRule
	Text    *AssertionList // on strings
	Number  *AssertionList // on numbers
	Object  *ObjectRule
	Array   *ArrayRule
	Combine *CombineRule
	Rest    *RestRule

	// Streamed reports that a value can be validated against the node while it is read.
	Streamed bool

	ID    uint32
	Place resource.Place
	Types []string // as `type` lists them, for the report

	uri    atomic.Pointer[string] // see Location
	listed atomic.Pointer[List]   // see PropertyNames
}

// An Edge leads from a schema to one of its subschemas. Its other fields are the way there, for
// the locations of failures: the keyword, the name or index below it, and the references that
// were followed.
type Edge struct {
	Node    *Node
	Keyword string
	Name    string
	Named   bool
	Via     *Detour
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
	Kinds    KindSet // of null, true and false, the ones that are values
	Strings  *Dictionary
	Numbers  []number.Decimal
	Compound []uint32 // arrays and objects, in the schema's document
	Tape     *jsontape.Tape
	List     []uint32 // all values in the order of the schema

	written atomic.Pointer[List] // see Node.Constants
}

// ObjectRule has the keywords about properties.
type ObjectRule struct {
	Names      *Dictionary // of every name that a keyword mentions
	Members    []Member    // parallel to names: what a run looks at first
	Properties []Property  // parallel to names
	Patterns   []PatternEdge
	byName     *NameMatches // nil where there are no patterns
	Additional *Edge        // nil where there is no additionalProperties
	Closed     bool         // additionalProperties: false
	others     *Node        // for names that neither `properties` nor a pattern has; nil where there may be none
	NamesRule  *Edge        // propertyNames

	EveryName, OtherNames bool // checkByName is for every name, or for those that `properties` does not have

	Leaves *AssertionList

	Required []int32 // into properties, in the order of the schema
	Needed   uint64  // the same as a set, where all of them are below 64
	Sparse   bool    // some are not

	Dependent []Dependency
	listed    bool // `properties` is there
}

// A Property is a name that a keyword mentions.
type Property struct {
	Edge Edge // node is nil where `properties` does not have it
}

// A Member is what is needed of a property in most cases: its name, and the kinds of values
// that are valid without further checks.
type Member struct {
	Node    *Node  // nil where `properties` does not have the name
	Bit     uint64 // of the set of names that are there; 0 for those after the first 64
	Settled KindSet
	Guess   jsontape.Guess

	// For reading: the schema for the value where there is one, and the kinds that settle
	// the rest then. Where there are patterns, that is found out later, see matches.
	Reader *Node
	Ready  KindSet
}

type PatternEdge struct {
	Pattern *pattern.Pattern
	Edge    Edge
}

// A Dependency says what the presence of a property asks for.
type Dependency struct {
	Property int32   // into properties
	Required []int32 // into properties
	Edge     *Edge   // the whole object is held against it
	Keyword  string
}

// ArrayRule has the keywords about items.
type ArrayRule struct {
	Prefix            []Edge
	Items             *Edge // for those after the prefix
	Closed            bool  // no item may follow the prefix
	ClosedBy          string
	Leaves, Late      *AssertionList // late ones are checked after the items
	Most              int            // maxItems, if the array is closed after no fewer items; -1 otherwise
	Contains          *Edge
	MinContains       int
	MaxContains       int // -1 where there is none
	ContainsEvaluates bool
}

// CombineRule has the schemas that are applied to the same instance.
type CombineRule struct {
	Gate *Gate // then it is all that there is

	All   []Edge // allOf and references
	Any   []Edge
	One   []Edge
	Not   *Edge
	Cond  *Edge // if
	Then  *Edge
	Other *Edge // else

	Chosen *Discriminator // of any or one; nil if there is none

	// StrictOne are the same alternatives where unknown properties are refused. Which
	// one is meant is decided without regard to that; it must hold then.
	StrictOne []Edge
}

// RestRule has the schemas of those children that no other keyword has evaluated.
type RestRule struct {
	Properties       *Edge
	PropertiesClosed bool
	Known            *NameSet // not nil if it is the option that closes the object, not the schema
	Items            *Edge
	ItemsClosed      bool
}

// MaxApplied bounds how deep schemas may be applied within one another, which
// bounds the stack. A payload within the default depth limit comes nowhere near it.
const MaxApplied = 200_000

// Schemas calls visit for every schema of the program, those that are nothing but a reference
// included.
func (p *Program) Schemas(visit func(schema resource.Place)) {
	for _, n := range p.Nodes {
		visit(n.Place)
	}
	for _, d := range p.detours {
		visit(d.Place)
	}
}

// Keyword is the one to name for a property that nothing provides for. Where it was
// not the schema that asked for closure, that is the list it is not on.
func (r *RestRule) Keyword() string {
	if r.Known != nil {
		return "properties"
	}
	return "unevaluatedProperties"
}

// Child is the schema that `properties` has for the k-th name, nil if it has none.
func (r *ObjectRule) Child(k int) *Node {
	if k < 0 {
		return nil
	}
	return r.Properties[k].Edge.Node
}
