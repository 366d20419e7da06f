package verdict_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

type answer struct {
	City   string          `json:"city" jsonschema:"minLength=2,pattern=^[A-Z],description=of the shop"`
	Unit   string          `json:"unit,omitzero" jsonschema:"enum=C,enum=F"`
	Degree int8            `json:"degree,omitzero"`
	Note   null.Or[string] `json:"note,omitzero"`
	Days   []answerDay     `json:"days" jsonschema:"minItems=2,maxItems=7"`
	Best   *answerDay      `json:"best"`
	Last   answerDay       `json:"last,omitzero" jsonschema:"description=the last"`
}

type answerDay struct {
	Date string `json:"date" jsonschema:"format=date"`
	Link string `json:"link,omitzero" jsonschema:"format=uri"`
	Kind string `json:"kind" jsonschema:"const=day"`
}

func TestProfilesKeepWhatProvidersAccept(t *testing.T) {
	for profile, want := range map[verdict.Profile]string{
		verdict.OpenAI: `{
			"type": "object",
			"properties": {
				"city": {"description": "of the shop", "type": "string", "pattern": "^[A-Z]"},
				"unit": {"type": ["string", "null"], "enum": ["C", "F", null]},
				"degree": {"type": ["integer", "null"], "minimum": -128, "maximum": 127},
				"note": {"type": ["string", "null"]},
				"days": {"type": ["array", "null"], "items": {"$ref": "#/$defs/answerDay"}, "minItems": 2, "maxItems": 7},
				"best": {"anyOf": [{"$ref": "#/$defs/answerDay"}, {"type": "null"}]},
				"last": {"anyOf": [{"$ref": "#/$defs/answerDay"}, {"type": "null"}]}
			},
			"additionalProperties": false,
			"required": ["city", "unit", "degree", "note", "days", "best", "last"],
			"$defs": {
				"answerDay": {
					"type": "object",
					"properties": {
						"date": {"type": "string", "format": "date"},
						"link": {"type": ["string", "null"]},
						"kind": {"type": "string", "const": "day"}
					},
					"additionalProperties": false,
					"required": ["date", "link", "kind"]
				}
			}
		}
		/properties/city/minLength
		/properties/last/description
		/$defs/answerDay/properties/link/format`,
		verdict.Anthropic: `{
			"type": "object",
			"properties": {
				"city": {"description": "of the shop", "type": "string", "pattern": "^[A-Z]"},
				"unit": {"type": "string", "enum": ["C", "F"]},
				"degree": {"type": "integer"},
				"note": {"type": ["string", "null"]},
				"days": {"type": ["array", "null"], "items": {"$ref": "#/$defs/answerDay"}},
				"best": {"anyOf": [{"$ref": "#/$defs/answerDay"}, {"type": "null"}]},
				"last": {"$ref": "#/$defs/answerDay", "description": "the last"}
			},
			"additionalProperties": false,
			"required": ["city", "days", "best"],
			"$defs": {
				"answerDay": {
					"type": "object",
					"properties": {
						"date": {"type": "string", "format": "date"},
						"link": {"type": "string", "format": "uri"},
						"kind": {"type": "string", "const": "day"}
					},
					"additionalProperties": false,
					"required": ["date", "kind"]
				}
			}
		}
		/properties/city/minLength
		/properties/degree/minimum
		/properties/degree/maximum
		/properties/days/minItems
		/properties/days/maxItems`,
		verdict.Gemini: `{
			"type": "object",
			"properties": {
				"city": {"description": "of the shop", "type": "string"},
				"unit": {"type": "string", "enum": ["C", "F"]},
				"degree": {"type": "integer", "minimum": -128, "maximum": 127},
				"note": {"type": ["string", "null"]},
				"days": {"type": ["array", "null"], "items": {"$ref": "#/$defs/answerDay"}, "minItems": 2, "maxItems": 7},
				"best": {"anyOf": [{"$ref": "#/$defs/answerDay"}, {"type": "null"}]},
				"last": {"$ref": "#/$defs/answerDay"}
			},
			"required": ["city", "days", "best"],
			"$defs": {
				"answerDay": {
					"type": "object",
					"properties": {
						"date": {"type": "string", "format": "date"},
						"link": {"type": "string", "format": "uri"},
						"kind": {"type": "string", "enum": ["day"]}
					},
					"required": ["date", "kind"]
				}
			}
		}
		/properties/city/pattern
		/properties/city/minLength
		/properties/last/description`,
	} {
		document, err := verdict.Reflect[answer]()
		if err != nil {
			t.Fatal(err)
		}
		restricted, removed, err := profile.Restrict(document)
		if err != nil {
			t.Errorf("%s: %v", profile, err)
			continue
		}
		got := string(restricted)
		for _, keyword := range removed {
			got += keyword.Pointer + "\n"
			if !strings.HasSuffix(keyword.Pointer, "/"+keyword.Keyword) {
				t.Errorf("%s: keyword %q at %q", profile, keyword.Keyword, keyword.Pointer)
			}
		}
		if diff := cmp.Diff(normal(t, want), normal(t, got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", profile, diff)
		}
		reflected, err := verdict.Reflect[answer](verdict.WithProfile(profile))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(restricted), string(reflected)); diff != "" {
			t.Errorf("%s: Restrict and WithProfile differ (-Restrict +WithProfile):\n%s", profile, diff)
		}
	}
}

// normal returns a JSON document with its order kept, followed by lines, without white space.
func normal(t *testing.T, text string) string {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	var document json.RawMessage
	if err := decoder.Decode(&document); err != nil {
		t.Fatal(err)
	}
	var indented strings.Builder
	encoder := json.NewEncoder(&indented)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		t.Fatal(err)
	}
	return indented.String() + strings.Join(strings.Fields(text[decoder.InputOffset():]), "\n")
}

// Two alternatives may match once keywords are removed from them.
func TestProfilesReplaceOneOf(t *testing.T) {
	const schema = `{"type": "object", "properties": {"a": {"oneOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 4}]}}}`
	for _, profile := range []verdict.Profile{verdict.OpenAI, verdict.Anthropic, verdict.Gemini} {
		restricted, removed, err := profile.Restrict([]byte(schema))
		if err != nil {
			t.Errorf("%s: %v", profile, err)
			continue
		}
		if !verdict.MustCompile(restricted).Valid([]byte(`{"a": "abc"}`)) {
			t.Errorf("%s: a valid value is rejected by %s", profile, restricted)
		}
		if len(removed) == 0 || removed[0].Pointer != "/properties/a/oneOf" {
			t.Errorf("%s: removed %v, want oneOf first", profile, removed)
		}
	}
}

func TestProfilesRejectWhatTheyCannotExpress(t *testing.T) {
	for _, tt := range []struct {
		schema    string
		openAI    string // a part of the error; "" for none
		anthropic string
		gemini    string
	}{
		{`{"type": "array"}`, "root", "root", "root"},
		{`true`, "root", "root", "root"},
		{`{"type": "object", "anyOf": [{"required": ["a"]}]}`, "must have a type", "", ""},
		{`{"type": "object", "additionalProperties": {"type": "string"}}`, `"/additionalProperties": objects with any names`, `"/additionalProperties": objects with any names`, ""},
		{`{"type": "object", "patternProperties": {"^x": {"type": "string"}}}`, `"/patternProperties"`, `"/patternProperties"`, ""},
		{`{"type": "object", "properties": {"a": {}}}`, `"/properties/a": a schema must have a type`, "", ""},
		{`{"type": "object", "properties": {"a": false}}`, `"/properties/a": the schema false`, `"/properties/a": the schema false`, `"/properties/a": the schema false`},
		{`{"type": "object", "required": ["b"]}`, `required property "b" has no schema`, "", ""},
		{`{"type": "object", "properties": {"next": {"$ref": "#"}}}`, "", "recursive", ""},
		{`{"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"type": "array", "items": {"$ref": "#/$defs/a"}}}}`, "", "recursive", ""},
		{`{"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}, "b": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"type": "string"}}}`, "", "", ""},
		{`{"type": "object"`, "not valid JSON", "not valid JSON", "not valid JSON"},
	} {
		for profile, want := range map[verdict.Profile]string{verdict.OpenAI: tt.openAI, verdict.Anthropic: tt.anthropic, verdict.Gemini: tt.gemini} {
			_, _, err := profile.Restrict([]byte(tt.schema))
			if (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %s: got the error %v, want %q", profile, tt.schema, err, want)
			}
		}
	}
	if _, _, err := verdict.Profile(9).Restrict([]byte(`{}`)); err == nil {
		t.Error("an unknown profile is accepted")
	}
	if _, err := verdict.For[answer](verdict.WithProfile(9)); err == nil {
		t.Error("an unknown profile is accepted by For")
	}
}

// A provider enforces only its subset, so all rules of the type remain, except that null
// takes the place of absence.
func TestAnswersOfAProfileAreDecoded(t *testing.T) {
	model := verdict.MustFor[answer](verdict.WithProfile(verdict.OpenAI))
	const day = `{"date": "2024-02-29", "link": null, "kind": "day"}`
	got, err := model.Decode([]byte(`{"city": "Oslo", "unit": null, "degree": null, "note": null, "days": [` + day + `, ` + day + `], "best": null, "last": null}`))
	if err != nil {
		t.Fatal(err)
	}
	if got.City != "Oslo" || got.Unit != "" || len(got.Days) != 2 || got.Days[0] != (answerDay{Date: "2024-02-29", Kind: "day"}) || !got.Note.IsNull() {
		t.Errorf("got %+v", got)
	}
	for payload, pointer := range map[string]string{
		`{"city": "O", "days": [` + day + `, ` + day + `], "best": null}`:                  "/city",
		`{"city": null, "days": [` + day + `, ` + day + `], "best": null}`:                 "/city",
		`{"city": "Oslo", "days": [` + day + `], "best": null}`:                            "/days",
		`{"city": "Oslo", "degree": 128, "days": [` + day + `, ` + day + `], "best":null}`: "/degree",
	} {
		invalid, ok := errors.AsType[*verdict.Error](model.Validate([]byte(payload)))
		if !ok || len(invalid.Violations) != 1 || invalid.Violations[0].Pointer != pointer {
			t.Errorf("%s: got the error %v, want one violation at %s", payload, invalid, pointer)
		}
	}
}

func ExampleWithProfile() {
	type City struct {
		Name  string `json:"name" jsonschema:"minLength=1"`
		State string `json:"state,omitzero"`
	}
	document, err := verdict.Reflect[City]()
	if err != nil {
		fmt.Println(err)
		return
	}
	restricted, removed, err := verdict.OpenAI.Restrict(document)
	fmt.Print(string(restricted), removed, err, "\n")

	answers := verdict.MustFor[City](verdict.WithProfile(verdict.OpenAI))
	fmt.Println(answers.Decode([]byte(`{"name": "Oslo", "state": null}`)))
	// Output:
	// {
	//   "type": "object",
	//   "properties": {
	//     "name": {
	//       "type": "string"
	//     },
	//     "state": {
	//       "type": [
	//         "string",
	//         "null"
	//       ]
	//     }
	//   },
	//   "additionalProperties": false,
	//   "required": [
	//     "name",
	//     "state"
	//   ]
	// }
	// [{/properties/name/minLength minLength}] <nil>
	// {Oslo } <nil>
}

func ExampleProfile_Restrict() {
	restricted, removed, err := verdict.Anthropic.Restrict([]byte(`{
		"type": "object",
		"properties": {"count": {"type": "integer", "minimum": 1}},
		"additionalProperties": false
	}`))
	fmt.Print(string(restricted))
	fmt.Println(removed, err)
	// Output:
	// {
	//   "type": "object",
	//   "properties": {
	//     "count": {
	//       "type": "integer"
	//     }
	//   },
	//   "additionalProperties": false
	// }
	// [{/properties/count/minimum minimum}] <nil>
}

func ExampleProfile_String() {
	fmt.Println(verdict.OpenAI, verdict.Profile(9))
	// Output: OpenAI Profile(9)
}
