// This file defines the syntax tree of a pattern.

package pattern

// A kind is the kind of a node of the syntax tree.
type kind uint8

const (
	kindSet             kind = iota // one code point of set
	kindConcat                      // the children one after the other; the empty text if there are none
	kindAlternate                   // any one of the children
	kindRepeat                      // the child, min to max times
	kindGroup                       // the child, captured as number index
	kindBackReference               // what the group number index captured
	kindStart                       // ^
	kindEnd                         // $
	kindWordBoundary                // \b
	kindNotWordBoundary             // \B
	kindLook                        // empty; the child must match after it, or before it if behind; must not match if negative
)

// unlimited is the max of a repetition without an upper bound.
const unlimited = -1

type node struct {
	kind     kind
	set      *set
	children []*node
	min, max int
	lazy     bool
	index    int
	behind   bool
	negative bool
}

func concat(children ...*node) *node {
	if len(children) == 1 {
		return children[0]
	}
	return &node{kind: kindConcat, children: children}
}

func alternate(children ...*node) *node {
	if len(children) == 1 {
		return children[0]
	}
	return &node{kind: kindAlternate, children: children}
}

// contains reports whether the tree has a node of kind k.
func (n *node) contains(k kind) bool {
	if n.kind == k {
		return true
	}
	for _, child := range n.children {
		if child.contains(k) {
			return true
		}
	}
	return false
}

// count returns the number of nodes of kind k in the tree.
func (n *node) count(k kind) int {
	total := 0
	if n.kind == k {
		total = 1
	}
	for _, child := range n.children {
		total += child.count(k)
	}
	return total
}
