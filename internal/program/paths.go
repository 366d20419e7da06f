package program

import (
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file lists the paths of the properties that a schema declares, for counting values by them.

// A Path stands for all values of an instance whose JSON Pointers differ only in the indices of items
// and in names that the schema does not declare.
type Path struct {
	// Pointer is the JSON Pointer with "*" for each of those indices and names. A declared name that
	// is "*" is written "~2".
	Pointer string

	Names    Dictionary       // the names that the schemas for the value mention
	Guesses  []jsontape.Guess // of Names
	Children []int32          // the paths of Names, as indices in Paths

	// Others is the path of items and of properties that are not declared. If it is 0, the schemas say
	// nothing about properties or items, and there are no Names.
	Others int32
}

// Paths are the paths of a schema; the first is that of the instance. Names are those of all schemas
// that may apply to a value, through references and in each alternative, but not in `not`.
type Paths []Path

const (
	// maxPaths bounds the paths of a schema, and maxPathSteps the schemas and patterns that are looked
	// at for them. The paths left out are the longest.
	maxPaths     = 10_000
	maxPathSteps = 1 << 22

	// maxRecursion is how often the same schemas may apply along a path.
	maxRecursion = 2
)

// pathBuilder lists paths, the shortest first.
type pathBuilder struct {
	paths   Paths
	schemas []pathSchemas // by path
	steps   int           // see maxPathSteps
}

// pathSchemas are the schemas that may apply to the values of a path.
type pathSchemas struct {
	nodes  []*Node
	key    string // identifies the set of schemas
	parent int32  // path; -1 for the root
}

// Paths returns the paths of the properties that the schema declares.
func (p *Program) Paths() Paths {
	b := &pathBuilder{}
	root := newApplicable()
	root.add(&p.Root, false)
	b.add("", root.nodes, -1)
	for at := 0; at < len(b.paths); at++ {
		if !b.repeated(int32(at)) {
			b.expand(int32(at))
		}
	}
	return b.paths
}

// add adds a path and returns its index, 0 if there are too many.
func (b *pathBuilder) add(pointer string, nodes []*Node, parent int32) int32 {
	if len(b.paths) == maxPaths {
		return 0
	}
	ids := make([]uint32, len(nodes))
	for k, n := range nodes {
		ids[k] = n.ID
	}
	slices.Sort(ids)
	var key []byte
	for _, id := range ids {
		key = append(strconv.AppendUint(key, uint64(id), 36), ' ')
	}
	b.paths = append(b.paths, Path{Pointer: pointer})
	b.schemas = append(b.schemas, pathSchemas{nodes, string(key), parent})
	b.steps += len(nodes)
	return int32(len(b.paths) - 1)
}

// repeated reports whether the schemas of a path apply too often along it.
func (b *pathBuilder) repeated(at int32) bool {
	times := 0
	for outer := at; outer >= 0; outer = b.schemas[outer].parent {
		if b.schemas[outer].key == b.schemas[at].key {
			times++
		}
	}
	return times > maxRecursion
}

// expand adds the paths of the properties and items of a path.
func (b *pathBuilder) expand(at int32) {
	nodes := b.schemas[at].nodes
	path := Path{Pointer: b.paths[at].Pointer}
	hasOthers := false
	perName := 0 // schemas and patterns
	for _, n := range nodes {
		hasOthers = hasOthers || n.Object != nil || n.Array != nil || n.Rest != nil
		if n.Object != nil {
			perName += 1 + len(n.Object.Patterns)
			for _, name := range n.Object.Names.Texts {
				path.Names.add(name)
			}
		}
	}
	if b.steps += perName * len(path.Names.Texts); !hasOthers || b.steps > maxPathSteps {
		return
	}
	path.Names.settle()
	path.Others = b.add(path.Pointer+"/*", schemasFor(nodes, (*Node).otherEdges), at)
	path.Children = make([]int32, len(path.Names.Texts))
	path.Guesses = make([]jsontape.Guess, len(path.Names.Texts))
	for k, name := range path.Names.Texts {
		path.Guesses[k], _ = jsontape.NewGuess(name)
		path.Children[k] = b.add(path.Pointer+"/"+pathToken(name), schemasFor(nodes, func(n *Node, visit func(*Edge)) { n.declaredEdges(name, visit) }), at)
	}
	b.paths[at] = path
}

// schemasFor returns the schemas that the edges of any of the nodes lead to.
func schemasFor(nodes []*Node, edges func(n *Node, visit func(*Edge))) []*Node {
	a := newApplicable()
	for _, n := range nodes {
		edges(n, func(e *Edge) { a.add(e, false) })
	}
	return a.nodes
}

// declaredEdges calls visit for each edge to a schema for the property of a name.
func (n *Node) declaredEdges(name string, visit func(e *Edge)) {
	if n.Object != nil {
		n.Object.propertyEdges(name, func(e *Edge, _ bool) { visit(e) })
	}
	if n.Rest != nil && n.Rest.Properties != nil {
		visit(n.Rest.Properties)
	}
}

// otherEdges calls visit for each edge to a schema for items, or for properties that are not listed.
func (n *Node) otherEdges(visit func(e *Edge)) {
	var edges []*Edge
	if o := n.Object; o != nil {
		for k := range o.Patterns {
			edges = append(edges, &o.Patterns[k].Edge)
		}
		edges = append(edges, o.Additional)
	}
	if a := n.Array; a != nil {
		for k := range a.Prefix {
			edges = append(edges, &a.Prefix[k])
		}
		edges = append(edges, a.Items, a.Contains)
	}
	if n.Rest != nil {
		edges = append(edges, n.Rest.Properties, n.Rest.Items)
	}
	for _, e := range edges {
		if e != nil {
			visit(e)
		}
	}
}

// pathToken returns a declared name as a token of a path.
func pathToken(name string) string {
	if name == "*" {
		return "~2"
	}
	return jsontape.EscapeToken(name)
}

// Find returns the path of the value at a JSON Pointer, or of the closest value around it that has
// a path; exact is false then.
func (p Paths) Find(pointer string) (at int32, exact bool) {
	for k, token := range strings.Split(pointer, "/") {
		if k == 0 {
			continue // what is before the first slash
		}
		next := p.Child(at, jsontape.UnescapeToken(token))
		if next == 0 {
			return at, false
		}
		at = next
	}
	return at, true
}

// Child returns the path of a property of the values of a path, 0 if it has none.
func (p Paths) Child(at int32, name string) int32 {
	path := &p[at]
	if k := path.Names.Find([]byte(name)); k >= 0 {
		return path.Children[k]
	}
	return path.Others
}
