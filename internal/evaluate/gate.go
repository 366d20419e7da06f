package evaluate

import "github.com/verdict-lint/verdict/internal/program"

// pass applies the schema that a gate leads to.
func (e *Evaluator) pass(g *program.Gate, i uint32, marks []uint64) bool {
	outer := e.scope
	to := e.through(g)
	ok := e.applyEdge(to, i, marks)
	e.scope = outer
	return ok
}

// through returns the edge that a gate selects. It changes the scope, which the caller restores.
func (e *Evaluator) through(g *program.Gate) *program.Edge {
	if g.Enters != nil {
		e.scope = e.scopes.Enter(e.scope, g.Enters)
		return &g.To
	}
	if place, ok := e.scope.Find(g.Anchor); ok {
		if to, ok := g.Targets.Edges[place]; ok {
			return to
		}
	}
	return &g.To
}
