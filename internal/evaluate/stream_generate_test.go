package evaluate

// This file generates random schemas and payloads for FuzzStreamAgreesWithTape.

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// A generator makes schemas, most of which can be streamed.
type generator struct{ *rand.Rand }

// A sketch is a schema, and a way to write values that mostly satisfy it.
type sketch struct {
	text     string
	instance func() string
}

var fuzzNames = []string{
	"a", "b", "id", "kind", "name", "name2", "exactly16bytes..", "seventeen bytes..", "twenty-one bytes long",
	"twenty-two bytes long.", "a name that is longer than what is compared at once", "", "é", "a/b", "~", `quote\"d`, "tab\\t",
}

func (g *generator) space() string {
	return []string{"", "", "", " ", "\n", "\t \r\n"}[g.IntN(6)]
}

// written returns a name, sometimes with an escape.
func (g *generator) written(name string) string {
	if g.IntN(40) == 0 && name != "" && name[0] < 0x80 && name[0] != '\\' {
		return fmt.Sprintf(`"\u%04x%s"`, name[0], name[1:])
	}
	return `"` + name + `"`
}

func (g *generator) container(depth int) sketch {
	switch g.IntN(6) {
	case 0, 1:
		return g.array(depth)
	case 2:
		if depth < 4 {
			return g.combined(depth)
		}
	}
	return g.object(depth)
}

func (g *generator) object(depth int) sketch {
	names := append([]string(nil), fuzzNames...)
	g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	names = names[:1+g.IntN(6)]
	children := make([]sketch, len(names))
	var properties, required []string
	for i, name := range names {
		children[i] = g.any(depth + 1)
		if g.IntN(8) > 0 {
			properties = append(properties, `"`+name+`":`+children[i].text)
		}
		if g.IntN(3) == 0 || len(properties) == 0 {
			required = append(required, `"`+name+`"`)
		}
	}
	rest := []string{"", "", "", `,"additionalProperties":false`, `,"unevaluatedProperties":false`, `,"unevaluatedProperties":{"type":"string"}`}[g.IntN(6)]
	text := fmt.Sprintf(`{"type":"object","properties":{%s},"required":[%s]%s}`, strings.Join(properties, ","), strings.Join(required, ","), rest)
	return sketch{text, func() string {
		var members []string
		for i, name := range names {
			if g.IntN(12) > 0 {
				members = append(members, g.space()+g.written(name)+g.space()+":"+g.space()+children[i].instance()+g.space())
			}
			if g.IntN(12) == 0 {
				members = append(members, g.written(fuzzNames[g.IntN(len(fuzzNames))])+":"+g.value())
			}
		}
		if g.IntN(4) == 0 {
			g.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		}
		return "{" + strings.Join(members, ",") + "}"
	}}
}

func (g *generator) array(depth int) sketch {
	item := g.any(depth + 1)
	least, most := g.IntN(2), 2+g.IntN(4)
	items := []string{
		`"items":ITEM`, `"items":ITEM`, `"items":ITEM`, `"items":ITEM,"uniqueItems":true`, `"uniqueItems":true`, `"prefixItems":[ITEM,{"type":"string"}],"items":ITEM`,
		`"prefixItems":[ITEM,ITEM,ITEM],"items":false`,
	}[g.IntN(7)]
	text := fmt.Sprintf(`{"type":"array",%s,"minItems":%d,"maxItems":%d}`, strings.ReplaceAll(items, "ITEM", item.text), least, most)
	return sketch{text, func() string {
		items := make([]string, least+g.IntN(most))
		for i := range items {
			items[i] = g.space() + item.instance() + g.space()
		}
		return "[" + strings.Join(items, ",") + "]"
	}}
}

func (g *generator) any(depth int) sketch {
	switch g.IntN(10) {
	case 0, 1, 2:
		if depth < 4 {
			return g.container(depth)
		}
	case 3:
		return g.wrapped(depth)
	case 4, 5, 6:
		return g.text()
	}
	return g.scalar()
}

// conditional is a schema for objects with conditions on the values of properties.
func (g *generator) conditional(depth int) sketch {
	values := []sketch{g.text(), g.any(depth + 2), g.any(depth + 2)}
	if depth < 3 && g.IntN(3) == 0 {
		values[2] = g.conditional(depth + 1)
	}
	forms := []string{
		`{"oneOf":[{"properties":{"kind":{"const":"a"},"a":%[2]s},"required":["kind"]},{"properties":{"kind":{"enum":["b","é"]},"b":%[3]s},"additionalProperties":false}]}`,
		`{"oneOf":[{"properties":{"kind":%[1]s,"a":%[2]s}},{"properties":{"kind":{"type":"integer"},"a":%[3]s}},{"required":["b"],"properties":{"b":%[2]s}}]}`,
		`{"anyOf":[{"properties":{"a":%[2]s},"required":["a"]},{"properties":{"b":%[3]s},"additionalProperties":%[1]s},{"properties":{"kind":%[1]s,"a":%[3]s}}],"minProperties":1}`,
		`{"if":{"properties":{"kind":%[1]s}},"then":{"properties":{"a":%[2]s},"required":["b"]},"else":{"properties":{"a":%[3]s,"b":false}},"properties":{"id":%[1]s}}`,
		`{"if":{"properties":{"a":%[2]s},"required":["a"]},"then":{"properties":{"b":%[3]s}},"properties":{"b":%[2]s},"additionalProperties":%[1]s}`,
		`{"not":{"properties":{"a":%[2]s,"kind":%[1]s}},"properties":{"b":%[3]s}}`,
		`{"allOf":[{"properties":{"a":%[2]s}},{"properties":{"a":%[3]s,"kind":%[1]s}},{"not":{"properties":{"b":%[2]s}}}]}`,
		`{"allOf":[{"dependentSchemas":{"a":{"properties":{"b":%[2]s}},"kind":{"required":["id"],"properties":{"a":%[3]s}}}},{"properties":{"kind":%[1]s},"patternProperties":{"^i":true}}]}`,
		`{"dependentSchemas":{"a":{"properties":{"b":%[2]s}},"kind":{"not":{"required":["id"]}}},"properties":{"a":%[3]s,"kind":%[1]s}}`,
		`{"allOf":[{"oneOf":[{"properties":{"a":%[2]s}},{"properties":{"a":%[3]s}}]},{"anyOf":[{"properties":{"kind":%[1]s}},{"not":{"properties":{"b":%[2]s}}}]}]}`,
	}
	text := fmt.Sprintf(forms[g.IntN(len(forms))], values[0].text, values[1].text, values[2].text)
	return sketch{text, func() string {
		var members []string
		add := func(name, value string) {
			members = append(members, g.written(name)+g.space()+":"+g.space()+value+g.space())
		}
		if g.IntN(8) > 0 {
			add("kind", []string{`"a"`, `"b"`, `"é"`, `"\u0061"`, `1`, values[0].instance()}[g.IntN(6)])
		}
		for _, name := range []string{"a", "b"} {
			if g.IntN(3) > 0 {
				add(name, values[1+g.IntN(2)].instance())
			}
		}
		if g.IntN(3) == 0 {
			add([]string{"id", "a", "name"}[g.IntN(3)], values[0].instance())
		}
		if g.IntN(2) == 0 {
			g.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		}
		return "{" + strings.Join(members, ",") + "}"
	}}
}

// combined combines schemas for values of several kinds.
func (g *generator) combined(depth int) sketch {
	if g.IntN(4) == 0 {
		return g.conditional(depth)
	}
	children := make([]sketch, 2+g.IntN(2))
	texts := make([]string, len(children))
	for i := range children {
		if children[i] = g.text(); g.IntN(2) == 0 {
			children[i] = g.any(depth + 1)
		} else if g.IntN(3) == 0 {
			children[i] = sketch{g.presence(1), func() string { return g.object(3).instance() }}
		}
		texts[i] = children[i].text
	}
	list := strings.Join(texts, ",")
	forms := []string{
		`{"allOf":[%s]}`, `{"anyOf":[%s]}`, `{"anyOf":[%s]}`, `{"oneOf":[%s]}`, `{"oneOf":[%s],"uniqueItems":true}`, `{"not":{"anyOf":[%s]}}`,
		`{"anyOf":[{"type":"boolean"},%s],"properties":{"a":{"type":"integer"}},"required":["id"]}`,
		`{"allOf":[%s],"maxProperties":3,"properties":{"b":{}}}`, `{"oneOf":[%s],"unevaluatedProperties":false}`,
		`{"anyOf":[{"allOf":[%s]},{"type":"array","prefixItems":[{"type":"integer"}]},{"type":"string"}]}`,
		`{"if":{"type":["string","array"]},"then":{"anyOf":[%[1]s]},"else":{"allOf":[%[1]s]}}`,
		`{"allOf":[{"properties":{"a":{"type":"integer"},"b":{}},"additionalProperties":false},{"minProperties":1},%s]}`,
	}
	return sketch{fmt.Sprintf(forms[g.IntN(len(forms))], list), func() string { return children[g.IntN(len(children))].instance() }}
}

// presence is a schema about which properties an object has.
func (g *generator) presence(depth int) string {
	inner := func() string {
		if depth > 3 {
			return `{"required":["a"]}`
		}
		return g.presence(depth + 1)
	}
	switch g.IntN(8) {
	case 0:
		return `{"anyOf":[` + inner() + `,` + inner() + `]}`
	case 1:
		return `{"oneOf":[` + inner() + `,` + inner() + `,` + inner() + `]}`
	case 2:
		return `{"not":` + inner() + `}`
	case 3:
		return `{"if":` + inner() + `,"then":` + inner() + `}`
	case 4:
		return `{"allOf":[` + inner() + `,` + inner() + `],"properties":{"kind":true}}`
	case 5:
		return `{"dependentRequired":{"id":["kind"],"a":["b"]}}`
	}
	return `{"required":["` + []string{"a", "b", "id", "kind", "name"}[g.IntN(5)] + `"]}`
}

// wrapped is a schema with keywords that apply others to the same instance, some of which need a tape.
func (g *generator) wrapped(depth int) sketch {
	if g.IntN(2) == 0 {
		return g.combined(depth)
	}
	inner := g.scalar()
	if depth < 4 {
		inner = g.container(depth + 1)
	}
	forms := []string{
		`{"allOf":[%s]}`, `{"anyOf":[%[1]s,{"type":"null"}]}`, `{"oneOf":[%[1]s,{"type":"null"}]}`, `{"not":{"not":%s}}`,
		`{"allOf":[%s],"unevaluatedProperties":false}`, `{"allOf":[%s],"uniqueItems":true}`, `{"if":{"type":"object"},"then":%s}`,
		`{"allOf":[%s],"patternProperties":{"^a":{"type":"string"}}}`, `{"allOf":[%s],"maxProperties":3}`,
	}
	return sketch{fmt.Sprintf(forms[g.IntN(len(forms))], inner.text), inner.instance}
}

func (g *generator) text() sketch {
	return sketch{
		[]string{
			`{"type":"string"}`, `{"type":["string","null"]}`, `{"type":"string","minLength":2,"maxLength":17}`, `{"pattern":"^[a-zé]*$"}`,
			`{"enum":["a","seventeen bytes..","é",null]}`, `{"const":"a"}`, `{"type":"string","format":"date"}`, `{"minLength":16}`,
		}[g.IntN(8)],
		func() string {
			if g.IntN(10) == 0 {
				return g.value()
			}
			return []string{
				`"a"`, `"é"`, `"\u00e9"`, `"seventeen bytes.."`, `"\u0061"`, `"2024-02-29"`, `"2023-02-29"`, `"exactly16bytes.."`,
				`"a string that is longer than two words of the machine"`, `"\n"`, `""`, "\"\xff\"", "\"\t\"", `"🔑🔑"`,
			}[g.IntN(14)]
		},
	}
}

func (g *generator) scalar() sketch {
	return sketch{
		[]string{
			`{"type":"integer"}`, `{"type":"number","minimum":0}`, `{"type":["integer","null"],"multipleOf":2}`, `{"type":"boolean"}`,
			`{"enum":[1,2.0,true]}`, `{"const":null}`, `true`, `{}`, `{"type":"null"}`, `{"exclusiveMaximum":10}`, `false`,
		}[g.IntN(11)],
		g.value,
	}
}

func (g *generator) value() string {
	if n := g.IntN(20); n > 16 {
		return strconv.Itoa(n - 20)
	}
	return []string{
		`0`, `1`, `-0`, `2.0`, `2`, `1e1`, `1.5`, `01`, `1.`, `true`, `false`, `null`, `nul`, `[]`, `{}`, `{"a":1,"a":2}`, `[[1],{"b":[]}]`,
	}[g.IntN(17)]
}
