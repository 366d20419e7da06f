package verdict_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
)

// A recorder is an observer that keeps what it receives.
type recorder struct {
	compilations []verdict.Compilation
	validations  []verdict.Validation
}

func (r *recorder) observer() verdict.Observer {
	return verdict.Observer{
		Compiled:  func(c verdict.Compilation) { r.compilations = append(r.compilations, c) },
		Validated: func(v verdict.Validation) { r.validations = append(r.validations, v) },
	}
}

type observedOrder struct {
	ID int `json:"id"`
}

func TestEachValidationIsObservedOnce(t *testing.T) {
	var r recorder
	orders := verdict.MustFor[observedOrder](verdict.WithObserver(r.observer()))
	valid, invalid := []byte(`{"id": 1}`), []byte(`{"id": "1"}`)
	var into observedOrder
	for _, test := range []struct {
		name     string
		validate func(payload []byte)
		explains bool
	}{
		{"Valid", func(p []byte) { orders.Valid(p) }, false},
		{"Validate", func(p []byte) { _ = orders.Validate(p) }, true},
		{"ValidateValue", func(p []byte) { _ = orders.ValidateValue(json.RawMessage(p)) }, true},
		{"Decode", func(p []byte) { _, _ = orders.Decode(p) }, true},
		{"DecodeInto", func(p []byte) { _ = orders.DecodeInto(p, &into) }, true},
		{"Output, flag", func(p []byte) { orders.Output(p, verdict.OutputFlag) }, false},
		{"Output, basic", func(p []byte) { orders.Output(p, verdict.OutputBasic) }, false},
	} {
		r.validations = nil
		test.validate(valid)
		test.validate(invalid)
		if len(r.validations) != 2 {
			t.Errorf("%s: %d validations of 2 payloads were observed", test.name, len(r.validations))
			continue
		}
		first, second := r.validations[0], r.validations[1]
		if !first.Valid || first.Err != nil || second.Valid || (second.Err != nil) != test.explains {
			t.Errorf("%s: observed %+v and %+v", test.name, first, second)
		}
		if second.Name != "verdict_test.observedOrder" {
			t.Errorf("%s: the name is %q", test.name, second.Name)
		}
	}
	r.validations = nil
	if _, err := orders.Append(nil, observedOrder{1}); err != nil || len(r.validations) != 1 {
		t.Errorf("Append: %v, observed %v", err, r.validations)
	}
}

func TestAnObservedValidationHasRulesAndSchemaLocations(t *testing.T) {
	var r recorder
	s := compiled(t, `{"$id": "https://example.com/order.json", "required": ["id"], "properties": {"n": {"type": "integer"}}}`,
		verdict.WithObserver(r.observer()))
	payload := `{"n": "x"}`
	returned := s.Validate([]byte(payload))
	v := r.validations[0]
	if v.Name != "https://example.com/order.json" || v.URI != v.Name || v.Bytes != len(payload) || error(v.Err) != returned {
		t.Errorf("observed %+v", v)
	}
	var got []string
	for _, violation := range v.Err.Violations {
		got = append(got, string(violation.Rule)+" "+violation.SchemaLocation)
	}
	want := []string{
		"missing https://example.com/order.json#/required",
		"type https://example.com/order.json#/properties/n/type",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestCompilationsAreObserved(t *testing.T) {
	const base = "https://example.com/base.json"
	for _, test := range []struct {
		name, schema string
		options      []verdict.Option
		want         verdict.Compilation
		fails        bool
	}{
		{"a plain schema", `{}`, nil, verdict.Compilation{Name: "verdict:///schema.json", URI: "verdict:///schema.json", Bytes: 2}, false},
		{"a base URI", `{}`, []verdict.Option{verdict.WithBaseURI(base)}, verdict.Compilation{Name: base, URI: base, Bytes: 2}, false},
		{"an $id", `{"$id":"id.json"}`, []verdict.Option{verdict.WithBaseURI(base)}, verdict.Compilation{Name: "https://example.com/id.json", URI: "https://example.com/id.json", Bytes: 17}, false},
		{"a name", `{}`, []verdict.Option{verdict.WithName("order")}, verdict.Compilation{Name: "order", URI: "verdict:///schema.json", Bytes: 2}, false},
		{"no schema", `1`, []verdict.Option{verdict.WithName("order"), verdict.WithBaseURI(base)}, verdict.Compilation{Name: "order", URI: base, Bytes: 1}, true},
		{"a wrong option", `{}`, []verdict.Option{verdict.WithDraft(99)}, verdict.Compilation{Name: "verdict:///schema.json", URI: "verdict:///schema.json", Bytes: 2}, true},
	} {
		var r recorder
		_, err := verdict.Compile([]byte(test.schema), append(test.options, verdict.WithObserver(r.observer()))...)
		if (err != nil) != test.fails || len(r.compilations) != 1 {
			t.Errorf("%s: error %v, observed %v", test.name, err, r.compilations)
			continue
		}
		got := r.compilations[0]
		if got.Err != err {
			t.Errorf("%s: observed the error %v, want %v", test.name, got.Err, err)
		}
		got.Duration, got.Err = 0, nil
		if got != test.want {
			t.Errorf("%s: observed %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestTheDurationIncludesLoading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r recorder
		compiled(t, `{"$ref": "https://example.com/a.json"}`, verdict.WithObserver(r.observer()),
			verdict.WithLoader(func(string) ([]byte, error) { time.Sleep(time.Second); return []byte(`{}`), nil }))
		if got := r.compilations[0].Duration; got != time.Second {
			t.Errorf("%v, want 1s", got)
		}
	})
}

func TestObserversDoNotChangeVerdicts(t *testing.T) {
	fails := verdict.Observer{
		Compiled:  func(verdict.Compilation) { panic("compiled") },
		Validated: func(verdict.Validation) { panic("validated") },
	}
	var r recorder
	s := compiled(t, `{"type": "integer"}`, verdict.WithObserver(fails), verdict.WithObserver(verdict.Observer{}), verdict.WithObserver(r.observer()))
	if !s.Valid([]byte(`1`)) || s.Valid([]byte(`""`)) {
		t.Error("Valid is wrong")
	}
	if err := s.Validate([]byte(`1`)); err != nil {
		t.Error(err)
	}
	if _, ok := s.Validate([]byte(`""`)).(*verdict.Error); !ok {
		t.Error("Validate returns no *Error")
	}
	if len(r.compilations) != 1 || len(r.validations) != 4 {
		t.Errorf("the observer after one that panics received %d and %d calls, want 1 and 4", len(r.compilations), len(r.validations))
	}
}

func TestObservingAllocatesNothing(t *testing.T) {
	var count, bytes int
	o := verdict.Observer{Validated: func(v verdict.Validation) { count++; bytes += v.Bytes }}
	if n := allocations(t, `{"type": "object", "properties": {"a": {"type": "integer"}}}`, `{"a": 1}`, verdict.WithObserver(o)); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if count < 100 || bytes != count*len(`{"a": 1}`) {
		t.Errorf("observed %d validations of %d bytes", count, bytes)
	}
}

func ExampleWithObserver() {
	schema := verdict.MustCompile([]byte(`{"required": ["id"]}`), verdict.WithName("order"), verdict.WithObserver(verdict.Observer{
		Compiled: func(c verdict.Compilation) { fmt.Println("compiled", c.Name, c.Err) },
		Validated: func(v verdict.Validation) {
			fmt.Println(v.Name, v.Bytes, "bytes, valid:", v.Valid)
			if v.Err == nil {
				return
			}
			for _, violation := range v.Err.Violations {
				fmt.Println(violation.Rule, violation.SchemaLocation)
			}
		},
	}))
	schema.Valid([]byte(`{"id": 1}`))
	_ = schema.Validate([]byte(`{}`))
	// Output:
	// compiled order <nil>
	// order 9 bytes, valid: true
	// order 2 bytes, valid: false
	// missing verdict:///schema.json#/required
}

func ExampleWithName() {
	valid := make(map[string]int) // by schema
	count := verdict.WithObserver(verdict.Observer{Validated: func(v verdict.Validation) {
		if v.Valid {
			valid[v.Name]++
		}
	}})
	order := verdict.MustCompile([]byte(`{"required": ["id"]}`), count, verdict.WithName("order"))
	order.Valid([]byte(`{"id": 1}`))
	order.Valid([]byte(`{}`))
	fmt.Println(valid)
	// Output: map[order:1]
}
