package verdict_test

import "testing"

// bytesSchema is the reflected schema of []byte.
const bytesSchema = `{"type": "string", "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", "contentEncoding": "base64"}`

func TestMessages(t *testing.T) {
	for _, tt := range []struct{ name, schema, payload, want string }{
		{"a name that is not one of some", `{"propertyNames": {"enum": ["name", "age"]}}`, `{"nmae": 1}`,
			`the property name "nmae" is not one of "name", "age"; did you mean "name"?`},
		{"a name near none", `{"propertyNames": {"enum": ["name", "age"]}}`, `{"xyz": 1}`,
			`the property name "xyz" is not one of "name", "age"`},
		{"a name that is not the one", `{"propertyNames": {"const": "name"}}`, `{"nmae": 1}`,
			`the property name "nmae" is not allowed: expected "name", got "nmae"`},
		{"a name through a reference", `{"propertyNames": {"$ref": "#/$defs/n"}, "$defs": {"n": {"enum": ["a", "b"]}}}`, `{"c": 1}`,
			`the property name "c" is not one of "a", "b"`},
		{"a name that does not match", `{"propertyNames": {"pattern": "^[a-z]+$"}}`, `{"Name": 1}`,
			`the property name "Name" does not match the pattern ^[a-z]+$`},
		{"a name of a format", `{"propertyNames": {"format": "uuid"}}`, `{"Name": 1}`,
			`the property name "Name" is not a valid uuid: 'N' is not a hexadecimal digit; expected RFC 4122 UUID, such as f81d4fae-7dec-11d0-a765-00a0c91e6bf6`},
		{"a name that is too long", `{"propertyNames": {"maxLength": 1}}`, `{"ab": 1}`,
			`the property name "ab" is not allowed: expected at most 1 character, got 2`},
		{"a name that fits no alternative", `{"propertyNames": {"anyOf": [{"maxLength": 1}, {"pattern": "^x"}]}}`, `{"ab": 1}`,
			`the property name "ab" is not allowed: matches no alternative of anyOf: expected at most 1 character, got 2, or "ab" does not match the pattern ^x`},
		{"a name where none is allowed", `{"propertyNames": false}`, `{"ab": 1}`,
			`the property name "ab" is not allowed; rename or remove it`},
		{"a name that is excluded", `{"propertyNames": {"not": {"const": "ab"}}}`, `{"ab": 1}`,
			`the property name "ab" is not allowed; rename or remove it`},

		{"a size that no int can hold", `{"minItems": 18446744073709551617}`, `[1]`, `expected at least 18446744073709551617 items, got 1`},

		{"a number in need of quotes", `{"type": "string"}`, `5`, `expected string, got the number 5; put it in quotes`},
		{"a number where a format is wanted", `{"type": "string", "format": "date"}`, `20240501`,
			`expected string, got the number 20240501; write a string of the format date, such as "2024-05-01"`},
		{"a number of an unknown format", `{"type": "string", "format": "tax-number"}`, `5`, `expected string, got the number 5; put it in quotes`},
		{"a number that is right in quotes", `{"type": "string", "pattern": "^[0-9]$"}`, `5`, `expected string, got the number 5; put it in quotes`},
		{"a number that does not match", `{"type": "string", "pattern": "^[a-z]$"}`, `5`, `expected string, got the number 5`},
		{"a boolean that is too short", `{"type": "string", "minLength": 5}`, `true`, `expected string, got the boolean true`},
		{"a number that is a value in quotes", `{"type": "string", "enum": ["5", "6"]}`, `5`, `expected string, got the number 5; put it in quotes`},
		{"a number that is none", `{"type": "string", "enum": ["a", "b"]}`, `5`, `expected string, got the number 5`},
		{"a number where a format or null is wanted", `{"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]}`, `5`,
			`expected string or null, got the number 5; write a string of the format uuid, such as "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"`},

		{"bytes with a wrong character", bytesSchema, `"aGVs!G8="`, `"aGVs!G8=" is not base64: '!' is not a base64 character; expected RFC 4648 base64 with padding, such as aGVsbG8=`},
		{"bytes for URLs", bytesSchema, `"aG-_"`, `"aG-_" is not base64: '-' is a character of base64url; expected RFC 4648 base64 with padding, such as aGVsbG8=`},
		{"bytes without padding", bytesSchema, `"aGVsbG8"`, `"aGVsbG8" is not base64: the padding is wrong, there must be 1 '='; expected RFC 4648 base64 with padding, such as aGVsbG8=`},
		{"bytes with padding for nothing", bytesSchema, `"aGVs="`, `"aGVs=" is not base64: the padding is wrong, there must be none; expected RFC 4648 base64 with padding, such as aGVsbG8=`},
		{"bytes that end too soon", bytesSchema, `"aGVsb"`, `"aGVsb" is not base64: a character is missing or too many; expected RFC 4648 base64 with padding, such as aGVsbG8=`},
		{"bytes behind the padding", bytesSchema, `"aGV=aGVs"`, `"aGV=aGVs" is not base64: there is text after the padding; expected RFC 4648 base64 with padding, such as aGVsbG8=`},
		{"bytes in draft 7", `{"$schema": "http://json-schema.org/draft-07/schema#", "contentEncoding": "base64"}`, `"?"`,
			`"?" is not base64: '?' is not a base64 character; expected RFC 4648 base64 with padding, such as aGVsbG8=`},
		{"another pattern for base64", `{"contentEncoding": "base64", "pattern": "^iVBO"}`, `"aGVs"`, `"aGVs" does not match the pattern ^iVBO`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload))
			if len(violations) != 1 {
				t.Fatalf("%d violations, want one: %v", len(violations), violations)
			}
			if got := violations[0].Message; got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// The message for a schema that is applied on a condition names the condition, and one about
// several items, properties or alternatives says which or how many.
func TestMessagesNameThePart(t *testing.T) {
	tests := []struct{ schema, payload, want string }{
		{`{"if": {"required": ["a"]}, "then": {"required": ["b"]}}`, `{"a": 1}`, `missing required property "b"; add it (because "a" is present)`},
		{`{"if": {"required": ["a"]}, "else": {"required": ["b"]}}`, `{}`, `missing required property "b"; add it (because "a" is missing)`},
		{`{"if": {"properties": {"kind": {"const": "x"}}}, "then": {"required": ["kind"]}}`, `{}`, `missing required property "kind"; add it`},
		{`{"if": {"properties": {"v": {"const": 3}}}, "else": {"properties": {"v": {"const": 2}}}}`, `{"v": 1}`, `expected 2, got 1`},
		{`{"if": {"properties": {"kind": {"const": "x"}}}, "then": {"required": ["b"]}}`, `{"kind": "x"}`, `missing required property "b"; add it (because "kind" is "x")`},
		{`{"if": {"properties": {"kind": {"const": "x"}}}, "then": {"required": ["kind"]}}`, `{}`, `missing required property "kind"; add it`},
		{`{"if": {"properties": {"v": {"const": 3}}}, "else": {"properties": {"v": {"const": 2}}}}`, `{"v": 1}`, `expected 2, got 1`},
		{`{"if": {"properties": {"kind": {"const": "x"}}}, "then": {"required": ["b"]}}`, `{}`, `missing required property "b"; add it (because "kind" is missing)`},
		{`{"if": {"properties": {"kind": {"enum": ["x", "y"]}}, "required": ["kind"]}, "else": {"required": ["b"]}}`, `{"kind": "z"}`, `missing required property "b"; add it (because "kind" is "z")`},
		{`{"if": {"properties": {"a": {"const": 1}, "c": {"const": true}, "d": {"type": "string"}}}, "then": {"properties": {"b": {"type": "string"}}}}`, `{"a": 1, "c": true, "b": 2}`, `expected string, got the number 2; put it in quotes (because "a" is 1 and "c" is true)`},
		{`{"if": {"properties": {"a": {"const": 1}, "c": {"const": true}}}, "else": {"required": ["b"]}}`, `{"a": 1, "c": 2}`, `missing required property "b"; add it (because "if" does not match)`},
		{`{"if": {"properties": {"a": {"type": "object"}}}, "then": {"required": ["b"]}}`, `{"a": {}}`, `missing required property "b"; add it (because "a" is present)`},
		{`{"if": {"not": {"required": ["a"]}}, "then": {"required": ["b"]}}`, `{}`, `missing required property "b"; add it (because "a" is missing)`},
		{`{"if": {"properties": {"": {"const": 1}}}, "then": {"required": ["b"]}}`, `{"": 1}`, `missing required property "b"; add it (because "" is 1)`},
		{`{"if": {"type": "object"}, "then": {"required": ["b"]}}`, `{}`, `missing required property "b"; add it (because "if" matches)`},
		{`{"if": {"required": ["a"]}, "then": {"properties": {"b": {"properties": {"c": {"type": "null"}}}}}}`, `{"a": 1, "b": {"c": 1}}`, `expected null, got the number 1`},
		{`{"anyOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]}`, `{}`, `matches no alternative of anyOf: missing required property "a", "b" or "c"; add one of them`},
		{`{"oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"type": "string"}]}`, `{}`, `matches no alternative of oneOf: missing required property "a" or "b"; add one of them (and 1 more alternative)`},
		{`{"maxProperties": 1, "additionalProperties": false, "properties": {"a": {}}}`, `{"a": 1, "x": 2}`, `unknown property "x"; remove it or correct its name`},
		{`{"anyOf": [{"enum": ["a", "b"]}, {"minLength": 9}], "enum": ["a", "b"]}`, `"c"`, `"c" is not one of "a", "b"`},
		{`{"properties": {"fields": {}, "folder": {}}, "oneOf": [{"required": ["files"]}, {"required": ["folder"]}]}`, `{"fields": [], "foledr": "x"}`, `missing required property "folder"; add it`},
		{`{"dependentSchemas": {"a": {"required": ["b"]}}}`, `{"a": 1}`, `missing required property "b"; add it (because "a" is present)`},
		{`{"if": {"required": ["a"]}, "then": {"properties": {"a": {}}, "additionalProperties": false}, "properties": {"b": {}}}`, `{"a": 1, "b": 1}`, `unknown property "b"; remove it or correct its name (because "a" is present)`},
		{`{"if": {"required": ["b"]}, "then": {"additionalProperties": false}}`, `{"b": 1}`, `unknown property "b"; remove it or correct its name`},
		{`{"oneOf": [{"properties": {"type": {"const": "a"}}}, {"properties": {"type": {"enum": ["b", "c"]}}}]}`, `{}`, `matches oneOf[0] and oneOf[1], must match exactly one; "type", which decides, is missing`},
		{`{"oneOf": [{"required": ["uses"]}, {"required": ["run"]}]}`, `{"run": 1, "uses": 1}`, `matches oneOf[0] and oneOf[1], must match exactly one; it has "uses" and "run", remove one of them`},
		{`{"oneOf": [{"required": ["host", "port"]}, {"required": ["socket", "host"]}]}`, `{"host": 1, "port": 2, "socket": 3}`, `matches oneOf[0] and oneOf[1], must match exactly one; it has "port" and "socket", remove one of them`},
		{`{"oneOf": [{"properties": {"ps": {}}, "additionalProperties": false}, {"properties": {"cmd": {}}, "additionalProperties": false}]}`, `{}`, `matches oneOf[0] and oneOf[1], must match exactly one; add "ps" or "cmd", which only one of them allows`},
		{`{"oneOf": [{"properties": {"ps": {}}}, {"properties": {"cmd": {}}}]}`, `{}`, `matches oneOf[0] and oneOf[1], must match exactly one`},
		{`{"oneOf": [{"properties": {"type": {"const": "a"}}}, {"properties": {"type": {"enum": ["a", "c"]}}}]}`, `{"type": "a"}`, `matches oneOf[0] and oneOf[1], must match exactly one`},
		{`{"not": {"required": ["a", "b"]}}`, `{"a": 1, "b": 1}`, `must not have "a" together with "b"; the schema excludes it with "not"`},
		{`{"not": {"required": ["a"]}}`, `1`, `must not match the schema in "not", got the number 1`},
		{`{"contains": {"type": "null"}, "minContains": 3}`, `[null, 1, null]`, `2 items match "contains"; at least 3 are required`},
		{`{"contains": {"type": "null"}, "maxContains": 1}`, `[null, null, null]`, `3 items match "contains"; at most 1 is allowed (items 0, 1, 2)`},
		{`{"uniqueItems": true}`, `[1, 2, 1]`, `items 0 and 2 are equal; items must be unique, remove one`},
		{`{"anyOf": [{"minimum": 10}, {"multipleOf": 7}, {"type": "string"}]}`, `5`, `matches no alternative of anyOf: expected at least 10, got 5, or expected a multiple of 7, got 5 (and 1 more alternative)`},
	}
	for _, tt := range tests {
		if _, violations := outcome(t, compiled(t, tt.schema), []byte(tt.payload)); len(violations) != 1 || violations[0].Message != tt.want {
			t.Errorf("%s %s:\n%v\nwant %s", tt.schema, tt.payload, violations, tt.want)
		}
	}
}
