package verdict_test

// This file tests which alternative is taken to be meant if the constant that should decide is wrong.

import "testing"

// A constant that is probably misspelt is reported, also if another alternative would allow it.
func TestAMisspeltConstantIsReportedNextToAFreeAlternative(t *testing.T) {
	const source = `{"oneOf": [
		{"required": ["uri"], "properties": {"uri": {"type": "string"}, "type": {"enum": ["OData", "JSON"]}}, "additionalProperties": false},
		{"required": ["uri", "custom"], "properties": {"uri": {"type": "string"}, "type": {"type": "string", "not": {"enum": ["OData", "JSON"]}}, "custom": {"const": true}}, "additionalProperties": false}]}`
	const nested = `{"oneOf": [
		{"properties": {"version": {"properties": {"source": {"type": "string", "not": {"enum": ["code", "regex"]}}, "path": false}}}},
		{"properties": {"version": {"properties": {"source": {"const": "regex"}, "path": {"type": "string"}}}}},
		{"properties": {"version": {"properties": {"source": {"const": "code"}, "path": {"type": "string"}}}}}]}`
	const union = `{"oneOf": [
		{"required": ["flex"], "properties": {"flex": {"const": true}, "view": {"required": ["id"], "properties": {"kind": {"enum": ["XML", "HTML"]}}}}},
		{"properties": {"flex": {"const": false}, "view": {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"kind": {"enum": ["XML", "HTML"]}}}]}}}]}`
	checkExplanations(t, []explanation{
		{"that excludes it", source, `{"uri": "/a", "type": "ODtaa"}`, []string{`enum /type: "ODtaa" is not one of "OData", "JSON"; did you mean "OData"?`}},
		{"that excludes one that is like none", source, `{"uri": "/a", "type": "mine"}`, []string{`missing : missing required property "custom"; add it`}},
		{"that has a fault", source, `{"uri": 1, "type": "ODtaa", "custom": true}`, []string{`type /uri: expected string, got the number 1; put it in quotes`}},
		{"that excludes it further below", nested, `{"version": {"source": "coed", "path": "a"}}`,
			[]string{`enum /version/source: "coed" is not one of "regex", "code"; did you mean "code"?`}},
		{"that requires it as well, in an alternative", union, `{"view": {"kind": "XLM"}}`, []string{`enum /view/kind: "XLM" is not one of "XML", "HTML"; did you mean "XML"?`}},
	})
}

// A property that has another constant than an alternative requires does not speak for it, unless all alternatives
// require another one.
func TestAnotherConstantDoesNotSpeakForAnAlternative(t *testing.T) {
	checkExplanations(t, []explanation{
		{"next to one that does not list it", `{"oneOf": [
			{"required": ["name"], "properties": {"kind": {"const": "secret"}, "name": {"type": "string"}, "data": {"type": "string"}}},
			{"required": ["load"], "properties": {"load": {"type": "string"}, "data": {"type": "object"}}}]}`, `{"kind": "template", "data": {}}`,
			[]string{`missing : missing required property "load"; add it`}},
		{"next to another constant", `{"oneOf": [
			{"properties": {"kind": {"const": "a"}, "x": {"type": "integer"}}}, {"properties": {"kind": {"const": "b"}}}]}`, `{"kind": "c", "x": 1}`,
			[]string{`enum /kind: "c" is not one of "a", "b"`}},
	})
}

// If an object has all properties of one alternative, and of the one that its constant names only the constant, the
// constant is wrong.
func TestManyPropertiesOutvoteAConstant(t *testing.T) {
	const schema = `{"oneOf": [
		{"required": ["kind", "x", "y"], "properties": {"kind": {"const": "a"}, "x": {"type": "integer"}, "y": {"type": "integer"}}, "additionalProperties": false},
		{"required": ["kind", "p"], "properties": {"kind": {"const": "b"}, "p": {"type": "integer"}, "q": {"type": "integer"}}, "additionalProperties": false}]}`
	checkExplanations(t, []explanation{
		{"all", schema, `{"kind": "b", "x": 1, "y": 2}`, []string{`const /kind: expected "a", got "b"`}},
		{"all, with a wrong value", schema, `{"kind": "b", "x": 1, "y": null}`, []string{
			`missing : missing required property "p"; add it`, `unknown-property /x: unknown property "x"; remove it or correct its name`,
			`unknown-property /y: unknown property "y"; remove it or correct its name`}},
		{"one of them", schema, `{"kind": "b", "x": 1}`, []string{
			`missing : missing required property "p"; add it`, `unknown-property /x: unknown property "x"; remove it or correct its name`}},
		{"those of both", schema, `{"kind": "b", "x": 1, "y": 2, "q": 1}`, []string{
			`missing : missing required property "p"; add it`, `unknown-property /x: unknown property "x"; remove it or correct its name`,
			`unknown-property /y: unknown property "y"; remove it or correct its name`}},
	})
}
