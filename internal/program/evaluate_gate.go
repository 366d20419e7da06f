package program

// pass applies the schema that a gate leads to.
func (e *Evaluator) pass(g *gate, i uint32, marks []uint64) bool {
	outer := e.scope
	to := e.through(g)
	ok := e.applyEdge(to, i, marks)
	e.scope = outer
	return ok
}

// through is where a gate leads. It changes the scope, which the caller restores.
func (e *Evaluator) through(g *gate) *edge {
	if g.enters != nil {
		e.scope = e.scopes.enter(e.scope, g.enters)
		return &g.to
	}
	if place, ok := e.scope.find(g.anchor); ok {
		if to, ok := g.targets.edges[place]; ok {
			return to
		}
	}
	return &g.to
}
