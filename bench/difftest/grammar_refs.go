package difftest

import (
	"strconv"

	"github.com/verdict-lint/verdict"
)

// This file draws definitions, embedded resources, anchors and
// references.

// extend makes the root an extension of the embedded resource, which refers
// dynamically to its extension, as dynamic scope is intended (Core 2020-12,
// appendix C). That would be rare by chance.
func (g *grammar) extend(root map[string]any) {
	root["$ref"] = "embedded.json"
	resource := root[g.defsKeyword()].(map[string]any)["embedded"].(map[string]any)
	recursion := map[string]any{"$recursiveRef": "#"}
	if g.draft == verdict.Draft2020 {
		recursion = map[string]any{"$dynamicRef": pick(g.dice, "#tree", "#tree", "embedded.json#tree")}
		if !g.embeddedTree {
			recursion["$dynamicRef"] = "root.json#tree"
		}
	}
	switch g.IntN(4) {
	case 0:
		resource["items"] = recursion
	case 1:
		resource["additionalProperties"] = recursion
	case 2:
		resource["properties"] = map[string]any{"a": recursion, "b": map[string]any{"items": recursion}}
	default:
		resource["properties"] = map[string]any{"a": map[string]any{"anyOf": []any{g.leaf(), recursion}}}
	}
	if g.oneIn(2) {
		root["unevaluatedProperties"] = false
	}
	if g.oneIn(4) {
		root["unevaluatedItems"] = false
	}
}

// defsKeyword returns the keyword that contains definitions.
func (g *grammar) defsKeyword() string {
	if g.draft >= verdict.Draft2019 {
		return "$defs"
	}
	return "definitions"
}

func (g *grammar) idKeyword() string {
	if g.draft == verdict.Draft4 {
		return "id"
	}
	return "$id"
}

// addDefinitions adds targets of references. A definition refers in place only
// to those after it, and the embedded resource, which is last, to none,
// so that no schema refers to itself without a step into the instance.
func (g *grammar) addDefinitions(root map[string]any) {
	if g.dynamic {
		g.addDynamicAnchor(root, "tree")
	}
	if g.defs == 0 && !g.embedded {
		return
	}
	definitions := map[string]any{}
	root[g.defsKeyword()] = definitions
	for i := range g.defs {
		g.budget += 4
		definitions[definitionName(i)] = g.definition(i)
	}
	if g.embedded {
		definitions["embedded"] = g.resource()
	}
}

func definitionName(i int) string { return "d" + strconv.Itoa(i) }

// definition draws a definition, with an anchor for references:
// $anchor, or before 2019-09 an $id that is a fragment alone.
func (g *grammar) definition(i int) any {
	s := g.object(place{def: i}, 1+g.IntN(3))
	if !g.anchors {
		return s
	}
	if g.draft >= verdict.Draft2019 {
		s["$anchor"] = definitionName(i)
		return s
	}
	delete(s, "$ref") // the $id next to it would be ignored
	s[g.idKeyword()] = "#" + definitionName(i)
	return s
}

// resource draws the embedded resource, which has a definition of its own.
func (g *grammar) resource() any {
	g.budget += 6
	s := g.object(place{def: g.defs, embedded: true}, 1+g.IntN(3))
	delete(s, "$ref") // before 2019-09, the $id next to it would be ignored
	s[g.idKeyword()] = pick(g.dice, "embedded.json", embeddedURI)
	inner := g.object(place{def: g.defs + 1, embedded: true}, 1)
	s[g.defsKeyword()] = map[string]any{"inner": inner}
	if g.embeddedTree {
		g.addDynamicAnchor(s, "tree")
	}
	if g.dynamic && g.oneIn(3) {
		g.addDynamicAnchor(inner, "leaf")
	}
	return s
}

// addDynamicAnchor makes a resource a possible target of dynamic or recursive
// references.
func (g *grammar) addDynamicAnchor(s map[string]any, name string) {
	switch g.draft {
	case verdict.Draft2019:
		s["$recursiveAnchor"] = !g.oneIn(4)
	case verdict.Draft2020:
		s["$dynamicAnchor"] = name
	}
}

// addRef adds a reference to a definition: to any of them if a step into
// the instance is in between, or else to a later one.
func (g *grammar) addRef(s map[string]any, at place) {
	if targets := g.targets(at); len(targets) > 0 {
		s["$ref"] = pick(g.dice, targets...)
	}
}

// targets returns the targets that a reference at the place may have.
func (g *grammar) targets(at place) []string {
	var targets []string
	base := ""
	if at.embedded { // a fragment alone means the embedded resource there
		base = pick(g.dice, "root.json", rootURI)
	}
	start := at.def + 1
	if at.stepped {
		start = 0
		targets = append(targets, base+"#", rootURI)
		if g.dynamic && g.draft == verdict.Draft2020 {
			targets = append(targets, base+"#tree")
		}
	}
	pointer := "#/" + g.defsKeyword() + "/"
	for i := start; i < g.defs; i++ {
		targets = append(targets, base+pointer+definitionName(i))
		if g.anchors {
			targets = append(targets, base+"#"+definitionName(i))
		}
	}
	if g.embedded && (at.stepped || at.def < g.defs) {
		targets = append(targets, "embedded.json", embeddedURI, embeddedURI+pointer+"inner")
		if at.embedded {
			targets = append(targets, "#", pointer+"inner")
		}
	}
	return targets
}

// addDynamicRef adds a dynamic reference, but only if a step into the instance
// is before it, because it may refer to any resource.
func (g *grammar) addDynamicRef(s map[string]any, at place) {
	if !at.stepped {
		return
	}
	targets := g.targets(at) // without a dynamic anchor it is like $ref
	if g.dynamic {
		targets = append(targets, rootURI+"#tree", "root.json#tree")
		if !at.embedded || g.embeddedTree {
			targets = append(targets, "#tree", "#tree", "#tree")
		}
	}
	s["$dynamicRef"] = pick(g.dice, targets...)
}

// The URIs of the root and the embedded resource.
const (
	rootURI     = "http://bench.invalid/dir/root.json"
	embeddedURI = "http://bench.invalid/dir/embedded.json"
)
