package verdict_test

// What the tests of reflection share.

import (
	"bytes"
	"encoding/json"
	"testing"

	reference "github.com/santhosh-tekuri/jsonschema/v5"
)

// compile compiles a document with the reference validator, which also checks
// it against the metaschema.
func compile(t *testing.T, document []byte) func(payload string) error {
	t.Helper()
	validate, err := tryCompile(document)
	if err != nil {
		t.Fatalf("%v\n%s", err, document)
	}
	return validate
}

func tryCompile(document []byte) (func(payload string) error, error) {
	compiler := reference.NewCompiler()
	compiler.Draft = reference.Draft2020
	compiler.AssertFormat = true
	if err := compiler.AddResource("https://example.com/reflected.json", bytes.NewReader(document)); err != nil {
		return nil, err
	}
	s, err := compiler.Compile("https://example.com/reflected.json")
	if err != nil {
		return nil, err
	}
	return func(payload string) error {
		d := json.NewDecoder(bytes.NewReader([]byte(payload)))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil {
			return err
		}
		return s.Validate(v)
	}, nil
}
