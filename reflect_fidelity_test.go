package verdict_test

// This file tests that the schema of a type accepts what encoding/json writes for it,
// and rejects what it would not write.

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict"
)

// A wire is a type, a full value of it, and JSON that differs slightly from what is written
// for it.
type wire struct {
	name   string
	of     reflect.Type
	zero   any // as a pointer to the value and as the value
	full   any
	misses []string

	reflect func(...verdict.Option) ([]byte, error)
	decode  func(payload []byte) (any, error)
	patch   func(payload, patch []byte) (result []byte, err error)

	// append encodes what a pointer points to, and validate validates any value.
	append   func(dst []byte, pointer any) ([]byte, error)
	validate func(v any) error
}

// on returns the wire of a type.
func on[T any](name string, full T, misses ...string) wire {
	var zero T
	compiled := sync.OnceValues(func() (*verdict.Typed[T], error) { return verdict.For[T]() })
	return wire{
		name: name, of: reflect.TypeFor[T](), zero: &zero, full: &full, misses: misses,
		reflect: verdict.Reflect[T],
		decode: func(payload []byte) (any, error) {
			typed, err := compiled()
			if err != nil {
				return nil, err
			}
			v, err := typed.Decode(payload)
			return &v, err
		},
		patch: func(payload, patch []byte) ([]byte, error) {
			patches, err := verdict.For[T](verdict.WithPatch())
			if err != nil {
				return nil, err
			}
			var v T
			if err := json.Unmarshal(payload, &v); err != nil {
				return nil, err
			}
			if err := patches.ApplyMergePatch(&v, patch); err != nil {
				return nil, err
			}
			return json.Marshal(&v)
		},
		append: func(dst []byte, pointer any) ([]byte, error) {
			typed, err := compiled()
			if err != nil {
				return nil, err
			}
			return typed.Append(dst, *pointer.(*T))
		},
		validate: func(v any) error {
			typed, err := compiled()
			if err != nil {
				return err
			}
			return typed.ValidateValue(v)
		},
	}
}

// forms returns what encoding/json writes for a value: through a pointer,
// and without one.
func (w wire) forms(t *testing.T, pointer any) []string {
	t.Helper()
	var forms []string
	for _, v := range []any{pointer, reflect.ValueOf(pointer).Elem().Interface()} {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		forms = append(forms, string(b))
	}
	return forms
}

func TestASchemaAcceptsWhatIsWrittenAndRejectsNearMisses(t *testing.T) {
	for _, style := range []verdict.NullStyle{verdict.NullInType, verdict.NullInAnyOf} {
		for _, w := range fidelity() {
			t.Run(fmt.Sprintf("%s/%d", w.name, style), func(t *testing.T) {
				document, err := w.reflect(verdict.WithNullStyle(style))
				if err != nil {
					t.Fatal(err)
				}
				validate := compile(t, document)
				written := append(w.forms(t, w.zero), w.forms(t, w.full)...)
				for _, payload := range written {
					if err := validate(payload); err != nil {
						t.Errorf("%s is written and rejected: %v\n%s", payload, err, document)
					}
				}
				for _, payload := range w.misses {
					// Versions of encoding/json differ in what they write for an interface.
					if validate(payload) == nil && !slices.Contains(written, payload) {
						t.Errorf("%s is not written and accepted\n%s", payload, document)
					}
				}
			})
		}
	}
}

// plainInvopopIsRightFor is the number of types of the table that invopop/jsonschema alone
// reflects correctly, by the same criteria.
const plainInvopopIsRightFor = 45

func TestPlainInvopopIsRightForFewer(t *testing.T) {
	all := fidelity()
	right := 0
	for _, w := range all {
		if plainIsRight(t, w) {
			right++
		}
	}
	t.Logf("right for: %d of %d types", right, len(all))
	if right != plainInvopopIsRightFor {
		t.Errorf("github.com/invopop/jsonschema alone is right for %d of %d types, not for %d", right, len(all), plainInvopopIsRightFor)
	}
}

func plainIsRight(t *testing.T, w wire) (right bool) {
	defer func() {
		if recover() != nil {
			right = false
		}
	}()
	document, err := json.Marshal(jsonschema.ReflectFromType(w.of))
	if err != nil {
		return false
	}
	validate, err := tryCompile(document)
	if err != nil {
		return false
	}
	for _, payload := range append(w.forms(t, w.zero), w.forms(t, w.full)...) {
		if validate(payload) != nil {
			return false
		}
	}
	for _, payload := range w.misses {
		if validate(payload) == nil {
			return false
		}
	}
	return true
}
