package verdict_test

import (
	"encoding/json"
	"fmt"

	"github.com/verdict-lint/verdict"
)

// For a valid payload, the output has the annotations of its parts.
func ExampleSchema_Output() {
	schema := verdict.MustCompile([]byte(`{
		"properties": {
			"id":   {"$ref": "#/$defs/identifier"},
			"note": {"type": "string", "deprecated": true}
		},
		"$defs": {
			"identifier": {"title": "Identifier", "type": "integer"}
		}
	}`))
	output := schema.Output([]byte(`{"id": 7, "note": "urgent"}`), verdict.OutputBasic)
	for _, unit := range output.Annotations {
		fmt.Printf("%q %s: %s\n", unit.InstanceLocation, unit.KeywordLocation, unit.Annotation)
	}
	// Output:
	// "" /properties: ["id","note"]
	// "/id" /properties/id/$ref/title: "Identifier"
	// "/note" /properties/note/deprecated: true
}

// Marshaled, an output is the document that the specification describes.
func ExampleOutput_MarshalJSON() {
	schema := verdict.MustCompile([]byte(`{
		"$id": "https://example.com/polygon",
		"items": {"$ref": "#/$defs/point"},
		"minItems": 3,
		"$defs": {
			"point": {
				"properties": {"x": {"type": "number"}, "y": {"type": "number"}},
				"additionalProperties": false,
				"required": ["x", "y"]
			}
		}
	}`))
	output := schema.Output([]byte(`[{"x": 2.5, "y": 1.3}, {"x": 1, "z": 6.7}]`), verdict.OutputDetailed)
	text, err := json.MarshalIndent(output, "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
	// Output:
	// {
	//   "valid": false,
	//   "keywordLocation": "",
	//   "absoluteKeywordLocation": "https://example.com/polygon#",
	//   "instanceLocation": "",
	//   "errors": [
	//     {
	//       "valid": false,
	//       "keywordLocation": "/items/$ref",
	//       "absoluteKeywordLocation": "https://example.com/polygon#/$defs/point",
	//       "instanceLocation": "/1",
	//       "errors": [
	//         {
	//           "valid": false,
	//           "keywordLocation": "/items/$ref/additionalProperties",
	//           "absoluteKeywordLocation": "https://example.com/polygon#/$defs/point/additionalProperties",
	//           "instanceLocation": "/1/z",
	//           "error": "unknown property \"z\"; remove it or correct its name"
	//         },
	//         {
	//           "valid": false,
	//           "keywordLocation": "/items/$ref/required",
	//           "absoluteKeywordLocation": "https://example.com/polygon#/$defs/point/required",
	//           "instanceLocation": "/1",
	//           "error": "missing required property \"y\"; add it"
	//         }
	//       ]
	//     },
	//     {
	//       "valid": false,
	//       "keywordLocation": "/minItems",
	//       "absoluteKeywordLocation": "https://example.com/polygon#/minItems",
	//       "instanceLocation": "",
	//       "error": "expected at least 3 items, got 2"
	//     }
	//   ]
	// }
}
