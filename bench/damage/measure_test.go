package damage

import (
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
