package evaluate

import (
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// Items that can be equal only if they are written alike are compared without a tape.
func TestUniqueItemsAreComparedByHash(t *testing.T) {
	p := lowered(t, `{"properties":{"v":{"uniqueItems":true}}}`)
	for _, c := range []struct {
		items          string
		accepted, tape bool
	}{
		{`{"a":1,"b":[true]},{"a":1,"b":[false]},{"b":[true]},{}`, true, false},
		{` { "a" : 1 } , [ 1 , 2 ] , [2,1] , [[1],2] , [] `, true, false},
		{`1,10,"1",true,false,null,-1`, true, false},
		{`["é"],["e"],["a string of more than sixteen bytes"]`, true, false},
		{`{"a":"b"},{"b":"a"}`, true, false},
		{`{"a":1,"b":2},{ "b":2, "a":1 }`, false, true},
		{`[1],[1]`, false, true},
		{`{},{}`, false, true},
		{`["a"],["\u0061"]`, false, true},
		{`{"a":1},{"\u0061":1}`, false, true},
		{`[1],[1.0]`, false, true},
		{`[10],[1e1]`, false, true},
		{`[0],[-0]`, false, true},
		{`[1.5],[2.5]`, true, true},
		{`["\n"],["\\n"],["n\"\\"]`, true, false},
		{`["\n"],["\u000a"]`, false, true},
		{`["\/"],["/"]`, false, true},
	} {
		e := new(Evaluator)
		if got := e.Accepts(p, new(jsontape.Tape), []byte(`{"v":[`+c.items+`]}`), 0); got != c.accepted || (e.doc != nil) != c.tape {
			t.Errorf("[%s] is accepted: %t, with a tape: %t", c.items, got, e.doc != nil)
		}
	}
}

// Objects that begin with the same name and different strings are not read again to tell them apart.
func TestObjectsWithDifferentLabelsAreReadOnce(t *testing.T) {
	p := lowered(t, `{"properties":{"v":{"uniqueItems":true,"items":{"type":"object","properties":{"v":{"uniqueItems":true}}}}}}`)
	for _, c := range []struct {
		items          string
		accepted, once bool
	}{
		{`{"a":"1"},{"a":"2"}`, true, true},
		{`{ "a" : "é" , "b":1},{ "a" : "e"},{ "a" : "\n"}`, true, true},
		{`{"a":"x","v":[{"b":"y"},{"b":"z"}]},{"a":"y","v":[{"b":"y"}]}`, true, true},
		{`{"a":"1"}`, true, true},
		{`{"a":"1"},{ "a":"2"}`, true, false},
		{`{"a":"1","b":1},{"a":"1","b":2}`, true, false},
		{`{"a":"1"},{"b":"1"}`, true, false},
		{`{"a":"1"},{"a":1}`, true, false},
		{`{"b":1,"a":"1"},{"a":"1","b":1}`, false, false},
		{`{"a":"1"},{"a":"2"},{"a":"1"}`, false, false},
		{`{"a":"/"},{"a":"\/"}`, false, false},
		{`{"a":"n"},{"a":"\u006e"}`, false, false},
		{`{"a":"x","v":[{"b":"y"},{"b":"y"}]},{"a":"y"}`, false, false},
		{`{"a":"1"},{"a":"2",}`, false, true},
	} {
		e, text := new(Evaluator), []byte(`{"v":[`+c.items+`]}`)
		got := e.Accepts(p, new(jsontape.Tape), text, 0)
		if once := e.again == rereads(len(text)); got != c.accepted || once != c.once || len(e.hashes) != 0 {
			t.Errorf("[%s] is accepted: %t, read once: %t", c.items, got, once)
		}
	}
}
