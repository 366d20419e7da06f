package equal

import (
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// Equality does not depend on how numbers and strings are written and on the order of properties.
func TestEqualValuesHaveOneHash(t *testing.T) {
	groups := [][]string{
		{`1`, `1.0`, `10e-1`, `0.1e1`}, {`0`, `-0`, `0e9`}, {`"a"`, `"\u0061"`}, {`[1,2]`, `[1.0,2e0]`}, {`[2,1]`}, {`[[1],2]`}, {`[1,[2]]`}, {`[]`}, {`[[]]`}, {`{}`},
		{`{"a":1,"b":[]}`, `{"b":[],"\u0061":1.0}`}, {`{"a":[],"b":1}`}, {`{"a":{"b":1}}`}, {`null`}, {`false`}, {`true`}, {`"1"`}, {`""`}, {`[null]`}, {`[false]`}, {`{"a":null}`},
	}
	type value struct {
		group int
		doc   *jsontape.Tape
		hash  uint64
	}
	var values []value
	for g, texts := range groups {
		for _, text := range texts {
			doc := &jsontape.Tape{}
			doc.Parse([]byte(text), jsontape.Limits{})
			values = append(values, value{g, doc, new(Comparer).hash(doc, 0)})
		}
	}
	for _, a := range values {
		for _, b := range values {
			if same := a.group == b.group; new(Comparer).Equal(a.doc, 0, b.doc, 0) != same || (a.hash == b.hash) != same {
				t.Errorf("%s and %s: equal %t, one hash %t", a.doc.Text, b.doc.Text, new(Comparer).Equal(a.doc, 0, b.doc, 0), a.hash == b.hash)
			}
		}
	}
}
