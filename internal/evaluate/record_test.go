package evaluate

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/rounds"
)

// checkRecord compares a record with the tape of the same text: the properties of each recorded object
// are those that it has, in order, and then its end. Constants are the strings of the text.
func checkRecord(t *testing.T, doc *jsontape.Tape, record *jsontape.Record) (objects int) {
	t.Helper()
	at := make(map[uint32]uint32)     // nodes of objects, by offset
	ending := make(map[uint32]uint32) // the same, by the offset of the closing brace
	for i := range doc.Nodes {
		if doc.Nodes[i].Kind() == jsontape.Object {
			at[doc.Nodes[i].Start] = uint32(i)
			ending[doc.Nodes[i].End-1] = uint32(i)
		}
	}
	found := make(map[uint32]int) // properties of objects
	parent := func(value uint32) (object, key uint32) {
		for i := range doc.Nodes {
			if doc.Nodes[i].Kind() == jsontape.Object {
				for key := uint32(i) + 1; key < doc.Nodes[i].Next; key = doc.Nodes[key+1].Next {
					if doc.Nodes[key+1].Start == value {
						return uint32(i), key
					}
				}
			}
		}
		t.Fatalf("no property has its value at %d", value)
		return 0, 0
	}
	names := make(map[uint32][]string)
	ended := make(map[uint32]bool)
	last := uint32(0)
	free := uint32(0) // the object whose properties follow, if it has no constraints
	for _, step := range record.Steps {
		if step.At < last {
			t.Fatalf("a step at %d follows one at %d", step.At, last)
		}
		last = step.At
		if index, ok := step.Constant(); ok {
			if text := record.Constants[index]; !strings.HasPrefix(string(doc.Text[step.At:]), `"`+text+`"`) {
				t.Fatalf("%q is recorded as the constant %q", doc.Text[step.At:], text)
			}
			continue
		}
		if step.Index == jsontape.Ended {
			object, ok := ending[step.At]
			if !ok || found[object] != doc.Count(object) || ended[object] {
				t.Fatalf("the end at %d is not that of a complete object", step.At)
			}
			ended[object] = true
			free = 0
			continue
		}
		if step.Index < 0 {
			object, ok := at[step.At]
			if !ok {
				t.Fatalf("no object begins at %d", step.At)
			}
			if names[object] = nil; step.Index == jsontape.Free {
				free = object + 1
			} else {
				names[object] = record.Names[^step.Index]
			}
			objects++
			continue
		}
		if free > 0 {
			key := free
			for range found[free-1] {
				key = doc.Nodes[key+1].Next
			}
			if found[free-1]++; doc.Nodes[key].End != uint32(step.Index) || doc.Nodes[key+1].End != step.At {
				t.Fatalf("no property has its name end at %d and its value at %d", step.Index, step.At)
			}
			continue
		}
		object, key := parent(step.At)
		found[object]++
		if listed := names[object]; int(step.Index) < len(listed) && listed[step.Index] != doc.String(key) {
			t.Fatalf("%s is recorded as %s", doc.String(key), listed[step.Index])
		} else if int(step.Index) >= len(listed) && strings.Contains("\x00"+strings.Join(listed, "\x00")+"\x00", "\x00"+doc.String(key)+"\x00") {
			t.Fatalf("%s is recorded as not listed", doc.String(key))
		}
	}
	for object := range names {
		if !ended[object] {
			t.Fatalf("the object at %d has no end", doc.Nodes[object].Start)
		}
		if found[object] != doc.Count(object) {
			t.Fatalf("%d of %d properties are recorded", found[object], doc.Count(object))
		}
	}
	return objects
}

// A record has all properties of each object that it has, for every layout and with predictions.
func TestRecordsAreComplete(t *testing.T) {
	objects, n := 0, rounds.Of(1000)
	var e Evaluator
	for seed := range uint64(n) {
		g := &generator{rand.New(rand.NewPCG(seed, 6))}
		schema := g.container(0)
		p := lowered(t, schema.text)
		for range 4 {
			payload := []byte(schema.instance())
			e.Record(true)
			var doc jsontape.Tape
			if p.Streams() && e.Accepts(p, new(jsontape.Tape), payload, 0) && doc.Parse(payload, jsontape.Limits{}) {
				objects += checkRecord(t, &doc, &e.reader.Record)
			} else if len(e.reader.Record.Steps) > 0 && !byTape(p, payload, 0) {
				t.Fatalf("there is a record of an invalid payload: %s", payload)
			}
			e.Release()
			if e.reader.Record.On || len(e.reader.Record.Steps) > 0 {
				t.Fatal("a record is left")
			}
		}
	}
	if objects < n/10 {
		t.Errorf("%d objects are recorded", objects)
	}
}

// Goroutines that share an array read its items in any order, so there is no record.
func TestSharedArraysAreNotRecorded(t *testing.T) {
	p := lowered(t, `{"properties":{"before":true,"all":{"type":"array","items":{"properties":{"a":{"type":"integer"}}}},"after":true}}`)
	payload := []byte(`{"before":1,"all":[` + strings.Repeat(`{"a":1},`, 200) + `{"a":2}],"after":2}`)
	for workers, want := range []bool{true, true, false} {
		p.Workers = workers
		e := Evaluator{chunk: 100}
		e.Record(true)
		if !e.Accepts(p, new(jsontape.Tape), payload, 0) {
			t.Fatal("not accepted")
		}
		if got := len(e.reader.Record.Steps) > 0; got != want {
			t.Errorf("%d workers: recorded: %t", workers, got)
		}
	}
}
