package evaluate

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// Schemas that combine keywords for the same few names are merged for the stream. It accepts nothing that is
// invalid with a tape, for any object of these names.
func TestSmallCombinedSchemasAgreeWithTape(t *testing.T) {
	objects := smallObjects()
	var evaluator Evaluator
	var scratch jsontape.Tape
	accepted, refused := 0, 0
	for seed := range uint64(rounds.Of(8000)) {
		g := small{rand.New(rand.NewPCG(seed, 6))}
		schema := g.object(1 + g.IntN(2))
		p := loweredWith(t, schema, program.Options{Strict: g.IntN(8) == 0})
		if !p.Streams() {
			continue
		}
		for range 50 {
			payload := []byte(objects[g.IntN(len(objects))])
			switch stream, tape := evaluator.Accepts(p, &scratch, payload, 0), byTape(p, payload, 0); {
			case stream && !tape:
				t.Fatalf("accepted in one go, invalid with a tape:\n%s\n%s", schema, payload)
			case stream:
				accepted++
			case !tape:
				refused++
			}
			scratch.Release()
			evaluator.Release()
		}
	}
	if min(accepted, refused)*8 < accepted+refused {
		t.Errorf("%d objects were accepted in one go, and %d are invalid", accepted, refused)
	}
}

// smallObjects returns all objects of up to three of four names with some values, in two orders.
func smallObjects() []string {
	objects := []string{`{}`}
	var add func(members []string, names []string)
	add = func(members, names []string) {
		for k, name := range names {
			for _, value := range []string{`1`, `"x"`, `{"a":1}`} {
				with := append(members[:len(members):len(members)], `"`+name+`":`+value)
				objects = append(objects, "{"+strings.Join(with, ",")+"}")
				if len(with) > 1 {
					objects = append(objects, "{"+with[1]+","+with[0]+"}")
				}
				if len(with) < 3 {
					add(with, names[k+1:])
				}
			}
		}
	}
	add(nil, []string{"a", "ab", "b", "c"})
	return objects
}

// small generates schemas for objects that have few names, so that keywords often apply to the same ones.
type small struct{ *rand.Rand }

func (g small) name() string { return []string{`"a"`, `"ab"`, `"b"`}[g.IntN(3)] }

// object returns a schema with some keywords for objects, and combinations nested up to a depth.
func (g small) object(depth int) string {
	seen := make(map[string]bool)
	var members []string
	for range 2 + g.IntN(2) {
		for k, v := range g.keywords(depth) {
			if !seen[k] {
				seen[k], members = true, append(members, `"`+k+`":`+v)
			}
		}
	}
	slices.Sort(members) // a map has no order
	return "{" + strings.Join(members, ",") + "}"
}

// keywords returns a keyword and those that often stand beside it.
func (g small) keywords(depth int) map[string]string {
	if depth > 0 && g.IntN(2) == 0 {
		switch g.IntN(7) {
		case 0:
			return map[string]string{"allOf": g.list(depth - 1)}
		case 1, 2:
			return map[string]string{"anyOf": g.list(depth - 1)}
		case 3:
			return map[string]string{"oneOf": g.list(depth - 1)}
		case 4:
			return map[string]string{"not": g.object(depth - 1)}
		case 5:
			return map[string]string{"dependentSchemas": `{` + g.name() + `:` + g.object(depth-1) + `}`}
		}
		return map[string]string{"if": g.object(depth - 1), "then": g.object(depth - 1), "else": g.object(depth - 1)}
	}
	switch g.IntN(8) {
	case 0, 1:
		return map[string]string{"properties": `{"a":` + g.value() + `,` + []string{`"b"`, `"ab"`}[g.IntN(2)] + `:` + g.value() + `}`}
	case 2:
		return map[string]string{"patternProperties": `{` + []string{`"a"`, `"b"`, `"^a$"`, `"a|b"`}[g.IntN(4)] + `:` + g.value() + `}`, "additionalProperties": g.value()}
	case 3:
		return map[string]string{"additionalProperties": g.value()}
	case 4:
		return map[string]string{"additionalProperties": `false`, "properties": `{` + g.name() + `:{}}`}
	case 5:
		return map[string]string{"required": `[` + g.name() + `]`}
	case 6:
		return map[string]string{"dependentRequired": `{` + g.name() + `:[` + g.name() + `]}`}
	}
	return map[string]string{[]string{"maxProperties", "minProperties"}[g.IntN(2)]: `2`}
}

func (g small) list(depth int) string {
	alternatives := []string{g.object(depth)}
	for range 1 + g.IntN(2) {
		alternatives = append(alternatives, g.object(depth))
	}
	return "[" + strings.Join(alternatives, ",") + "]"
}

// value returns a schema of the value of a property.
func (g small) value() string {
	values := []string{`true`, `{}`, `false`, `false`, `{"type":"integer"}`, `{"type":"string"}`, `{"const":1}`, `{"type":"object"}`, `{"required":["a"]}`}
	return values[g.IntN(len(values))]
}
