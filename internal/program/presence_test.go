package program

import "testing"

// A condition in another one is evaluated once, although it selects between two others. If it were
// evaluated for each of them, this would not end.
func TestNestedConditionsAreEvaluatedOnce(t *testing.T) {
	p := Presence{Needed: 1}
	for range 100 {
		condition := p
		p = Presence{If: &condition, Then: &Presence{Needed: 2}, Else: &Presence{Needed: 4}}
	}
	p.settle()
	for names, want := range map[uint64]bool{0: false, 1: false, 2: false, 4: false, 1 | 2: true, 2 | 4: true, 1 | 2 | 4: true} {
		if got := p.Holds(names); got != want {
			t.Errorf("the names %b satisfy the condition: %t", names, got)
		}
	}
}
