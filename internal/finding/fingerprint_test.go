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
	identified := base
	identified.Identity = "x"
	indexed := identified
	indexed.Pointer, indexed.Got = "/1/id", "cut"
	if new(Fingerprinter).Of(&identified) != new(Fingerprinter).Of(&indexed) {
		t.Error("a finding of the same identity has another fingerprint")
	}
	other := base
	other.Pointer = "/name"
	if got := new(Fingerprinter).Of(&other); got == first {
		t.Error("faults of two values have one fingerprint")
	}
}
