package difftest

// This file is the grammar: it draws a random schema of a draft. Every keyword
// of the draft that affects validity is a row of one table.

import (
	"encoding/json"
	"strconv"

	"github.com/verdict-lint/verdict"
)

var formats = []string{"date-time", "ipv4", "unknown"}

// dialects are the drafts of schemas, with their $schema.
var dialects = []struct {
	draft verdict.Draft
	uri   string
}{
	{verdict.Draft2020, "https://json-schema.org/draft/2020-12/schema"},
	{verdict.Draft2019, "https://json-schema.org/draft/2019-09/schema"},
	{verdict.Draft7, "http://json-schema.org/draft-07/schema#"},
	{verdict.Draft6, "http://json-schema.org/draft-06/schema#"},
	{verdict.Draft4, "http://json-schema.org/draft-04/schema#"},
}

// A keyword is a keyword of the grammar: the drafts that have it, and a function that adds it to
// a schema.
type keyword struct {
	name        string
	first, last verdict.Draft
	add         func(g *grammar, s map[string]any, at place)
}

// A place is the position of a subschema in the schema.
type place struct {
	depth    int  // subschemas around it
	stepped  bool // whether there is a step into the instance between it and the definition it belongs to
	def      int  // the definition it belongs to; -1 for the root
	embedded bool // within the embedded resource
}

func (p place) inPlace() place { p.depth++; return p }

func (p place) child() place { p.depth++; p.stepped = true; return p }

const (
	first = verdict.Draft4
	last  = verdict.Draft2020
)

// keywords is the grammar.
var keywords = []keyword{
	// Validation, section 6.1: any instance.
	{"type", first, last, func(g *grammar, s map[string]any, _ place) { s["type"] = g.typeList() }},
	{"enum", first, last, func(g *grammar, s map[string]any, _ place) {
		s["enum"] = different(1+g.IntN(4), func() any { return g.value(2) })
	}},
	{"enum", first, last, func(g *grammar, s map[string]any, _ place) { s["enum"] = g.constants() }},
	{"enum", first, last, (*grammar).addLargeEnum},
	{"const", verdict.Draft6, last, func(g *grammar, s map[string]any, _ place) { s["const"] = g.value(2) }},

	// Section 6.2: numbers.
	{"multipleOf", first, last, func(g *grammar, s map[string]any, _ place) {
		s["multipleOf"] = json.Number(pick(g.dice, "1", "2", "0.5", "0.1", "3", "1e-7", "1.0", "7e20"))
	}},
	{"maximum", first, last, (*grammar).addMaximum},
	{"minimum", first, last, (*grammar).addMinimum},

	// Section 6.3: strings.
	{"maxLength", first, last, func(g *grammar, s map[string]any, _ place) { s["maxLength"] = g.count() }},
	{"minLength", first, last, func(g *grammar, s map[string]any, _ place) { s["minLength"] = g.count() }},
	{"pattern", first, last, func(g *grammar, s map[string]any, _ place) { s["pattern"] = pick(g.dice, g.patterns...) }},
	{"format", first, last, func(g *grammar, s map[string]any, _ place) { s["format"] = pick(g.dice, formats...) }},

	// Section 6.4 and Core, section 10.3.1: arrays.
	{"maxItems", first, last, func(g *grammar, s map[string]any, _ place) { s["maxItems"] = g.count() }},
	{"minItems", first, last, func(g *grammar, s map[string]any, _ place) { s["minItems"] = g.count() }},
	{"uniqueItems", first, last, func(g *grammar, s map[string]any, _ place) { s["uniqueItems"] = !g.oneIn(4) }},
	{"items", first, last, func(g *grammar, s map[string]any, at place) { s["items"] = g.schema(at.child()) }},
	{"items", first, verdict.Draft2019, func(g *grammar, s map[string]any, at place) { s["items"] = g.schemas(at.child()) }},
	{"prefixItems", verdict.Draft2020, last, func(g *grammar, s map[string]any, at place) { s["prefixItems"] = g.schemas(at.child()) }},
	{"additionalItems", first, verdict.Draft2019, func(g *grammar, s map[string]any, at place) { s["additionalItems"] = g.orBool(at.child()) }},
	{"contains", verdict.Draft6, last, (*grammar).addContains},
	{"unevaluatedItems", verdict.Draft2019, last, func(g *grammar, s map[string]any, at place) { s["unevaluatedItems"] = g.orBool(at.child()) }},

	// Section 6.5 and Core, section 10.3.2: objects.
	{"maxProperties", first, last, func(g *grammar, s map[string]any, _ place) { s["maxProperties"] = g.count() }},
	{"minProperties", first, last, func(g *grammar, s map[string]any, _ place) { s["minProperties"] = g.count() }},
	{"required", first, last, func(g *grammar, s map[string]any, _ place) { s["required"] = g.nameList() }},
	{"properties", first, last, func(g *grammar, s map[string]any, at place) { s["properties"] = g.schemaMap(g.names, at.child()) }},
	{"properties", first, last, func(g *grammar, s map[string]any, at place) { s["properties"] = g.schemaMap(g.names, at.child()) }},
	{"properties", first, last, (*grammar).addManyProperties},
	{"patternProperties", first, last, func(g *grammar, s map[string]any, at place) {
		s["patternProperties"] = g.schemaMap(g.patterns, at.child())
	}},
	{"additionalProperties", first, last, func(g *grammar, s map[string]any, at place) { s["additionalProperties"] = g.orBool(at.child()) }},
	{"propertyNames", verdict.Draft6, last, func(g *grammar, s map[string]any, at place) { s["propertyNames"] = g.schema(at.child()) }},
	{"unevaluatedProperties", verdict.Draft2019, last, func(g *grammar, s map[string]any, at place) {
		s["unevaluatedProperties"] = g.orBool(at.child())
	}},
	{"dependencies", first, verdict.Draft7, (*grammar).addDependencies},
	{"dependentRequired", verdict.Draft2019, last, func(g *grammar, s map[string]any, _ place) {
		s["dependentRequired"] = map[string]any{pick(g.dice, g.names...): g.nameList()}
	}},
	{"dependentSchemas", verdict.Draft2019, last, func(g *grammar, s map[string]any, at place) {
		s["dependentSchemas"] = g.schemaMap(g.names, at.inPlace())
	}},

	// Core, section 10.2: in place.
	{"allOf", first, last, func(g *grammar, s map[string]any, at place) { s["allOf"] = g.schemas(at.inPlace()) }},
	{"anyOf", first, last, func(g *grammar, s map[string]any, at place) { s["anyOf"] = g.schemas(at.inPlace()) }},
	{"oneOf", first, last, func(g *grammar, s map[string]any, at place) { s["oneOf"] = g.schemas(at.inPlace()) }},
	{"oneOf", first, last, (*grammar).addUnion},
	{"oneOf", first, last, (*grammar).addLeaves},
	{"not", first, last, func(g *grammar, s map[string]any, at place) { s["not"] = g.schema(at.inPlace()) }},
	{"if", verdict.Draft7, last, (*grammar).addIf},
	{"allOf", verdict.Draft7, last, (*grammar).addChoices},

	// Core, section 8.2.3: references.
	{"$ref", first, last, (*grammar).addRef},
	{"$ref", first, last, (*grammar).addRef},
	{"$recursiveRef", verdict.Draft2019, verdict.Draft2019, func(_ *grammar, s map[string]any, at place) {
		if at.stepped {
			s["$recursiveRef"] = "#"
		}
	}},
	{"$dynamicRef", verdict.Draft2020, last, (*grammar).addDynamicRef},

	// Validation, section 8: content, asserted by draft 7 only.
	{"contentEncoding", verdict.Draft7, last, func(_ *grammar, s map[string]any, _ place) { s["contentEncoding"] = "base64" }},
	{"contentMediaType", verdict.Draft7, last, func(_ *grammar, s map[string]any, _ place) { s["contentMediaType"] = "application/json" }},

	// Keywords that do not affect validity, and names that are not keywords.
	{"title", first, last, func(g *grammar, s map[string]any, _ place) {
		s[pick(g.dice, "title", "description", "$comment", "x-unknown")] = "a"
	}},
	{"default", first, last, func(g *grammar, s map[string]any, _ place) { s["default"] = g.value(1) }},
}

// A grammar draws one schema.
type grammar struct {
	dice
	draft    verdict.Draft
	keywords []keyword
	budget   int // the number of subschemas that may still be created
	defs     int // the number of definitions
	embedded bool
	anchors  bool // whether they can be named by an anchor
	dynamic  bool // whether the root has a dynamic or recursive anchor

	embeddedTree bool // whether the embedded resource has it too
}

// A Draw is a random schema that draws payloads for itself.
type Draw struct {
	dice
	Schema map[string]any
	Draft  verdict.Draft
}

// NewDraw draws a schema. Half of the schemas consist of few keywords, and half of few words, so
// that several keywords are often about the same value, and several values often equal.
func NewDraw(c Choices) *Draw {
	d := newDice(c)
	dialect := dialects[d.IntN(len(dialects))]
	if d.oneIn(2) {
		d.words = d.few()
	}
	g := &grammar{
		dice:     d,
		draft:    dialect.draft,
		budget:   4 + d.IntN(20),
		defs:     d.IntN(3),
		embedded: d.oneIn(4),
		anchors:  d.oneIn(3),
		dynamic:  d.oneIn(3),
	}
	g.embeddedTree = g.dynamic && d.oneIn(2)
	focused := d.oneIn(2)
	for _, k := range keywords {
		if k.first <= g.draft && g.draft <= k.last && (!focused || d.oneIn(4)) {
			g.keywords = append(g.keywords, k)
		}
	}
	extends := g.draft >= verdict.Draft2019 && d.oneIn(5)
	if extends {
		g.embedded, g.dynamic, g.embeddedTree = true, true, !d.oneIn(8)
	}
	root := g.object(place{def: -1}, 1+d.IntN(5))
	if focused && d.oneIn(2) {
		root[pick(d, "properties", "patternProperties")] = g.schemaMap(pick(d, d.names, d.patterns), place{def: -1}.child())
	}
	root["$schema"] = dialect.uri
	g.addDefinitions(root)
	if extends {
		g.extend(root)
	}
	return &Draw{d, root, g.draft}
}

// schema draws a subschema.
func (g *grammar) schema(at place) any {
	g.budget--
	if g.draft >= verdict.Draft6 && g.oneIn(8) {
		return !g.oneIn(3)
	}
	if g.budget <= 0 || at.depth > 6 {
		return g.leaf()
	}
	return g.object(at, 1+g.IntN(3))
}

// leaf draws a subschema that has none of its own.
func (g *grammar) leaf() any {
	s := map[string]any{}
	switch g.IntN(8) {
	case 0, 1, 2:
		s["type"] = g.typeList()
	case 3:
		g.addConst(s, g.scalar())
	case 4:
		s["enum"] = g.constants()
	case 5:
		g.addMinimum(s, place{})
	case 6:
		s["maxLength"] = g.count()
	}
	return s
}

// addConst adds a keyword that only one value satisfies.
func (g *grammar) addConst(s map[string]any, v any) {
	if g.draft == verdict.Draft4 {
		s["enum"] = []any{v}
		return
	}
	s["const"] = v
}

// object draws a schema of up to n keywords.
func (g *grammar) object(at place, n int) map[string]any {
	s := map[string]any{}
	if len(g.keywords) == 0 {
		return s
	}
	for range n {
		g.keywords[g.IntN(len(g.keywords))].add(g, s, at)
	}
	return s
}

func (g *grammar) schemas(at place) []any {
	all := make([]any, 1+g.IntN(3))
	for i := range all {
		all[i] = g.schema(at)
	}
	return all
}

func (g *grammar) schemaMap(keys []string, at place) map[string]any {
	m := map[string]any{}
	for range 1 + g.IntN(3) {
		m[pick(g.dice, keys...)] = g.schema(at)
	}
	return m
}

func (g *grammar) orBool(at place) any {
	if g.oneIn(2) {
		return g.oneIn(4)
	}
	return g.schema(at)
}

func (g *grammar) count() any {
	if g.draft >= verdict.Draft6 && g.oneIn(6) {
		return json.Number(strconv.Itoa(g.IntN(4)) + ".0")
	}
	return json.Number(strconv.Itoa(g.IntN(4)))
}

func (g *grammar) typeList() any {
	if g.oneIn(3) {
		list := []any{}
		for _, t := range some(g.dice, 2+g.IntN(2), g.types) {
			list = append(list, t)
		}
		return list
	}
	return pick(g.dice, g.types...)
}

func (g *grammar) nameList() []any {
	list := []any{}
	for _, name := range some(g.dice, 1+g.IntN(2), g.names) {
		list = append(list, name)
	}
	return list
}

func (g *grammar) addMaximum(s map[string]any, _ place) { g.addBound(s, "maximum", "exclusiveMaximum") }
func (g *grammar) addMinimum(s map[string]any, _ place) { g.addBound(s, "minimum", "exclusiveMinimum") }

// addBound adds a bound, which may be exclusive: with a boolean next to it in draft 4, or as a
// number of its own since draft 6.
func (g *grammar) addBound(s map[string]any, bound, exclusive string) {
	number := json.Number(pick(g.dice, g.numbers...))
	switch {
	case g.draft == verdict.Draft4:
		s[bound] = number
		if g.oneIn(2) {
			s[exclusive] = !g.oneIn(3)
		}
	case g.oneIn(2):
		s[exclusive] = number
	default:
		s[bound] = number
	}
}

func (g *grammar) addContains(s map[string]any, at place) {
	s["contains"] = g.schema(at.child())
	if g.draft < verdict.Draft2019 {
		return
	}
	if g.oneIn(3) {
		s["minContains"] = g.count()
	}
	if g.oneIn(3) {
		s["maxContains"] = g.count()
	}
}

func (g *grammar) addDependencies(s map[string]any, at place) {
	dependency := any(g.nameList())
	if g.oneIn(2) {
		dependency = g.schema(at.inPlace())
	}
	s["dependencies"] = map[string]any{pick(g.dice, g.names...): dependency}
}

func (g *grammar) addIf(s map[string]any, at place) {
	if !g.oneIn(8) {
		s["if"] = g.schema(at.inPlace())
	}
	if !g.oneIn(3) {
		s["then"] = g.schema(at.inPlace())
	}
	if !g.oneIn(3) {
		s["else"] = g.schema(at.inPlace())
	}
}
