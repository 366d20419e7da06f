package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// unusedDefinition reports a definition that nothing in its file refers to. If the file uses
// none of its definitions, or a file next to it uses one, they are for other files.
var unusedDefinition = Rule{
	Name:            "unused-definition",
	Severity:        finding.Warning,
	CheckSchemaFile: checkUnusedDefinitions,
}

func checkUnusedDefinitions(f *SchemaFile) {
	used := f.reachable()
	anyUsed := false
	for _, s := range f.schemas {
		anyUsed = anyUsed || isDefinition(s) && used[s]
	}
	if !anyUsed || !f.schemas[0].constrains() || f.IsShared != nil && f.IsShared() {
		return
	}
	for _, s := range f.schemas {
		if isDefinition(s) && !used[s] && used[s.parent] && !s.hasIdentifier() {
			key := s.place.Node - 1
			if name := f.tape.String(key); name == "" || strings.IndexByte("/_$#", name[0]) >= 0 {
				continue // a comment
			}
			f.report(key, fmt.Sprintf("nothing in this file refers to the definition %s; remove it, unless other files do", f.tape.Raw(key)), nil)
		}
	}
}

// constrains reports whether a schema has a keyword.
func (s *subschema) constrains() bool {
	for name := range s.keys {
		if _, _, ok := program.Drafts(name); ok {
			return true
		}
	}
	return false
}

func isDefinition(s *subschema) bool { return s.within == "definitions" || s.within == "$defs" }

// identifiers are the keywords that name a schema.
var identifiers = []string{"$id", "id", "$anchor", "$dynamicAnchor"}

// isNamed reports whether a schema has an identifier that other documents can refer to it by.
func (s *subschema) isNamed() bool {
	for _, keyword := range identifiers {
		if s.keys[keyword] != 0 {
			return true
		}
	}
	return false
}

// hasIdentifier reports whether a schema, or anything in it, seems to have an identifier.
func (s *subschema) hasIdentifier() bool {
	for node := s.place.Node + 1; node < s.tape.Nodes[s.place.Node].Next; node++ {
		if s.tape.Nodes[node].Kind() != jsontape.Key || s.tape.Nodes[node+1].Kind() != jsontape.String {
			continue
		}
		if slices.Contains(identifiers, s.tape.String(node)) {
			return true
		}
	}
	return false
}

// holder returns the innermost schema that has a node in it, though no keyword of it has.
func (f *SchemaFile) holder(node uint32) *subschema {
	i, _ := slices.BinarySearchFunc(f.byNode, node, func(s *subschema, node uint32) int { return cmp.Compare(s.place.Node, node) })
	if i == 0 {
		return nil
	}
	s := f.byNode[i-1]
	for s != nil && node >= f.tape.Nodes[s.place.Node].Next {
		s = s.parent
	}
	return s
}

// reachable returns the schemas that apply to some payload, or may: the root, what
// references lead to, and what is in these, except definitions. A definition is reachable too
// if a schema in it is.
func (f *SchemaFile) reachable() map[*subschema]bool {
	inner := make(map[*subschema][]*subschema)
	for _, s := range f.schemas {
		if s.parent != nil && !isDefinition(s) {
			inner[s.parent] = append(inner[s.parent], s)
		}
	}
	targets := make(map[*subschema][]resource.Place)
	for _, r := range f.refs {
		if r.err == nil && r.target.Resource.Document == f.Root.Document {
			targets[r.from] = append(targets[r.from], r.target)
		}
	}
	used := make(map[*subschema]bool)
	var visit func(s *subschema)
	visit = func(s *subschema) {
		if s == nil || used[s] {
			return
		}
		used[s] = true
		for up := s.parent; up != nil; up = up.parent {
			visit(up)
		}
		for _, s := range inner[s] {
			visit(s)
		}
		for _, target := range targets[s] {
			visit(f.at[target.Node])
			visit(f.holder(target.Node))
		}
	}
	for _, s := range f.schemas {
		if s.within == rootSchema || s.isNamed() {
			visit(s)
		}
	}
	return used
}
