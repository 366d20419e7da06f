package messages_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/messages"
)

// TestViolationsAreWordedInGerman has the sentence of every rule, with both numbers where one is
// counted.
func TestViolationsAreWordedInGerman(t *testing.T) {
	const draft7 = `"$schema": "http://json-schema.org/draft-07/schema#", `
	for _, c := range []struct{ schema, payload, want string }{
		{`{"type": "string"}`, `5`, `Zeichenkette erwartet, Zahl 5 gefunden; in Anführungszeichen setzen`},
		{`{"type": ["string", "array", "null"]}`, `{}`, `Zeichenkette, Array oder null erwartet, Objekt gefunden; in eckige Klammern setzen`},
		{`{"type": "integer"}`, `1.5`, `ganze Zahl erwartet, Zahl 1.5 gefunden; die Zahl hat Nachkommastellen`},
		{`{"type": "boolean"}`, `"true"`, `Wahrheitswert erwartet, Zeichenkette "true" gefunden; Anführungszeichen entfernen`},
		{`{"type": "string", "format": "date"}`, `[]`, `Zeichenkette erwartet, leeres Array gefunden`},
		{`{"type": "integer"}`, `null`, `null ist nicht erlaubt, ganze Zahl erwartet; einen Wert angeben`},
		{`{"properties": {"a": {"type": "integer"}}}`, `{"a": null}`, `null ist nicht erlaubt, ganze Zahl erwartet; einen Wert angeben oder die Eigenschaft weglassen`},
		{`{"enum": ["red", "green"]}`, `"gren"`, `"gren" gehört nicht zu "red", "green"; war "green" gemeint?`},
		{`{"properties": {"a": false}}`, `{"a": 1}`, `die Eigenschaft "a" ist nicht erlaubt; entfernen`},
		{`{"contains": {"const": 1}}`, `[2]`, `kein Element passt zu "contains"; mindestens 1 ist erforderlich; am nächsten kommt /0: 1 erwartet, 2 gefunden`},
		{`{"allOf": [{"if": {"properties": {"a": {"const": 1}}}, "then": {"properties": {"b": {"type": "string"}}}},
			{"if": {"properties": {"a": {"const": 2}}}, "then": {"properties": {"b": {"type": "integer"}}}}]}`, `{"b": 1}`,
			`die Eigenschaft "a", von der "if" abhängt, fehlt; ergänzen`},
		{`{"oneOf": [{"required": ["a"], "not": {"required": ["b"]}}, {"required": ["b"], "not": {"required": ["a"]}}]}`, `{"a": 1, "b": 1}`,
			`passt zu keiner Alternative von oneOf: nur eines davon darf vorkommen: "a", "b"`},
		{`{"const": 1}`, `2`, `1 erwartet, 2 gefunden`},
		{`{"enum": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22]}`, `0`, `0 gehört nicht zu 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 und 2 weitere`},
		{`{"enum": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]}`, `0`, `0 gehört nicht zu 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 und 1 weiterer`},
		{`{"format": "date-time"}`, `"2024-05-01T10:00:00"`, `"2024-05-01T10:00:00" entspricht nicht dem Format date-time: keine Zeitverschiebung; erwartet: Datum und Uhrzeit nach RFC 3339 mit Zeitverschiebung, etwa 2024-05-01T09:30:00Z`},
		{`{"format": "date"}`, `"2023-02-30"`, `"2023-02-30" entspricht nicht dem Format date: 2023-02 hat keinen Tag 30; erwartet: Datum nach RFC 3339, etwa 2024-05-01`},
		{`{"format": "ipv4"}`, `"1"`, `"1" entspricht nicht dem Format ipv4: 1 Zahl, nicht 4; erwartet: IPv4-Adresse aus vier Dezimalzahlen, etwa 192.0.2.1`},
		{`{"format": "uri"}`, `"http://a b"`, `"http://a b" entspricht nicht dem Format uri: ein Leerzeichen ist im Host nicht erlaubt; erwartet: URI nach RFC 3986 mit Schema, etwa https://example.com/a?b=c`},
		{`{"pattern": "^a$"}`, `"b"`, `"b" entspricht nicht dem Muster ^a$`},
		{`{` + draft7 + `"contentEncoding": "base64"}`, `"a_=="`, `"a_==" ist kein base64: '_' ist ein Zeichen von base64url; erwartet: Base64 nach RFC 4648 mit Füllzeichen, etwa aGVsbG8=`},
		{`{"minLength": 2}`, `""`, `mindestens 2 Zeichen erwartet, 0 gefunden`},
		{`{"minItems": 1}`, `[]`, `mindestens 1 Element erwartet, 0 gefunden`},
		{`{"maxItems": 2}`, `[1, 2, 3]`, `höchstens 2 Elemente erwartet, 3 gefunden`},
		{`{"minProperties": 1}`, `{}`, `mindestens 1 Eigenschaft erwartet, 0 gefunden`},
		{`{"maxProperties": 0}`, `{"a": 1}`, `höchstens 0 Eigenschaften erwartet, 1 gefunden; "a" entfernen`},
		{`{"exclusiveMinimum": 1}`, `1`, `mehr als 1 erwartet, 1 gefunden`},
		{`{"multipleOf": 0.5}`, `0.7`, `ein Vielfaches von 0.5 erwartet, 0.7 gefunden`},
		{`{"uniqueItems": true}`, `[1, 1]`, `die Elemente 0 und 1 sind gleich; Elemente müssen sich unterscheiden, eines entfernen`},
		{`{"prefixItems": [true], "items": false}`, `[1, 2]`, `zu viele Elemente, höchstens 1 ist erlaubt; dieses entfernen`},
		{`{"prefixItems": [true, true], "items": false}`, `[1, 2, 3]`, `zu viele Elemente, höchstens 2 sind erlaubt; dieses entfernen`},
		{`{"contains": {"type": "string"}}`, `[1]`, `kein Element passt zu "contains"; mindestens 1 ist erforderlich`},
		{`{"contains": {"type": "string"}, "minContains": 2}`, `["a"]`, `1 Element passt zu "contains"; mindestens 2 sind erforderlich`},
		{`{"contains": {"type": "string"}, "maxContains": 1}`, `["a", "b"]`, `2 Elemente passen zu "contains"; höchstens 1 ist erlaubt (Elemente 0, 1)`},
		{`{"required": ["a"]}`, `{}`, `die erforderliche Eigenschaft "a" fehlt; ergänzen`},
		{`{"dependentRequired": {"a": ["b"]}}`, `{"a": 1}`, `die Eigenschaft "b" fehlt, erforderlich wegen "a"; ergänzen`},
		{`{"properties": {"name": {}}, "additionalProperties": false}`, `{"nmae": 1}`, `unbekannte Eigenschaft "nmae"; war "name" gemeint?`},
		{`{"properties": {"name": {}}, "additionalProperties": false}`, `{"xyz": 1}`, `unbekannte Eigenschaft "xyz"; entfernen oder den Namen berichtigen`},
		{`{"propertyNames": {"pattern": "^a"}}`, `{"b": 1}`, `der Eigenschaftsname "b" entspricht nicht dem Muster ^a`},
		{`{"propertyNames": {"minLength": 2}}`, `{"b": 1}`, `der Eigenschaftsname "b" ist nicht erlaubt: mindestens 2 Zeichen erwartet, 1 gefunden`},
		{`{"not": {"type": "integer"}}`, `5`, `darf nicht zum Schema in "not" passen, Zahl 5 gefunden`},
		{`{"not": {"required": ["a", "b"]}}`, `{"a": 1, "b": 2}`, `"a" zusammen mit "b" darf nicht vorkommen; das Schema schließt das mit "not" aus`},
		{`{"oneOf": [{"type": "integer"}, {"minimum": 2}]}`, `5`, `passt zu oneOf[0] und oneOf[1], muss zu genau einem passen`},
		{`{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}`, `{}`, `passt zu keiner Alternative von anyOf: eine erforderliche Eigenschaft fehlt: "a" oder "b"; eine davon ergänzen`},
		{`{"anyOf": [{"minimum": 5}, {"multipleOf": 3}]}`, `4`, `passt zu keiner Alternative von anyOf: mindestens 5 erwartet, 4 gefunden, oder ein Vielfaches von 3 erwartet, 4 gefunden`},
		{`{"if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]}, "then": {"required": ["x"]}}`, `{"kind": "a"}`, `die erforderliche Eigenschaft "x" fehlt; ergänzen (weil "kind" "a" ist)`},
		{`{"if": {"required": ["kind"]}, "then": {"required": ["x"]}, "else": {"required": ["y"]}}`, `{}`, `die erforderliche Eigenschaft "y" fehlt; ergänzen (weil "kind" fehlt)`},
		{`false`, `[1]`, `hier ist kein Wert erlaubt, Array gefunden`},
		{`true`, `{"a": 1, "a": 2}`, `doppelte Eigenschaft "a" (zuerst in 1:2); eine entfernen`},
		{`true`, `[1,]`, `überflüssiges Komma vor ']'; entfernen`},
		{`true`, ``, `das Dokument ist leer, Wert erwartet`},
		{`true`, `[1`, `das Dokument endet innerhalb des Arrays, das in 1:1 beginnt, ']' erwartet`},
		{`true`, "[\x01", `Wert erwartet, Steuerzeichen U+0001 gefunden`},
		{`true`, `[01]`, `'01' ist keine JSON-Zahl; eine Zahl darf nicht mit 0 beginnen`},
		{`true`, "\"\xff\"", `kein gültiges UTF-8; das Dokument als UTF-8 ohne Byte Order Mark speichern`},
		{`true`, `[[[[[1]]]]]`, `tiefer verschachtelt als das Limit von 4, das WithLimits festlegt (Limits.Depth)`},
	} {
		s, err := verdict.Compile([]byte(c.schema), verdict.WithMessages(messages.German()), verdict.WithLimits(verdict.Limits{Depth: 4}))
		if err != nil {
			t.Fatalf("%s: %v", c.schema, err)
		}
		var invalid *verdict.Error
		if err := s.Validate([]byte(c.payload)); !errors.As(err, &invalid) || len(invalid.Violations) != 1 || invalid.Violations[0].Message != c.want {
			t.Errorf("%s: %s\ngot  %v\nwant %s", c.schema, c.payload, err, c.want)
		}
	}
}

func TestRedactedValuesAreDescribedInGerman(t *testing.T) {
	s := verdict.MustCompile([]byte(`{"not": {}}`), verdict.WithMessages(messages.German()), verdict.WithRedaction())
	for payload, want := range map[string]string{
		`"a"`: "Zeichenkette mit 1 Zeichen", `[1]`: "Array mit 1 Element", `[1,2]`: "Array mit 2 Elementen",
		`{"a":1}`: "Objekt mit 1 Eigenschaft", `{}`: "Objekt mit 0 Eigenschaften", `5`: "ganze Zahl", `true`: "Wahrheitswert",
	} {
		var invalid *verdict.Error
		if err := s.Validate([]byte(payload)); !errors.As(err, &invalid) || invalid.Violations[0].Got != want {
			t.Errorf("%s: %v, want %s", payload, err, want)
		}
	}
}

func ExampleGerman() {
	schema := verdict.MustCompile([]byte(`{"minItems": 2}`), verdict.WithMessages(messages.German()))
	fmt.Println(schema.Validate([]byte(`[1]`)))
	// Output: 1:1: mindestens 2 Elemente erwartet, 1 gefunden [min-items]
}

func ExampleEnglish() {
	fmt.Println(messages.English().Messages["missing"])
	// Output: missing required property {property}; add it
}
