// Package program lowers a JSON Schema to a program and runs it over documents.
//
// A program is a graph of nodes, one for each schema in each dynamic scope it
// can be reached in. All that can be known before a payload is there is done when
// the program is made: references are edges, names are hash tables, numbers are
// parsed, keywords of other dialects are gone. What is left for the run is to walk
// the tape of a document along the graph.
//
// There is one evaluator. By itself, it stops at the first failure and allocates nothing.
// With an observer, it goes on and reports what it applies and what fails, of which
// [Evaluator.Failures] makes every [Failure] with its path through schema and instance, and
// [Evaluator.Trace] a [Unit] for each schema and keyword, for output formats and annotations.
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
	root    edge
	nodes   []*node
	detours []*detour

	// scoped is the resource in which runs begin if the program has gates; nil otherwise.
	scoped *resource.Resource

	// stepsPerNode is how many steps a run may take for each node of the document before
	// it is suspected of asking the same questions over and over. A program with more
	// nodes may have more to ask.
	stepsPerNode int

	// Workers is the maximum number of goroutines that read a long array at the same time;
	// see [Program.Accepts]. If it is less than two, only the caller's does.
	Workers int
}

// kindSet is a set of document kinds. A Key counts as a String, so that a
// property name can be held against a schema.
type kindSet uint16

const (
	nullKind   = kindSet(1) << jsontape.Null
	falseKind  = kindSet(1) << jsontape.False
	trueKind   = kindSet(1) << jsontape.True
	intKind    = kindSet(1) << jsontape.Integer
	floatKind  = kindSet(1) << jsontape.Number
	stringKind = kindSet(1)<<jsontape.String | kindSet(1)<<jsontape.Key
	arrayKind  = kindSet(1) << jsontape.Array
	objectKind = kindSet(1) << jsontape.Object

	boolKind   = falseKind | trueKind
	numberKind = intKind | floatKind
	anyKind    = nullKind | boolKind | numberKind | stringKind | arrayKind | objectKind
)

func kindBit(k jsontape.Kind) kindSet { return 1 << k }

// A node is one schema. Its fields are grouped by what they ask of an instance;
// a group without keywords is nil.
type node struct {
	// accept are the kinds that `type` allows. For a schema that asks for integers
	// but not for numbers, floatKind is in it and integral is set.
	accept kindSet

	// possible are the kinds for which the node as a whole can succeed, as far as
	// types alone can tell. Other kinds fail; why is a question for the report.
	possible kindSet

	// inspect are the kinds for which there is more to ask than possible answers.
	inspect kindSet

	integral bool

	// whole says that no number with a fraction can succeed, for whatever reason.
	whole bool

	// looped says that the node can be reached from itself without going to
	// another instance.
	looped bool

	// tangled says that a looped node can be reached, or is this one, without going to
	// another instance.
	tangled bool

	values  *valueRule
	text    *assertionList // on strings
	number  *assertionList // on numbers
	object  *objectRule
	array   *arrayRule
	combine *combineRule
	rest    *restRule

	// streamed says that a value can be held against the node while it is read.
	streamed bool

	id    uint32
	place resource.Place
	types []string // as `type` lists them, for the report

	uri    atomic.Pointer[string] // see location
	listed atomic.Pointer[List]   // see Failure.Names
}

// An edge leads from a schema to one of its subschemas. What stands beside the
// node is the way there, for the report: the keyword, the name or index below it,
// and the references that were followed without anything being asked on the way.
type edge struct {
	node    *node
	keyword string
	name    string
	named   bool
	via     *detour
}

// A detour is a schema that is nothing but a reference: it has no node of its own, and
// lies between an edge and the node that it leads to.
type detour struct {
	place   resource.Place
	keyword string // of the reference
	next    *detour
}

// valueRule is `enum` or `const`: the instance equals one of the values.
type valueRule struct {
	keyword  string
	kinds    kindSet // of null, true and false, the ones that are values
	strings  *dictionary
	numbers  []number.Decimal
	compound []uint32 // arrays and objects, in the schema's document
	tape     *jsontape.Tape
	list     []uint32 // all values in the order of the schema

	written atomic.Pointer[List] // see Failure.Values
}

// objectRule holds everything that looks at properties one by one.
type objectRule struct {
	names      *dictionary // of every name that a keyword mentions
	members    []member    // parallel to names: what a run looks at first
	properties []property  // parallel to names
	patterns   []patternEdge
	byName     *nameMatches // nil where there are no patterns
	additional *edge        // nil where there is no additionalProperties
	closed     bool         // additionalProperties: false
	others     *node        // for names that neither `properties` nor a pattern has; nil where there may be none
	namesRule  *edge        // propertyNames

	everyName, otherNames bool // checkByName is for every name, or for those that `properties` does not have

	leaves *assertionList

	required []int32 // into properties, in the order of the schema
	needed   uint64  // the same as a set, where all of them are below 64
	sparse   bool    // some are not

	dependent []dependency
	listed    bool // `properties` is there
}

// A property is a name that a keyword mentions.
type property struct {
	edge edge // node is nil where `properties` does not have it
}

// A member is what is asked of a property in most cases: whether it is this name, and
// whether the kind of the value settles the rest.
type member struct {
	node    *node  // nil where `properties` does not have the name
	bit     uint64 // of the set of names that are there; 0 for those after the first 64
	settled kindSet
	guess   jsontape.Guess

	// For reading: the schema for the value where there is one, and the kinds that settle
	// the rest then. Where there are patterns, that is found out later, see matches.
	reader *node
	ready  kindSet
}

type patternEdge struct {
	pattern *pattern.Pattern
	edge    edge
}

// A dependency says what the presence of a property asks for.
type dependency struct {
	property int32   // into properties
	required []int32 // into properties
	edge     *edge   // the whole object is held against it
	keyword  string
}

// arrayRule holds everything that looks at items.
type arrayRule struct {
	prefix            []edge
	items             *edge // for those after the prefix
	closed            bool  // no item may follow the prefix
	closedBy          string
	leaves, late      *assertionList // late ones are checked after the items
	most              int            // maxItems, if the array is closed after no fewer items; -1 otherwise
	contains          *edge
	minContains       int
	maxContains       int // -1 where there is none
	containsEvaluates bool
}

// combineRule holds the schemas that are applied to the same instance.
type combineRule struct {
	gate *gate // then it is all that there is

	all   []edge // allOf and references
	any   []edge
	one   []edge
	not   *edge
	cond  *edge // if
	then  *edge
	other *edge // else

	chosen *discriminator // of any or one; nil if there is none

	// strictOne are the same alternatives where unknown properties are refused. Which
	// one is meant is decided without regard to that; it must hold then.
	strictOne []edge
}

// restRule is what is asked of those children that nothing else has evaluated.
type restRule struct {
	properties       *edge
	propertiesClosed bool
	known            *nameSet // not nil if it is the option that closes the object, not the schema
	items            *edge
	itemsClosed      bool
}

// maxApplied bounds how deep schemas may be applied within one another, which
// bounds the stack. A payload within the default depth limit comes nowhere near it.
const maxApplied = 200_000

// Schemas calls visit for every schema of the program, those that are nothing but a reference
// included.
func (p *Program) Schemas(visit func(schema resource.Place)) {
	for _, n := range p.nodes {
		visit(n.place)
	}
	for _, d := range p.detours {
		visit(d.place)
	}
}

// keyword is the one to name for a property that nothing provides for. Where it was
// not the schema that asked for closure, that is the list it is not on.
func (r *restRule) keyword() string {
	if r.known != nil {
		return "properties"
	}
	return "unevaluatedProperties"
}

// child is the schema that `properties` has for the k-th name, nil if it has none.
func (r *objectRule) child(k int) *node {
	if k < 0 {
		return nil
	}
	return r.properties[k].edge.node
}
