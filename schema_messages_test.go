package verdict_test

// This file tests the keyword errorMessage.

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/messages"
)

func TestMessagesOfASchemaReplaceTheOthers(t *testing.T) {
	const foo = `"type": "object", "required": ["foo", "bar"], "properties": {"foo": {"type": "integer", "minimum": 2}, "bar": {"type": "string"}}, "additionalProperties": false`
	for _, c := range []struct{ name, schema, payload, want string }{
		// as the documentation of ajv-errors shows
		{"a single message", `{` + foo + `, "errorMessage": "should be a foo"}`, `{"foo": "a", "baz": 2}`, `1:1: should be a foo [missing]`},
		{"messages of keywords", `{` + foo + `, "errorMessage": {"type": "T", "required": "R", "additionalProperties": "A"}}`, `{"foo": "a", "bar": "", "baz": 2}`,
			"1:9: expected integer, got the string \"a\" [type]\n1:25: A [unknown-property]"},
		{"the type", `{` + foo + `, "errorMessage": {"type": "should be an object"}}`, `[]`, `1:1: should be an object [type]`},
		{"one message for all that is required", `{` + foo + `, "errorMessage": {"required": "foo and bar"}}`, `{}`, `1:1: foo and bar [missing]`},
		{"messages of required properties", `{` + foo + `, "errorMessage": {"required": {"foo": "F"}}}`, `{}`, "1:1: F [missing]\n1:1: missing required property \"bar\"; add it [missing]"},
		{"dependentRequired", `{"dependentRequired": {"a": ["b"]}, "errorMessage": {"dependentRequired": {"b": "B"}}}`, `{"a": 1}`, `1:1: B [missing]`},
		{"messages of properties", `{"allOf": [{` + foo + `}], "errorMessage": {"properties": {"foo": "foo >= 2", "bar": "bar is text"}}}`, `{"foo": 1, "bar": 5}`,
			"1:9: foo >= 2 [minimum]\n1:19: bar is text [type]"},
		{"and below them", `{"properties": {"a": {"items": {"type": "integer"}}}, "errorMessage": {"properties": {"a": "A"}}}`, `{"a": ["x", "y"]}`, `1:8: A [type]`},
		{"but not of a missing one", `{` + foo + `, "errorMessage": {"properties": {"foo": "F"}}}`, `{"bar": ""}`, `1:1: missing required property "foo"; add it [missing]`},
		{"messages of items", `{"items": {"type": "integer"}, "errorMessage": {"items": ["first", "second"]}}`, `["x", "y", "z"]`,
			"1:2: first [type]\n1:7: second [type]\n1:12: expected integer, got the string \"z\" [type]"},
		{"the default", `{` + foo + `, "errorMessage": {"properties": {"foo": "F"}, "_": "foo and bar only"}}`, `{"foo": 1, "baz": 1}`,
			"1:1: foo and bar only [missing]\n1:9: F [minimum]"},
		{"a pointer", `{"properties": {"size": {"minimum": 4}}, "errorMessage": {"properties": {"size": "at least 4, not ${/size}"}}}`, `{"size": 2.50}`, `1:10: at least 4, not 2.50 [minimum]`},
		{"the name of a property", `{"additionalProperties": {"not": {}, "errorMessage": "extra property is ${0#}"}}`, `{"x": 1, "y": 2}`,
			"1:7: extra property is \"x\" [not]\n1:15: extra property is \"y\" [not]"},

		{"a value of another type", `{"properties": {"a": {"type": "integer", "errorMessage": "${0} of ${1/b} in ${1} at ${2}${1#}, ${/c/0}"}}}`, `{"a": "x", "b": {"c": 1}, "c": [null]}`,
			`1:7: "x" of {"c": 1} in {"a": "x", "b": {"c": 1}, "c": [null]} at undefinedundefined, null [type]`},
		{"an index", `{"items": {"type": "integer", "errorMessage": "item ${0#}"}}`, `[1, "x", "y"]`, "1:5: item 1 [type]\n1:10: item 2 [type]"},
		{"escapes", `{"properties": {"a/b": {"properties": {"~": {"type": "integer"}}}}, "errorMessage": "${/a~1b/~0} ${/a~1b}"}`, `{"a/b": {"~": "x"}}`, `1:15: "x" {"~": "x"} [type]`},
		{"no pointers", `{"minLength": 2, "errorMessage": "$ {0} ${} ${x} ${0x} ${00} ${/no} ${ "}`, `"a"`, `1:1: $ {0} "a" ${x} ${0x} "a" undefined ${  [min-length]`},
		{"the nearest schema", `{"properties": {"a": {"type": "integer", "errorMessage": "inner"}, "b": {"type": "integer"}}, "errorMessage": "outer"}`, `{"a": "", "b": ""}`,
			"1:7: inner [type]\n1:16: outer [type]"},
		{"one that has no message for it", `{"properties": {"a": {"type": "integer", "errorMessage": {"minimum": "M"}}}, "errorMessage": "outer"}`, `{"a": ""}`, `1:7: outer [type]`},
		{"through a reference", `{"$defs": {"a": {"minimum": 2, "errorMessage": "A"}, "b": {"$ref": "#/$defs/a"}}, "properties": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a", "errorMessage": {"minimum": "not of this schema"}}}}`,
			`{"a": 1, "b": 1}`, "1:7: A [minimum]\n1:15: A [minimum]"},
		{"next to a reference", `{"$defs": {"a": {"minimum": 2}}, "properties": {"a": {"$ref": "#/$defs/a", "errorMessage": "beside"}}}`, `{"a": 1}`, `1:7: beside [minimum]`},
		{"alternatives", `{"anyOf": [{"type": "string"}, {"minimum": 3}], "errorMessage": {"anyOf": "text, or 3 and more"}}`, `1`, `1:1: text, or 3 and more [minimum]`},
		{"a likely alternative", `{"oneOf": [{"properties": {"k": {"const": "a"}, "n": {"type": "integer"}}, "required": ["k"]}, {"properties": {"k": {"const": "b"}}, "required": ["k"]}], "errorMessage": {"oneOf": "a or b"}}`,
			`{"k": "a", "n": "x"}`, `1:17: a or b [type]`},
		{"then", `{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "errorMessage": {"if": "b belongs to a"}}`, `{"a": 1}`, `1:1: b belongs to a [missing]`},
		{"equal texts of two schemas", `{"items": {"type": "integer", "errorMessage": "no integer"}}`, `["x", "y"]`, "1:2: no integer [type]\n1:7: no integer [type]"},
		{"several lines", `{"minLength": 2, "errorMessage": "one\ntwo\u0007"}`, `""`, `1:1: one two [min-length]`},
		{"of no meaning", `{"minLength": 2, "errorMessage": 5, "properties": {"errorMessage": {"minLength": 2}}}`, `""`, `1:1: expected at least 2 characters, got 0 [min-length]`},
		{"of no meaning within", `{"minLength": 2, "errorMessage": {"minLength": 5, "items": {}, "properties": [], "_": null}}`, `""`, `1:1: expected at least 2 characters, got 0 [min-length]`},
		{"a fault of the text", `{"errorMessage": "E"}`, `{`, `1:2: the payload ends within the object that begins at 1:1, expected '}' [syntax]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := textOf(compiled(t, c.schema, verdict.WithSchemaMessages()).Validate([]byte(c.payload))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			without := textOf(compiled(t, c.schema).Validate([]byte(c.payload)))
			plain := textOf(compiled(t, strings.ReplaceAll(c.schema, "errorMessage", "x-errorMessage")).Validate([]byte(c.payload)))
			if strings.ReplaceAll(without, "errorMessage", "x-errorMessage") != plain {
				t.Errorf("without the option: %s", without)
			}
		})
	}
}

func TestMessagesOfASchemaAreRedacted(t *testing.T) {
	s := compiled(t, `{"properties": {"a": {"minLength": 9}}, "errorMessage": "${/a} of ${0} ${/b}"}`, verdict.WithSchemaMessages(), verdict.WithRedaction(),
		verdict.WithMessages(messages.German()))
	const want = `1:7: Zeichenkette mit 6 Zeichen of Objekt mit 1 Eigenschaft undefined [min-length]`
	if got := textOf(s.Validate([]byte(`{"a": "secret"}`))); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func ExampleWithSchemaMessages() {
	schema := verdict.MustCompile([]byte(`{
		"properties": {"size": {"maximum": 5}},
		"required": ["id"],
		"errorMessage": {
			"required": {"id": "an order needs an ID"},
			"properties": {"size": "${/size} is too large"}
		}
	}`), verdict.WithSchemaMessages())
	fmt.Println(schema.Validate([]byte(`{"size": 7}`)))
	// Output:
	// 1:1: an order needs an ID [missing]
	// 1:10: 7 is too large [maximum]
}

// Messages of a hostile schema are short lines of valid UTF-8, whatever they refer to.
func TestMessagesOfASchemaAreBounded(t *testing.T) {
	const most = 1 << 12
	payload := []byte(`{"a": "${/a} ` + strings.Repeat("x", 1<<16) + `", "b": {"c": [{"d": 1}]}}`)
	for name, template := range map[string]string{
		"long":                     strings.Repeat("x", 1<<20),
		"long, of long characters": strings.Repeat("é", 1<<20),
		"many placeholders":        strings.Repeat("${/a}", 1<<16),
		"many of the payload":      strings.Repeat("${}", 1<<16),
		"a long pointer":           "${" + strings.Repeat("/a", 1<<16) + "}",
		"far up":                   "${" + strings.Repeat("9", 1<<10) + "}",
		"further than can be":      "${99999999999999999999999/a}",
		"above the payload":        "${9#} ${9/a} ${0#}",
		"nested":                   "${${${/a}}} ${/${/a}}",
		"not closed":               "${/a ${/b",
		"empty":                    "",
		"wrong escapes":            "${/~} ${/~2} ${/b/c/-1} ${/b/c/00} ${/b/c/1e9} ${~}",
		"several lines":            "a\nb\r\n\x00\u2028c ${/a}",
	} {
		t.Run(name, func(t *testing.T) {
			document, err := json.Marshal(map[string]any{"properties": map[string]any{"b": false}, "errorMessage": template})
			if err != nil {
				t.Fatal(err)
			}
			for _, option := range []verdict.Option{nil, verdict.WithRedaction(), verdict.WithMessages(messages.German())} {
				var invalid *verdict.Error
				if err := compiled(t, string(document), verdict.WithSchemaMessages(), option).Validate(payload); !errors.As(err, &invalid) || len(invalid.Violations) != 1 {
					t.Fatal(err)
				}
				got := invalid.Violations[0].Message
				if len(got) > most || !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) {
					t.Errorf("%d bytes: %.200q", len(got), got)
				}
			}
		})
	}
}
