package jsontape

import "testing"

// A trail returns the same pointers as Tape.Pointer.
func TestATrailReturnsThePointerOfEachNode(t *testing.T) {
	for _, text := range []string{
		`1`, `[]`, `{}`, `[1,[2,{"a/b":[],"":{"~":3}}],4]`, `{"a":{"b":[[[0]],{}]},"\u0063":[1,2,3]}`,
	} {
		var d Tape
		if !d.Parse([]byte(text), Limits{}) {
			t.Fatal(text)
		}
		for step := 1; step < 4; step++ {
			trail := d.Trail()
			for node := 0; node < len(d.Nodes); node += step {
				if got, want := trail.Seek(uint32(node)), d.Pointer(uint32(node)); got != want {
					t.Errorf("%s, node %d: %q, want %q", text, node, got, want)
				}
			}
		}
	}
	var d Tape
	d.Parse([]byte(`[1,[2,{"a/b":[],"":{"~":3}}],4]`), Limits{})
	for node, want := range []string{"", "/0", "/1", "/1/0", "/1/1", "/1/1/a~1b", "/1/1/a~1b", "/1/1/", "/1/1/", "/1/1//~0", "/1/1//~0", "/2"} {
		if got := d.Pointer(uint32(node)); got != want {
			t.Errorf("node %d: %q, want %q", node, got, want)
		}
	}
}

// A duplicate name has a pointer even if the text is incomplete.
func TestPointersInAnIncompleteText(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"a":2`:                          "",
		`[{"a":1,"a":2} "b"]`:                   "/0/a",
		`{"x":[0,{"a":1,"a":2}],"y":[{`:         "/x/1/a",
		`[[1,{}],{"x":{"y":[{"a":1,"a":2}]]`:    "/1/x/y/0/a",
		`{"x":{"a":1,"a":2},"x":{"b":3,"b":4},`: "/x/a",
	} {
		var d Tape
		if d.Parse([]byte(text), Limits{}) {
			t.Fatalf("%s is read", text)
		}
		trail, got := d.Trail(), ""
		for _, e := range d.Errors {
			if e.Kind == Duplicate {
				if at := trail.Seek(e.Node); got == "" {
					got = at
				}
			}
		}
		if got != want {
			t.Errorf("%s: the name is at %q, want %q", text, got, want)
		}
	}
}
