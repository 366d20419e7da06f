package pattern

import (
	"strings"
	"testing"
)

// A pattern that exceeds the limits is rejected with a short message.
func TestPatternsBeyondTheLimitsAreRejected(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"a megabyte of properties", strings.Repeat(`\p{L}`, 200_000), "the pattern is longer than 65536 bytes at offset 65536 of "},
		{"thousands of lookarounds", strings.Repeat(`(?=a)`, 1001), "the pattern has more than 1000 lookarounds at offset 5005 of "},
		{"a group that is not closed, at the end of much", strings.Repeat(`é`, 20_000) + "(", "the group is not closed at offset 40000 of "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Compile(tt.source)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Fatalf("%.300v", err)
			}
			if n := len(err.Error()); n > 1000 {
				t.Errorf("an error of %d bytes", n)
			}
		})
	}
}

// Equal sets share memory, however often they occur.
func TestEqualSetsAreKeptOnce(t *testing.T) {
	tree, err := parse(`\p{L}[\p{L}]\p{L}[^\P{L}]`)
	if err != nil {
		t.Fatal(err)
	}
	for _, child := range tree.children {
		if child.set != tree.children[0].set {
			t.Error("two sets of letters")
		}
	}
}
