package evaluate

import (
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// Applied calls visit for each value of the document and each schema that is applied to it
// unconditionally: by properties, items, a reference or allOf, but not by anyOf, oneOf, if or
// similar keywords. A schema may be visited more than once. The number of visits is bounded: of
// very many schemas, only the first are visited.
func (e *Evaluator) Applied(p *program.Program, doc *jsontape.Tape, visit func(i uint32, schema resource.Place)) {
	e.observe(p, doc, &visitor{visit, 1<<16 + 64*len(doc.Nodes)}, true)
}

// A visitor is the observer of Applied.
type visitor struct {
	visit func(i uint32, schema resource.Place)
	left  int // schemas that may still be visited
}

func (v *visitor) enter(s step, i uint32) (mark int, observe bool) {
	if v.left == 0 || !unconditional(s.edge.Keyword) {
		return 0, false
	}
	v.left--
	for d := s.edge.Via; d != nil; d = d.Next {
		v.visit(i, d.Place)
	}
	v.visit(i, s.edge.Node.Place)
	return 0, true
}

// unconditional reports whether a keyword applies its schemas independently of the values.
func unconditional(keyword string) bool {
	switch keyword {
	case "", "properties", "patternProperties", "additionalProperties", "items", "prefixItems", "additionalItems",
		"allOf", "$ref", "$dynamicRef", "$recursiveRef":
		return true
	}
	return false
}

func (v *visitor) leave(step, int, bool)   {}
func (v *visitor) fail(Failure)            {}
func (v *visitor) annotate(string, []byte) {}
func (v *visitor) cut()                    {}
