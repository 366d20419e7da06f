package damage

import (
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

const schema = `{
	"properties": {
		"kind": {"enum": ["circle", "square"]},
		"when": {"type": "string", "format": "date"},
		"size": {"type": "number", "minimum": 0, "maximum": 10},
		"tags": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string"}},
		"maker": {"properties": {"name": {"type": "string"}}, "required": ["name"]}
	},
	"required": ["kind", "when", "size", "tags", "maker"],
	"additionalProperties": false
}`

const document = `{"kind": "circle", "when": "2024-05-01", "size": 2, "tags": ["a", "b"], "maker": {"name": "x"}}`

func measure(t *testing.T, schema string) *Result {
	t.Helper()
	result, err := Measure(
		Set{"shapes", verdict.MustCompile([]byte(schema)), [][]byte{[]byte(document), []byte(`{"kind": 1}`)}},
		Plan{Seed: 1, PerKind: 4, PerSet: 10, Examples: 10})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestEveryKindOfDamageIsDoneAndNamed(t *testing.T) {
	result := measure(t, schema)
	if result.Invalid != 1 {
		t.Errorf("%d documents were invalid before, want 1", result.Invalid)
	}
	for _, kind := range Kinds {
		if c := result.Kinds[kind]; c.Damaged == 0 || c.Exact != c.Damaged {
			t.Errorf("%s: %d of %d are exact: %v", kind, c.Exact, c.Damaged, result.Examples)
		}
	}
}

// A violation of the whole document does not name the damaged place.
func TestAReportElsewhereIsNotExact(t *testing.T) {
	result := measure(t, `{"not": {"not": `+schema+`}}`)
	if total := result.Total(); total.Damaged == 0 || total.Exact != 0 || len(result.Examples) == 0 {
		t.Errorf("%d of %d are exact, with %d examples", total.Exact, total.Damaged, len(result.Examples))
	}
}

func TestTheSameSeedDoesTheSameDamage(t *testing.T) {
	if a, b := measure(t, schema).Total(), measure(t, schema).Total(); a != b {
		t.Errorf("%v and %v", a, b)
	}
}

// A damage that the schema allows by itself is named by the message of another property, if that gives it as the reason.
func TestTheReasonOfAViolationIsTheFault(t *testing.T) {
	conditional := strings.Replace(schema, `"additionalProperties": false`, `"if": {"properties": {"kind": {"const": "circle"}}}, "else": {"properties": {"size": {"maximum": 1}}}`, 1)
	f := fault{kind: Misspelt, at: place{name: "kind", pointer: "/kind", within: ""}}
	violations := validate(verdict.MustCompile([]byte(conditional)), []byte(strings.Replace(document, "circle", "square", 1)))
	if len(violations) != 1 || violations[0].Pointer != "/size" || !f.isNamedBy(violations) {
		t.Errorf("%v do not name the kind", violations)
	}
	if f.at.name = "when"; f.isNamedBy(violations) {
		t.Errorf("%v name another property", violations)
	}
}

// An added entry of a map is one that the schema allows, so the violations are within its value. The name of an
// entry that suits a listed property is misspelt.
func TestAnEntryOfAMapIsNamedByItsValue(t *testing.T) {
	set := Set{"map", verdict.MustCompile([]byte(`{
		"properties": {"first": {"type": "object", "additionalProperties": {"type": "integer"}}},
		"additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}}}`)), [][]byte{[]byte(`{"first": {"a": 1, "b": 2}}`)}}
	result, err := Measure(set, Plan{Seed: 1, PerKind: 4, PerSet: 1, Examples: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []Kind{Added, MisspeltName} {
		if c := result.Kinds[kind]; c.Damaged == 0 || c.Exact != c.Damaged {
			t.Errorf("%s: %d of %d are exact: %v", kind, c.Exact, c.Damaged, result.Examples)
		}
	}
	if (&fault{kind: Added, at: place{name: "first"}, renamed: "qqq", moved: "/qqq"}).isNamedBy(validate(set.Schema, []byte(`{"qqq": {"a": 1}}`))) {
		t.Error("a value is blamed for a name that may not be allowed")
	}
}
