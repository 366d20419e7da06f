// This file resolves the Unicode properties of \p{…}.

package pattern

import (
	"strings"
	"sync"
	"unicode"

	"github.com/dlclark/regexp2/v2"
	"github.com/dlclark/regexp2/v2/syntax"
)

// property returns the code points that have the property named by the expression in \p{…},
// and whether there is such a property: a General_Category alone or by name, a Script or
// Script_Extensions by name, or one of the binary properties of ECMA-262
// (https://tc39.es/ecma262/#table-binary-unicode-properties). Names are exact.
//
// Categories and scripts under their usual names come from package unicode. The rest, with
// aliases and derived properties, comes from regexp2, which can only be asked about one
// code point at a time. That takes milliseconds, so the result is kept. The caller must not
// change it.
func property(expression string) (spans []span, ok bool) {
	if known, ok := properties.Load(expression); ok {
		return known.([]span), true
	}
	if spans, ok = lookUpProperty(expression); ok {
		properties.Store(expression, spans)
	}
	return spans, ok
}

// properties has the spans of the properties that patterns have named so far, by expression.
// There are only as many as Unicode defines.
var properties sync.Map

func lookUpProperty(expression string) (spans []span, ok bool) {
	if table := commonProperty(expression); table != nil {
		return tableSpans(table), true
	}
	tree, err := syntax.Parse(`[\p{`+expression+`}]`, syntax.ParseOptions{
		RegexOptions: syntax.RegexOptions(regexp2.ECMAScript | regexp2.Unicode),
	})
	if err != nil {
		return nil, false
	}
	members := findSet(tree.Root)
	if members == nil { // the property has no or one code point
		return nil, true
	}
	for r := rune(0); r <= unicode.MaxRune; {
		end := r
		if uniform(r) {
			end = r + 0xFFFD
		}
		if members.Contains(r) {
			spans = append(spans, span{r, end})
		}
		r = end + 1
	}
	return spans, true
}

// uniform reports whether r begins a plane that is unassigned (4 to 13) or for private use
// (15 and 16). All its code points have the same properties except the last two, which are
// noncharacters (The Unicode Standard, section 2.8).
func uniform(r rune) bool {
	plane := r >> 16
	return r&0xFFFF == 0 && (4 <= plane && plane <= 13 || plane >= 15)
}

// commonProperty returns the table of a category or a script by its usual name.
func commonProperty(expression string) *unicode.RangeTable {
	name, value, found := strings.Cut(expression, "=")
	if !found {
		name, value = "gc", expression
	}
	switch name {
	case "General_Category", "gc":
		if alias, ok := unicode.CategoryAliases[value]; ok {
			value = alias
		}
		return unicode.Categories[value]
	case "Script", "sc":
		return unicode.Scripts[value]
	}
	return nil
}

// findSet returns the first set in the tree.
func findSet(n *syntax.RegexNode) *syntax.CharSet {
	if n.Set != nil {
		return n.Set
	}
	for _, child := range n.Children {
		if s := findSet(child); s != nil {
			return s
		}
	}
	return nil
}

func tableSpans(table *unicode.RangeTable) []span {
	var spans []span
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			spans = append(spans, span{lo, hi})
			return
		}
		for r := lo; r <= hi; r += stride {
			spans = append(spans, span{r, r})
		}
	}
	for _, r := range table.R16 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range table.R32 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	return spans
}
