package lint

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// open compiles one schema.
func open(t testing.TB, schema string) *Schema {
	t.Helper()
	catalog := NewCatalog([]string{"schema"}, func(string) ([]byte, bool) { return []byte(schema), true })
	s, err := catalog.Open("schema")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// hasError lints one payload, and reports whether an error is found.
func hasError(s *Schema, payload string) bool {
	doc := document{text: syntax.Text{JSON: []byte(payload)}, source: []byte(payload), editable: true}
	found, _ := New(nil, Options{}).check(s, "payload.json", &doc, nil)
	return slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Severity == finding.Error })
}

// The schema as it is written decides what is an error. The linter reads most
// payloads but once, strictly: it counts on strictness to refuse more, and never to
// accept more, be it below a keyword that asks for a schema to fail.
func TestErrorsAreThoseOfThePlainSchema(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 2020))
	warned := 0
	for range 1500 {
		schema := randomSchema(random, 3)
		s := open(t, schema)
		plain := s.plain()
		for range 8 {
			payload := randomPayload(random, 3)
			valid, strictly := plain.Valid([]byte(payload)), s.strict.Valid([]byte(payload))
			if strictly && !valid {
				t.Fatalf("valid strictly, and only so: %s against %s", payload, schema)
			}
			if valid && !strictly {
				warned++
			}
			if valid == hasError(s, payload) {
				t.Fatalf("valid is %t, and the linter says otherwise: %s against %s", valid, payload, schema)
			}
		}
	}
	if warned == 0 {
		t.Error("no payload was refused only strictly: this tests nothing")
	}
}

// randomSchema writes a schema that lists properties below every way there is to
// apply a schema.
func randomSchema(r *rand.Rand, depth int) string {
	if depth == 0 {
		return []string{"true", "false", `{"type": "object"}`, `{"type": "array"}`, `{"type": "integer"}`}[r.IntN(5)]
	}
	sub := func() string { return randomSchema(r, depth-1) }
	switch r.IntN(14) {
	case 0:
		return fmt.Sprintf(`{"not": %s}`, sub())
	case 1:
		return fmt.Sprintf(`{"oneOf": [%s, %s]}`, sub(), sub())
	case 2:
		return fmt.Sprintf(`{"anyOf": [%s, %s]}`, sub(), sub())
	case 3:
		return fmt.Sprintf(`{"allOf": [%s, %s]}`, sub(), sub())
	case 4:
		return fmt.Sprintf(`{"if": %s, "then": %s, "else": %s}`, sub(), sub(), sub())
	case 5:
		return fmt.Sprintf(`{"contains": %s, "minContains": %d, "maxContains": 1}`, sub(), r.IntN(2))
	case 6:
		return fmt.Sprintf(`{"contains": %s, "unevaluatedItems": %s}`, sub(), sub())
	case 7:
		return fmt.Sprintf(`{"dependentSchemas": {"a": %s}}`, sub())
	case 8:
		return fmt.Sprintf(`{"items": %s}`, sub())
	case 9:
		return fmt.Sprintf(`{"anyOf": [%s, %s], "unevaluatedProperties": %s}`, sub(), sub(), sub())
	}
	return fmt.Sprintf(`{"properties": {"%c": %s, "%c": %s}}`, 'a'+r.IntN(2), sub(), 'c'+r.IntN(2), sub())
}

func randomPayload(r *rand.Rand, depth int) string {
	switch kind := r.IntN(6); {
	case depth == 0 || kind == 0:
		return "1"
	case kind == 1:
		return fmt.Sprintf("[%s]", randomPayload(r, depth-1))
	case kind == 2:
		return fmt.Sprintf("[%s, %s]", randomPayload(r, depth-1), randomPayload(r, depth-1))
	}
	return fmt.Sprintf(`{"%c": %s, "%c": %s}`, 'a'+r.IntN(2), randomPayload(r, depth-1), 'c'+r.IntN(2), randomPayload(r, depth-1))
}
