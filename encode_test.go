package verdict_test

// This file compares Append and ValidateValue with encoding/json.

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/race"
	"github.com/verdict-lint/verdict/schema"
)

// TestEncodingIsThatOfEncodingJSON writes the values of the table of fidelity.
func TestEncodingIsThatOfEncodingJSON(t *testing.T) {
	written := 0
	for _, w := range fidelity() {
		t.Run(w.name, func(t *testing.T) {
			for _, pointer := range []any{w.zero, w.full} {
				want, err := json.Marshal(reflect.ValueOf(pointer).Elem().Interface())
				if err != nil {
					t.Fatal(err)
				}
				got, err := w.append([]byte("before"), pointer)
				if err != nil {
					t.Fatal(err) // as in the test of fidelity, the schema accepts it
				}
				if written++; string(got) != "before"+string(want) {
					t.Errorf("%s, by encoding/json %s", got, want)
				}
			}
		})
	}
	if all := 2 * len(fidelity()); written != all {
		t.Errorf("only %d of %d values were written", written, all)
	}
}

// The values of each type are validated by the schema of every other.
func TestAValueHasTheViolationsOfItsText(t *testing.T) {
	tested, invalid := 0, 0
	all := fidelity()
	type pair struct {
		value any
		text  []byte
	}
	values := make([][]pair, len(all))
	for i, w := range all {
		for _, v := range []any{w.full, reflect.ValueOf(w.zero).Elem().Interface()} {
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			values[i] = append(values[i], pair{v, text})
		}
	}
	for i, w := range all {
		document, err := w.reflect()
		if err != nil {
			t.Fatal(err)
		}
		schema := verdict.MustCompile(document)
		for k, other := range all {
			if testing.Short() && (i+k)%4 != 0 {
				continue
			}
			for _, v := range values[k] {
				want, got := schema.Validate(v.text), w.validate(v.value)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s, by the schema of %s: %v; as text %v", other.name, w.name, got, want)
				}
				tested++
				if got != nil {
					invalid++
				}
			}
		}
	}
	if invalid < tested/2 {
		t.Errorf("only %d of %d values are invalid", invalid, tested)
	}
}

func TestValidatingASessionAllocatesNothing(t *testing.T) {
	if race.Enabled {
		t.Skip("under the race detector, sync.Pool drops items at random, so allocations cannot be counted; go test without -race runs this")
	}
	typed := verdict.MustFor[schema.ConnectSession]()
	session := &schema.ConnectSession{ProjectID: "p", Categories: []schema.Category{"ats"}}
	session.Provider.Set("a")
	session.Metadata.Set(schema.Metadata{"seats": json.RawMessage(`[1,{"a":2}]`), "plan": json.RawMessage(`"x"`)})
	allocations := allocationsPerRun(100, func() {
		if err := typed.ValidateValue(session); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 0 {
		t.Errorf("%v allocations", allocations)
	}
}

// panicsAsJSON is a type whose method panics.
type panicsAsJSON struct{}

func (panicsAsJSON) MarshalJSON() ([]byte, error) { panic("no") }

func TestAPanicWhileEncodingIsAnError(t *testing.T) {
	typed := verdict.MustFor[field[panicsAsJSON]]()
	const want = "verdict: panic while marshaling the value: no"
	dst := []byte("before")
	if got, err := typed.Append(dst, field[panicsAsJSON]{}); err == nil || err.Error() != want || !bytes.Equal(got, dst) {
		t.Errorf("%s, %v", got, err)
	}
	if err := typed.ValidateValue(field[panicsAsJSON]{}); err == nil || err.Error() != want {
		t.Error(err)
	}
	var invalid *verdict.Error
	if err := typed.ValidateValue(1); !errors.As(err, &invalid) { // the schema can still be used
		t.Error(err)
	}
}
