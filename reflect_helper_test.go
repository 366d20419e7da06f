package verdict_test

// This file has what the tests of reflection share.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	reference "github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/verdict-lint/verdict"
)

// A reflection is Reflect of some type.
type reflection func(...verdict.Option) ([]byte, error)

// property returns the schema of the property f as JSON on one line.
func property(t *testing.T, reflect reflection, opts ...verdict.Option) string {
	t.Helper()
	document, err := reflect(opts...)
	if err != nil {
		t.Fatal(err)
	}
	compile(t, document)
	var s struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(document, &s); err != nil {
		t.Fatal(err)
	}
	return compact(t, s.Properties["f"])
}

// line returns the whole document on one line, without its $schema.
func line(t *testing.T, reflect reflection, opts ...verdict.Option) string {
	t.Helper()
	document, err := reflect(opts...)
	if err != nil {
		t.Fatal(err)
	}
	compile(t, document)
	return strings.Replace(compact(t, document), `"$schema":"https://json-schema.org/draft/2020-12/schema",`, "", 1)
}

func compact(t *testing.T, text []byte) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(json.RawMessage(text)); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

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
