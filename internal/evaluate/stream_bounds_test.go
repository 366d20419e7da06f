package evaluate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// These tests bound what the reductions of hostile schemas cost.

// nestedInPlace is a schema of alternatives nested so deep, each of which is followed by another, with a
// schema inside.
func nestedInPlace(depth int, other func(k int) string, inner string) string {
	var defs strings.Builder
	for k := range depth {
		fmt.Fprintf(&defs, `"%d":{"anyOf":[{"$ref":"#/$defs/%d"},%s]},`, k, k+1, other(k))
	}
	return fmt.Sprintf(`{"properties":{"v":{"$ref":"#/$defs/0"}},"$defs":{%s"%d":%s}}`, defs.String(), depth, inner)
}

// Alternatives that fail at the end of a long value count as read up to there.
func TestFailedAlternativesCountAsFarAsTheyAreRead(t *testing.T) {
	const depth = 15
	again := func(k int) string { return fmt.Sprintf(`{"$ref":"#/$defs/%d"}`, k+1) }
	for inner, value := range map[string]string{
		`{"items":{"type":"string"}}`:                                 `[` + strings.Repeat(`"a",`, 5000) + `1]`,
		`{"items":{"items":{"type":"string"}}}`:                       `[[` + strings.Repeat(`"a",`, 5000) + `1]]`,
		`{"additionalProperties":{"type":"string"}}`:                  `{` + manyProperties(2000) + `,"x":1}`,
		`{"additionalProperties":{"type":"string"},"required":["x"]}`: `{` + manyProperties(2000) + `}`,
		`{"items":{"maxLength":3}}`:                                   `["` + strings.Repeat("a", 20000) + `"]`,
		`{"items":{"uniqueItems":true}}`:                              `[[` + strings.Repeat("1,", 10000) + `1]]`,
		`{"maxLength":3}`:                                             `"` + strings.Repeat("a", 20000) + `"`,
	} {
		p := lowered(t, nestedInPlace(depth, again, inner))
		e := new(Evaluator)
		if e.Accepts(p, new(jsontape.Tape), []byte(`{"v":`+value+`}`), 0) {
			t.Errorf("%s: the value is accepted", inner)
		}
		if e.again > 0 {
			t.Errorf("%s: %d bytes may still be read again", inner, e.again)
		}
	}
}

func manyProperties(n int) string {
	list := make([]string, n)
	for k := range list {
		list[k] = fmt.Sprintf(`"n%d":"a"`, k)
	}
	return strings.Join(list, ",")
}

// A stream nests calls for each schema of the same value, so a schema with very many is not streamed: a
// deep payload would need too much stack.
func TestSchemasNestedDeepInPlaceNeedATape(t *testing.T) {
	other := func(int) string { return `{"properties":{"x":{"type":"string"}},"required":["x"]}` }
	for depth, want := range map[int]bool{8: false, 40: true, 1000: true} {
		p := lowered(t, nestedInPlace(depth, other, `{"properties":{"a":{"type":"integer"}}}`))
		e := new(Evaluator)
		if !e.Accepts(p, new(jsontape.Tape), []byte(`{"v":{"a":1}}`), 0) {
			t.Errorf("a value of %d nested schemas is not accepted", depth)
		}
		if needed := e.doc != nil; needed != want {
			t.Errorf("a value of %d nested schemas needs a tape: %t", depth, needed)
		}
	}
}

// A definition with many names is merged for each reference with siblings, which could need the memory of
// the product.
func TestMergedNamesAreBounded(t *testing.T) {
	const n = 1000
	var names, references []string
	for k := range n {
		names = append(names, fmt.Sprintf(`"n%d":{"type":"string"}`, k))
		references = append(references, fmt.Sprintf(`"p%d":{"$ref":"#/$defs/many","required":["q"]}`, k))
	}
	p := lowered(t, `{"properties":{`+strings.Join(references, ",")+`},"$defs":{"many":{"properties":{`+strings.Join(names, ",")+`}}}}`)
	merged, total := 0, 0
	for _, n := range p.Nodes {
		if n.Combine == nil {
			continue
		}
		if r := n.Combine.Reduced(n, program.ObjectKind); r != nil && len(r.Own) == 1 {
			merged++
			total += len(r.Own[0].Object.Members)
		}
	}
	if merged == 0 || total > 100*n {
		t.Errorf("%d schemas were merged, with %d names", merged, total)
	}
}

// Each value is compared with the checks of all conditions when they are merged, and has to satisfy several.
func TestConditionsOnVeryManySchemasNeedATape(t *testing.T) {
	for conditions, want := range map[int]bool{1: false, 4: false, 5: true, 20: true} {
		var list []string
		for c := range conditions {
			var parts []string
			for k := range 60 {
				parts = append(parts, fmt.Sprintf(`{"properties":{"x":{"type":"string","minLength":%d}}}`, 60*c+k))
			}
			list = append(list, `{"not":{"allOf":[`+strings.Join(parts, ",")+`]}}`)
		}
		p := lowered(t, `{"properties":{"v":{"allOf":[`+strings.Join(list, ",")+`]}}}`)
		e := new(Evaluator)
		if !e.Accepts(p, new(jsontape.Tape), []byte(`{"v":{"x":1}}`), 0) {
			t.Errorf("%d conditions: the value is not accepted", conditions)
		}
		if needed := e.doc != nil; needed != want {
			t.Errorf("%d conditions need a tape: %t", conditions, needed)
		}
	}
}
