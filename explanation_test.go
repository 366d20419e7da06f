package verdict_test

// This file tests what messages say about the reason of a violation, beyond its rule and place.

import (
	"strings"
	"testing"
)

// An explanation is a schema, a payload, and the violations with their messages.
type explanation struct {
	name, schema, payload string
	want                  []string
}

func checkExplanations(t *testing.T, tests []explanation) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			var got []string
			for _, v := range violations {
				got = append(got, string(v.Rule)+" "+v.Pointer+": "+v.Message)
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// If every value that `if` expects has a schema, another value is what is wrong. If no value is given, so that the
// schemas for all values apply, the property is missing.
func TestThePropertyThatIfChoosesByIsNamed(t *testing.T) {
	const chain = `{
		"if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]}, "then": {"required": ["x"]},
		"else": {"if": {"properties": {"kind": {"enum": ["b", "c"]}}, "required": ["kind"]}, "then": {"required": ["y"]}, "else": false}}`
	const list = `{"properties": {"of": {"allOf": [
		{"if": {"properties": {"kind": {"const": "a"}}}, "then": {"required": ["x"], "properties": {"x": {"type": "integer"}, "y": false}}},
		{"if": {"properties": {"kind": {"const": "b"}}}, "then": {"required": ["y"], "properties": {"x": {"type": "string"}, "y": {"type": "integer"}}}},
		{"if": {"properties": {"size": {"const": 1}}}, "then": {"required": ["z"]}}]}}}`
	checkExplanations(t, []explanation{
		{"none of a chain", chain, `{"kind": "d"}`, []string{`enum /kind: "d" is not one of "a", "b", "c"`}},
		{"of another type", chain, `{"kind": 1}`, []string{`enum /kind: 1 is not one of "a", "b", "c"`}},
		{"none given to a chain", chain, `{}`, []string{`missing : missing required property "kind"; add it`}},
		{"a value of the chain", chain, `{"kind": "c"}`, []string{`missing : missing required property "y"; add it (because "kind" is "c")`}},
		{"a single condition", `{"if": {"properties": {"kind": {"const": "a"}}}, "else": false}`, `{"kind": "b"}`, []string{`const /kind: expected "a", got "b"`}},
		{"a condition on two properties", `{"if": {"properties": {"kind": {"const": "a"}, "size": {"const": 1}}}, "else": false}`, `{"kind": "b"}`,
			[]string{`const /kind: expected "a", got "b"`}},
		{"a condition that is no choice", `{"if": {"properties": {"a": {"type": "array", "items": {"type": "string"}}}, "required": ["a"]}, "then": {"required": ["b"]}, "else": false}`, `{"a": ["x", 1]}`,
			[]string{`type /a/1: expected string, got the number 1; put it in quotes`}},
		{"a chain that is no choice", `{"if": {"required": ["a"]}, "then": {"required": ["x"]}, "else": {"if": {"required": ["b"]}, "else": false}}`, `{}`,
			[]string{`missing : missing required property "b"; add it (because "a" is missing)`}},
		{"alternatives with a condition each", `{"oneOf": [
			{"if": {"properties": {"a": {"type": "string"}}, "required": ["a"]}, "then": {"required": ["x"]}, "else": false},
			{"if": {"properties": {"b": {"type": "string"}}, "required": ["b"]}, "then": {"required": ["y"]}, "else": false}]}`, `{"b": 1, "y": 1}`,
			[]string{`type /b: expected string, got the number 1; put it in quotes`}},
		{"else of another property", `{"if": {"properties": {"size": {"const": 1}}}, "else": ` + chain + `}`, `{"size": 2, "kind": "d"}`,
			[]string{`enum /kind: "d" is not one of "a", "b", "c"`}},
		{"none given to a list", list, `{"of": {"x": 1, "z": 1}}`, []string{`missing /of: missing property "kind", on which "if" depends; add it`}},
		{"given to a list", list, `{"of": {"x": 1, "z": 1, "kind": "b"}}`, []string{
			`missing /of: missing required property "y"; add it (because "kind" is "b")`,
			`type /of/x: expected string, got the number 1; put it in quotes (because "kind" is "b")`}},
		{"none given to the only condition on it", list, `{"of": {"x": 1, "kind": "a"}}`, []string{`missing /of: missing required property "z"; add it (because "size" is missing)`}},
		{"none given, and wrong for all", list, `{"of": {"x": null, "y": 1, "z": 1}}`, []string{
			`null /of/x: null is not allowed, expected integer; give a value (because "kind" is missing)`,
			`false-schema /of/y: property "y" is not allowed; remove it (because "kind" is missing)`}},
		{"none given, and far below", `{"allOf": [
			{"if": {"properties": {"kind": {"const": "a"}}}, "then": {"properties": {"spec": {"required": ["in"], "properties": {"in": {"type": "object", "additionalProperties": false}}}}}},
			{"if": {"properties": {"kind": {"const": "b"}}}, "then": {"properties": {"spec": {"type": "object", "properties": {"to": {"required": ["x"]}}}}}}]}`, `{"spec": {"to": {"x": 1}}}`,
			[]string{`missing : missing property "kind", on which "if" depends; add it`}},
		{"none given, and the fault is below", `{"allOf": [
			{"if": {"properties": {"kind": {"const": "a"}}}, "then": {"properties": {"spec": {"type": "object", "properties": {"n": {"type": "integer"}}}}}},
			{"if": {"properties": {"kind": {"const": "b"}}}, "then": {"properties": {"spec": {"type": "object"}}}}]}`, `{"spec": {"n": "1"}}`,
			[]string{`type /spec/n: expected integer, got the string "1"; remove the quotes`}},
		{"an interface that is optional", `{"allOf": [
			{"if": {"properties": {"abstract": {"const": false}}}, "then": {"properties": {"a": {"type": "integer"}}, "required": ["a"]}},
			{"if": {"properties": {"abstract": {"const": true}}, "required": ["abstract"]}, "then": {"properties": {"b": {"type": "integer"}}}}]}`, `{"b": 1}`,
			[]string{`missing : missing required property "a"; add it (because "abstract" is missing)`}},
		{"a chain for an array", `{"if": {"type": "object", "properties": {"kind": {"const": "a"}}}, "else": false}`, `["kind"]`,
			[]string{`false-schema : no value is allowed here, got an array (because "if" does not match)`}},
		{"a list for an array", `{"allOf": [
			{"if": {"properties": {"kind": {"const": "a"}}}, "then": {"properties": {"x": true}}},
			{"if": {"properties": {"kind": {"const": "b"}}}, "then": {"type": "string"}}]}`, `[1]`,
			[]string{`type : expected string, got an array (because "if" matches)`}},
	})
}

// What `not` excludes is named: properties that must not occur together, those of which each is excluded, or the value
// because of which the instance matches.
func TestWhatNotExcludesIsNamed(t *testing.T) {
	const onlyOne = `{"oneOf": [
		{"required": ["a"], "not": {"anyOf": [{"required": ["b"]}, {"required": ["c"]}]}},
		{"required": ["b"], "not": {"anyOf": [{"required": ["a"]}, {"required": ["c"]}]}},
		{"required": ["c"], "not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}}]}`
	checkExplanations(t, []explanation{
		{"each of several", `{"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]}}`, `{"a": 1, "c": 1}`,
			[]string{`not : must not have "a" or "c"; the schema excludes it with "not"`}},
		{"one of several", `{"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}}`, `{"b": 1}`,
			[]string{`not : must not have "b"; the schema excludes it with "not"`}},
		{"several of which one is a pair", `{"not": {"anyOf": [{"required": ["a"]}, {"required": ["b", "c"]}]}}`, `{"a": 1}`,
			[]string{`not : must not match the schema in "not", got an object`}},
		{"two of those that exclude one another", onlyOne, `{"a": 1, "c": 1}`,
			[]string{`one-of : matches no alternative of oneOf: it may have only one of "a", "c" (and 1 more alternative)`}},
		{"all that exclude one another", onlyOne, `{"c": 1, "b": 1, "a": 1}`,
			[]string{`one-of : matches no alternative of oneOf: it may have only one of "a", "b", "c"`}},
		{"pairs that exclude one another", `{"oneOf": [{"required": ["a"], "not": {"required": ["b"]}}, {"required": ["b"], "not": {"required": ["a"]}}]}`, `{"a": 1, "b": 1}`,
			[]string{`one-of : matches no alternative of oneOf: it may have only one of "a", "b"`}},
		{"a value", `{"not": {"properties": {"a": {"const": 1}}, "required": ["a"]}}`, `{"a": 1}`,
			[]string{`not : must not match the schema in "not", got an object (because "a" is 1)`}},
		{"a value that is no object", `{"not": {"properties": {"a": {"const": 1}}}}`, `5`, []string{`not : must not match the schema in "not", got the number 5`}},
		{"a constant", `{"properties": {"a": {"not": {"enum": ["root", "admin"]}}}}`, `{"a": "root"}`, []string{`not /a: "root" is not allowed; the schema excludes it with "not"`}},
		{"null", `{"not": {"type": "null"}}`, `null`, []string{`not : null is not allowed; the schema excludes it with "not"`}},
		{"a pattern", `{"not": {"pattern": "\\s"}}`, `"a b"`, []string{`not : "a b" matches the pattern \s, which the schema excludes with "not"`}},
		{"a pattern of some length", `{"not": {"pattern": "\\s", "maxLength": 3}}`, `"a b"`, []string{`not : must not match the schema in "not", got the string "a b"`}},
		{"a property that is missing", `{"not": {"properties": {"a": {"const": 1}}}}`, `{}`,
			[]string{`not : must not match the schema in "not", got an object (because "a" is missing)`}},
	})
}

// A violation of one property that depends on another one says so, also if the condition is not written as `if`.
func TestTheReasonIsNamed(t *testing.T) {
	const implied = `{"anyOf": [{"not": {"properties": {"parallel": {"const": true}}}}, {"properties": {"each": {"const": true}}, "required": ["each"]}]}`
	const unless = `{"dependentSchemas": {"roll": {"anyOf": [{"required": ["version"], "properties": {"version": {}}}, {"properties": {"roll": {"enum": ["latest", "none"]}}}]}}}`
	const scheme = `{"type": "object", "properties": {"type": {"enum": ["http", "key"]}}, "allOf": [
		{"if": {"properties": {"type": {"const": "http"}}, "required": ["type"]}, "then": {"properties": {"scheme": {"type": "string"}}, "required": ["scheme"]}},
		{"$ref": "#/$defs/bearer"}], "unevaluatedProperties": false,
		"$defs": {"bearer": {
			"if": {"properties": {"type": {"const": "http"}, "scheme": {"pattern": "^[Bb]earer$"}}, "required": ["type", "scheme"]},
			"then": {"properties": {"bearerFormat": {"type": "string"}}}, "else": {"properties": {"other": {}}}}}}`
	const either = `{"if": {"anyOf": [{"properties": {"a": {"const": true}}, "required": ["a"]}, {"properties": {"b": {"const": true}}, "required": ["b"]}]},
		"then": {"required": ["x"]}, "else": {"required": ["y"]}}`
	checkExplanations(t, []explanation{
		{"a value that implies another", implied, `{"parallel": true, "each": false}`, []string{`const /each: expected true, got false (because "parallel" is true)`}},
		{"a value that implies a property", implied, `{"parallel": true}`, []string{`missing : missing required property "each"; add it (because "parallel" is true)`}},
		{"a missing property that implies a value", implied, `{"each": false}`, []string{`const /each: expected true, got false (because "parallel" is missing)`}},
		{"a value that is required unless there is a property", unless, `{"roll": "major"}`, []string{`enum /roll: "major" is not one of "latest", "none" (because "version" is missing)`}},
		{"groups of required properties imply nothing", `{"oneOf": [{"required": ["host", "port"]}, {"required": ["socket"]}]}`, `{"host": 1}`,
			[]string{`missing : missing required property "port"; add it`}},
		{"alternatives that are no conditions", `{"anyOf": [{"required": ["a"]}, {"properties": {"b": {"const": 1}}}, {"properties": {"c": {"const": 1}}, "required": ["c"]}]}`, `{"b": 2}`,
			[]string{`const /b: expected 1, got 2`}},
		{"a property that another one requires to be a constant", `{"dependentSchemas": {"tls": {"properties": {"port": {"const": 443}, "tls": {"type": "boolean"}}}}}`, `{"tls": 1, "port": 80}`, []string{
			`type /tls: expected boolean, got the number 1`, `const /port: expected 443, got 80 (because "tls" is present)`}},
		{"a property that must not occur", `{"dependentSchemas": {"debug": false}}`, `{"debug": 1}`, []string{`false-schema /debug: property "debug" is not allowed; remove it`}},
		{"two properties that are present", `{"if": {"required": ["a", "b"]}, "then": {"required": ["c"]}}`, `{"a": 1, "b": 1}`,
			[]string{`missing : missing required property "c"; add it (because "a" is present and "b" is present)`}},
		{"one of two properties", `{"if": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, "then": {"required": ["c"]}}`, `{"b": 1}`,
			[]string{`missing : missing required property "c"; add it (because "b" is present)`}},
		{"one of two values", either, `{"a": false, "b": true}`, []string{`missing : missing required property "x"; add it (because "b" is true)`}},
		{"none of two values", either, `{"a": false}`, []string{`missing : missing required property "y"; add it (because "a" is false and "b" is missing)`}},
		{"one of several values", `{"if": {"anyOf": [{"properties": {"a": {"const": 1}}, "required": ["a"]}, {"properties": {"b": {"const": 1}}, "required": ["b"]},
			{"properties": {"c": {"const": 1}}, "required": ["c"]}]}, "then": {"properties": {"d": {"minimum": 2}}}}`, `{"a": 2, "c": 1, "d": 1}`,
			[]string{`minimum /d: expected at least 2, got 1 (because "c" is 1)`}},
		{"a name that matches no pattern", `{"patternProperties": {"^[a-z]+$": {}}, "additionalProperties": false}`, `{"1b": 1}`,
			[]string{`unknown-property /1b: unknown property "1b"; its name does not match the pattern ^[a-z]+$`}},
		{"a name that matches no pattern next to names", `{"properties": {"a": {}}, "patternProperties": {"^x-": {}}, "additionalProperties": false}`, `{"b": 1}`,
			[]string{`unknown-property /b: unknown property "b"; remove it or correct its name`}},
		{"unevaluated because of a value", scheme, `{"type": "http", "scheme": "beaerr", "bearerFormat": "x"}`,
			[]string{`unknown-property /bearerFormat: unknown property "bearerFormat"; remove it or correct its name (because "scheme" is "beaerr")`}},
		{"unevaluated because of another value", scheme, `{"type": "key", "scheme": "x"}`,
			[]string{`unknown-property /scheme: unknown property "scheme"; remove it or correct its name (because "type" is "key")`}},
		{"unevaluated because of values that match", scheme, `{"type": "http", "scheme": "bearer", "other": 1}`,
			[]string{`unknown-property /other: unknown property "other"; remove it or correct its name (because "type" is "http")`}},
		{"unevaluated in any case", scheme, `{"type": "http", "scheme": "bearer", "more": 1}`,
			[]string{`unknown-property /more: unknown property "more"; remove it or correct its name`}},
	})
}

// A message about alternatives that fail at different values says where, and what they agree on is reported once.
func TestReasonsOfAlternativesAreReported(t *testing.T) {
	const closed = `{"oneOf": [
		{"properties": {"a": {}}, "required": ["a"], "additionalProperties": false},
		{"properties": {"b": {}}, "required": ["b"], "additionalProperties": false}]}`
	checkExplanations(t, []explanation{
		{"at different values", `{"properties": {"x": {"anyOf": [{"properties": {"a": {"const": true}}}, {"properties": {"b": {"const": true}}}]}}}`, `{"x": {"a": false, "b": false}}`,
			[]string{`any-of /x: matches no alternative of anyOf: /a: expected true, got false, or /b: expected true, got false`}},
		{"at one value", `{"anyOf": [{"properties": {"a": {"maximum": 1}}}, {"properties": {"a": {"multipleOf": 5}}}]}`, `{"a": 2}`,
			[]string{`any-of /a: matches no alternative of anyOf: expected at most 1, got 2, or expected a multiple of 5, got 2`}},
		{"none of the properties that each allows", closed, `{"c": 1}`, []string{
			`one-of : matches no alternative of oneOf: missing required property "a" or "b"; add one of them`,
			`unknown-property /c: unknown property "c"; remove it or correct its name`}},
		{"those of two", closed, `{"a": 1, "b": 1}`, []string{`one-of : matches no alternative of oneOf: it may have only one of "a", "b"`}},
		{"those of two, and an unknown one", closed, `{"a": 1, "b": 1, "c": 1}`, []string{
			`one-of : matches no alternative of oneOf: it may have only one of "a", "b"`,
			`unknown-property /c: unknown property "c"; remove it or correct its name`}},
	})
}

// If no item matches contains, the message says which one comes nearest, and why it does not match.
func TestTheNearestItemIsNamed(t *testing.T) {
	const object = `{"contains": {"properties": {"name": {"const": "main"}, "port": {"maximum": 99}}, "required": ["name", "port"]}}`
	checkExplanations(t, []explanation{
		{"by its properties", object, `[{"name": "x"}, {"name": "main", "port": 100}]`,
			[]string{`contains : no item matches "contains"; at least 1 is required; nearest is /1/port: expected at most 99, got 100`}},
		{"that lacks a property", object, `[{"name": "x"}, {"name": "main"}]`,
			[]string{`contains : no item matches "contains"; at least 1 is required; nearest is /1: missing required property "port"; add it`}},
		{"of misspelt strings", `{"contains": {"const": "admin"}}`, `["x", "admni"]`,
			[]string{`contains : no item matches "contains"; at least 1 is required; nearest is /1: expected "admin", got "admni"`}},
		{"of several for one reason", `{"contains": {"minimum": 5}, "minContains": 2}`, `[1, 7, 3]`,
			[]string{`contains : 1 item matches "contains"; at least 2 are required; nearest is /0: expected at least 5, got 1`}},
		{"of another type", `{"contains": {"type": "string"}}`, `[1]`, []string{`contains : no item matches "contains"; at least 1 is required`}},
		{"of several for different reasons", `{"contains": {"minimum": 5, "maxLength": 1}}`, `[1, "ab"]`,
			[]string{`contains : no item matches "contains"; at least 1 is required; nearest is /0: expected at least 5, got 1, or /1: expected at most 1 character, got 2`}},
		{"of more for different reasons than a message lists", `{"contains": {"minimum": 5, "maxLength": 1, "minItems": 1}}`, `[1, "ab", []]`, []string{`contains : no item matches "contains"; at least 1 is required`}},
		{"that has the constant", `{"contains": {"properties": {"name": {"const": "x"}, "n": {"minimum": 3}}, "required": ["name", "n"]}}`, `[{"name": "y", "n": 5}, {"name": "x", "n": 1}]`,
			[]string{`contains : no item matches "contains"; at least 1 is required; nearest is /1/n: expected at least 3, got 1`}},
		{"that is quoted", `{"contains": {"type": "integer"}, "minContains": 2}`, `[1, "2"]`,
			[]string{`contains : 1 item matches "contains"; at least 2 are required; nearest is /1: expected integer, got the string "2"; remove the quotes`}},
		{"of too many", `{"contains": {"properties": {"a": {"const": 1}}}, "maxContains": 1}`, `[{"a": 1}, {"a": 2}, {"a": 1}]`,
			[]string{`contains : 2 items match "contains"; at most 1 is allowed (items 0, 2)`}},
		{"of far too many", `{"contains": {}, "maxContains": 1}`, `[1, 1, 1, 1, 1, 1, 1, 1, 1]`, []string{`contains : 9 items match "contains"; at most 1 is allowed`}},
		{"of none", `{"contains": {}}`, `[]`, []string{`contains : no item matches "contains"; at least 1 is required`}},
	})
}

// If an object matches several alternatives of oneOf, all are listed, with what decides between them.
func TestAlternativesThatMatchAreListed(t *testing.T) {
	const closed = `{"oneOf": [
		{"properties": {"a": {}}, "additionalProperties": false}, {"properties": {"b": {}}, "additionalProperties": false},
		{"type": "null"}, {"properties": {"c": {}}, "additionalProperties": false}]}`
	const required = `{"oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]}`
	const refused = `{"oneOf": [{"properties": {"a": {}, "b": false}}, {"properties": {"b": {}, "a": false}}]}`
	checkExplanations(t, []explanation{
		{"that each allow another property", closed, `{}`,
			[]string{`one-of : matches 3 alternatives of oneOf (0, 1, 3), must match exactly one; add "a", "b" or "c", which only one of them allows`}},
		{"that each require another property", required, `{"a": 1, "b": 1, "c": 1}`,
			[]string{`one-of : matches 3 alternatives of oneOf (0, 1, 2), must match exactly one; it has "a", "b", "c", remove all but one`}},
		{"of which the object has two", required, `{"a": 1, "c": 1}`,
			[]string{`one-of : matches oneOf[0] and oneOf[2], must match exactly one; it has "a" and "c", remove one of them`}},
		{"that are about values of another type", required, `"a"`,
			[]string{`one-of : matches 3 alternatives of oneOf (0, 1, 2), must match exactly one; they restrict only values of type object, got the string "a"`}},
		{"that say nothing", `{"oneOf": [{}, true]}`, `"a"`, []string{`one-of : matches oneOf[0] and oneOf[1], must match exactly one`}},
		{"none, because of false", refused, `{"a": 1, "b": 1}`, []string{`one-of : matches no alternative of oneOf: it may have only one of "a", "b"`}},
	})
}
