package difftest

// This file has the words of which schemas and payloads consist, and draws values of them.

import (
	"encoding/json"
	"slices"
	"strings"
)

// words are the vocabulary that a schema and its payloads share: only if names, numbers and strings
// coincide does validity depend on the schema.
type words struct{ names, strs, numbers, patterns, types []string }

var allWords = &words{
	names: []string{"a", "b", "c", "ab", "foo", "", "a/b", "a~b", "ü", "0", `a"b`, "a\\\n", "😀",
		"organizationIdentifier", "organizationIdentifies", strings.Repeat("name", 20)},
	strs: []string{"", "a", "b", "ab", "foo", "0", "aaa", "é", "😀", "a😀b", "2024-02-29", "2024-02-29T10:00:00Z", "127.0.0.1", "256.0.0.1",
		"eyJhIjoxfQ==", `{"a":1}`, "null", `a"b`, "a\\b\n", "\x00", strings.Repeat("a", 70), strings.Repeat("a", 69) + "b"},
	numbers: []string{"0", "1", "2", "3", "-1", "1.0", "2.0", "0.5", "1.5", "-0", "0.1", "0.3", "10", "1e1", "100e-2", "1e2", "9007199254740993", "9007199254740992",
		"12345678901234567890", "1e30", "1e-7", "-2.50", "1E+0", "0e5", "-0.0", "1e400", "-1e400", "1e-400", "12345678901234567890.5"},
	patterns: []string{"^a", "b$", "^[a-c]*$", "foo", "[0-9]", "^$", "a|b", "^(a|b){2}$", "a/b", "^(?:ab)?c?$", "^org", "^organizationIdentifier$", "^.+$"},
	types:    []string{"null", "boolean", "integer", "number", "string", "array", "object"},
}

// few returns so few of the words that nearly all coincide.
func (d dice) few() *words {
	return &words{
		names:    some(d, 1+d.IntN(3), d.names),
		strs:     some(d, 1+d.IntN(3), d.strs),
		numbers:  some(d, 1+d.IntN(4), d.numbers),
		patterns: some(d, 1+d.IntN(2), d.patterns),
		types:    some(d, 2+d.IntN(2), d.types),
	}
}

// value draws any value, nested up to depth deep.
func (d dice) value(depth int) any {
	n := 8
	if depth > 0 {
		n = 12
	}
	switch d.IntN(n) {
	case 0:
		return nil
	case 1:
		return d.oneIn(2)
	case 2, 3, 4:
		return json.Number(pick(d, d.numbers...))
	case 5, 6, 7:
		return pick(d, d.strs...)
	case 8, 9:
		list := []any{}
		for range d.IntN(4) {
			list = append(list, d.value(depth-1))
		}
		return list
	default:
		object := map[string]any{}
		for range d.IntN(4) {
			object[pick(d, d.names...)] = d.value(depth - 1)
		}
		return object
	}
}

// scalar draws a value that is not an array or object.
func (d dice) scalar() any { return d.value(0) }

// respelled returns an equal value: some of its numbers are written differently.
func (d dice) respelled(v any) any {
	switch v := v.(type) {
	case json.Number:
		return json.Number(d.respelledNumber(string(v)))
	case []any:
		changed := slices.Clone(v)
		for i := range changed {
			changed[i] = d.respelled(changed[i])
		}
		return changed
	case map[string]any:
		changed := make(map[string]any, len(v))
		for _, name := range sortedNames(v) {
			changed[name] = d.respelled(v[name])
		}
		return changed
	}
	return v
}

func (d dice) respelledNumber(text string) string {
	mantissa, exponent := text, ""
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], text[i:]
	}
	switch d.IntN(5) {
	case 0:
		return text
	case 1:
		if exponent == "" {
			return text + pick(d, "e0", "E+0", "e-00")
		}
	case 2:
		if exponent == "" && strings.Trim(mantissa, "-0") != "" && !strings.Contains(mantissa, ".") {
			return mantissa + "0e-1"
		}
	case 3:
		if strings.Trim(mantissa, "-0.") == "" {
			return pick(d, "0", "-0", "0.0", "-0e1", "0e-400")
		}
	}
	if strings.Contains(mantissa, ".") {
		return mantissa + "0" + exponent
	}
	return mantissa + ".0" + exponent
}
