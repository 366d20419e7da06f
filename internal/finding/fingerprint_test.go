package finding

import "testing"

func TestFingerprint(t *testing.T) {
	base := Finding{File: "a.json", Rule: "null", Pointer: "/id", Got: "null", Message: "m", Range: Range{Start: Position{3, 4}}}
	var p Fingerprinter
	first := p.Of(&base)
	if second := p.Of(&base); second == first {
		t.Error("the same fault twice has one fingerprint")
	}

	moved := base
	moved.Range.Start.Line, moved.Message = 99, "worded anew"
	if got := new(Fingerprinter).Of(&moved); got != first {
		t.Error("a finding that moves gets another fingerprint")
	}
	lacking := Finding{File: "a.json", Rule: "missing", Property: "id", Got: `{"name": "a"}`}
	changed := lacking
	changed.Got = `{"name": "b"}`
	if new(Fingerprinter).Of(&lacking) != new(Fingerprinter).Of(&changed) {
		t.Error("an object that lacks the same as before has another fingerprint, as something else in it has changed")
	}
	other := base
	other.Pointer = "/name"
	if got := new(Fingerprinter).Of(&other); got == first {
		t.Error("faults of two values have one fingerprint")
	}
}
