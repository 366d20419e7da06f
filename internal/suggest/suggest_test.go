package suggest

import (
	"testing"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

func TestRemovingAPropertyOrItemTakesOneCommaWithIt(t *testing.T) {
	tests := []struct{ before, removed, after, want string }{
		{`{`, `"a": 1`, `}`, `{}`},
		{`{ `, `"a": 1`, ` , "b": 2}`, `{ "b": 2}`},
		{`{"a": 1 , `, `"b": 2`, `}`, `{"a": 1 }`},
		{`[1,`, `2`, `,3]`, `[1,3]`},
	}
	for _, tt := range tests {
		text := tt.before + tt.removed + tt.after
		start, end := withComma([]byte(text), len(tt.before), len(tt.before+tt.removed))
		if got := text[:start] + text[end:]; got != tt.want {
			t.Errorf("%s without %s: %s, want %s", text, tt.removed, got, tt.want)
		}
	}
}

// A search from a key and the index of all names give the same answer.
func TestSmallAndLargeObjectsAreSearchedAlike(t *testing.T) {
	var doc jsontape.Tape
	if !doc.Parse([]byte(`{"a": {"b": [{"c": 1, "\u0064": {"e": 2}}], "f": 3}, "g": 4}`), jsontape.Limits{}) {
		t.Fatal(doc.Errors)
	}
	var s siblings
	s.start(&doc)
	objects := objectsOf(&doc)
	s.names = make(map[uint32]map[string]bool)
	for key := range uint32(len(doc.Nodes)) {
		if doc.Nodes[key].Kind() != jsontape.Key {
			continue
		}
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
			if got, want := s.has(key, name), s.namesOf(objects[key])[name]; got != want {
				t.Errorf("next to %s, %s: %t, want %t", doc.Raw(key), name, got, want)
			}
		}
	}
}
