package program

import (
	"fmt"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// ruleOf returns a rule with the names as members.
func ruleOf(names ...string) *ObjectRule {
	r := &ObjectRule{Names: &Dictionary{}}
	for _, name := range names {
		r.property(name)
	}
	return r
}

func count(s *Slot) (n int) {
	for p := s.First(); p != nil; p = p.Other {
		n++
	}
	return n
}

// A slot has few predictions, and learns few texts, however many there are.
func TestLearningEnds(t *testing.T) {
	var names []string
	for i := range 40 {
		names = append(names, fmt.Sprintf("name %d", i))
	}
	r := ruleOf(names...)
	learned := 0
	for i := range uint(1_000_000) {
		k := int(i*7) % len(names)
		text := `{"` + names[k] + `":`
		before := r.Predicted.Start.First()
		r.Learn(&r.Predicted.Start, []byte(text), Unpredicted{From: 0, Name: 1, Colon: len(text) - 1, Value: len(text)}, k, 0, i)
		if r.Predicted.Start.First() != before {
			learned++
		}
	}
	if got := count(&r.Predicted.Start); learned != mostLearned || got != mostPredicted {
		t.Errorf("%d texts learned, %d predictions kept; want %d, %d", learned, got, mostLearned, mostPredicted)
	}
}

// A text that is not exactly what the grammar requires before a value is not learned, for example
// because the payload was changed after it was read.
func TestOnlyTheGrammarIsLearned(t *testing.T) {
	for _, c := range []struct {
		text, name string
		first      bool
		want       bool
	}{
		{`{"a":`, "a", true, true},
		{"{\r\n\t \"a\" : ", "a", true, true},
		{`,"a":`, "a", false, true},
		{" ,\n  \"Zürich\": ", "Zürich", false, true},
		{`{"a":`, "a", false, false},
		{`,"a":`, "a", true, false},
		{` {"a":`, "a", true, false},
		{`{"b":`, "a", true, false},
		{`{"a":1`, "a", true, false},
		{`{"a"::`, "a", true, false},
		{`{"a"`, "a", true, false},
		{`,,"a":`, "a", false, false},
		{`,"a\"b":`, `a\"b`, false, false},
		{`,"a"b":`, `a"b`, false, false},
		{",\"a\tb\":", "a\tb", false, false},
		{",\v\"a\":", "a", false, false},
		{`,"a":`, "", false, false},
		{`,"":`, "", false, true},
	} {
		r := ruleOf(c.name)
		slot := &r.Predicted.Start
		if !c.first {
			slot = &newLayout(0, 1, 1).slots[0]
		}
		r.Learn(slot, []byte(c.text), Unpredicted{Value: len(c.text)}, 0, 0, 0)
		if got := count(slot) == 1; got != c.want {
			t.Errorf("%q as %q, the first: %t: learned: %t", c.text, c.name, c.first, got)
		}
	}
}

// Objects in many layouts share the last one.
func TestLayoutsAreLimited(t *testing.T) {
	r := ruleOf("a", "b")
	for open := range 100 {
		next := r.Learn(&r.Predicted.Start, []byte(`{"a":`), Unpredicted{Name: open, Value: 5}, 0, 0, 0)
		if want := r.Predicted.layouts[min(open, mostLayouts-1)].Load(); next != &want.slots[0] {
			t.Fatalf("layout %d has another slot", open)
		}
	}
}

// A layout remembers few of the names that a schema does not list, and predicts only those that come again.
func TestLearningUnlistedNamesEnds(t *testing.T) {
	r := ruleOf("a")
	r.others = anything
	slots, learned := map[*Slot]bool{}, 0
	learn := func(name string, misses uint) {
		text := []byte(`{"` + name + `":`)
		head, tail := jsontape.Words(text, 2, len(text)-2)
		before := r.Predicted.Start.First()
		slots[r.Learn(&r.Predicted.Start, text, Unpredicted{Name: 1, Colon: len(text) - 1, Value: len(text)}, -1, jsontape.HashName(head, tail, []byte(name)), misses)] = true
		if r.Predicted.Start.First() != before {
			learned++
		}
	}
	for i := range uint(10_000) {
		learn(fmt.Sprint("n", i), i)
	}
	if learned > 0 || len(slots) != 1 {
		t.Errorf("%d texts learned and %d slots used of names that do not come again", learned, len(slots))
	}
	r, slots = ruleOf("a"), map[*Slot]bool{}
	r.others = anything
	for i := range uint(1_000_000) {
		learn(fmt.Sprint("n", i*i%7), i)
	}
	if got := count(&r.Predicted.Start); learned == 0 || learned > mostLearned || got > mostPredicted || len(slots) > 1+4 {
		t.Errorf("of 4 names, %d texts learned, %d predictions kept, %d slots used", learned, got, len(slots))
	}
	learned = 0
	for i := range uint(1_000_000) {
		learn(fmt.Sprint("m", i%1000), i)
	}
	if learned > 0 || len(slots) > 1+mostUnlisted {
		t.Errorf("of many names, %d texts learned, %d slots used", learned, len(slots))
	}
}
