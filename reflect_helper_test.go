package verdict_test

// This file has what the tests of reflection share.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	reference "github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/verdict-lint/verdict"
)

// compile compiles a document, which checks it against the metaschema, and returns a function
// that validates payloads.
func compile(t *testing.T, document []byte) func(payload string) error {
	t.Helper()
	validate, err := tryCompile(document)
	if err != nil {
		t.Fatalf("%v\n%s", err, document)
	}
	return validate
}

// tryCompile compiles a document with this package and with an independent library, so that
// a fault of one does not hide a fault of the document.
func tryCompile(document []byte) (func(payload string) error, error) {
	ours, err := verdict.Compile(document)
	if err != nil {
		return nil, err
	}
	compiler := reference.NewCompiler()
	compiler.Draft = reference.Draft2020
	compiler.AssertFormat = true
	if err := compiler.AddResource("https://example.com/reflected.json", bytes.NewReader(document)); err != nil {
		return nil, err
	}
	theirs, err := compiler.Compile("https://example.com/reflected.json")
	if err != nil {
		return nil, err
	}
	return func(payload string) error {
		err := ours.Validate([]byte(payload))
		d := json.NewDecoder(bytes.NewReader([]byte(payload)))
		d.UseNumber()
		var v any
		if decodeErr := d.Decode(&v); decodeErr != nil {
			return decodeErr
		}
		if other := theirs.Validate(v); (err == nil) != (other == nil) {
			return fmt.Errorf("the validators disagree: %v; %v", err, other)
		}
		return err
	}, nil
}
