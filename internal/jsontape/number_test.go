package jsontape

import (
	"strconv"
	"strings"
	"testing"
)

// inexact returns what the tape and the reader report for a number in a payload, which must agree.
func inexact(t *testing.T, number string) bool {
	t.Helper()
	text := []byte(`{"a": [1.5, ` + number + `, 2e1]}`)
	var doc Tape
	if !doc.Parse(text, Limits{}) {
		t.Fatalf("%s: %v", text, doc.Errors)
	}
	var r Reader
	r.Begin(text)
	if r.Skim(0, 10) < 0 {
		t.Fatalf("%s cannot be skimmed", text)
	}
	marked := false
	for i := range doc.Nodes {
		if kind := doc.Nodes[i].Kind(); kind == Integer || kind == Number {
			marked = marked || doc.Nodes[i].Inexact()
		}
	}
	if doc.Inexact != marked || r.Inexact != marked {
		t.Errorf("%s: a node is marked: %t, the tape: %t, the reader: %t", number, marked, doc.Inexact, r.Inexact)
	}
	return marked
}

func TestOnlyLongNumbersAndExponentsMayBeInexact(t *testing.T) {
	for number, want := range map[string]bool{
		"0": false, "-1": false, "123456789012345": false, "1234567890123456": true, "9007199254740993": true,
		"0.1": false, "1234567.8901234": false, "0.1000000000000000055": true,
		"1e22": false, "1E-22": false, "1e400": true, "1e-400": true, "1E+400": true, "1.5e308": true, "5e-324": true,
	} {
		if got := inexact(t, number); got != want {
			t.Errorf("%s: %t, want %t", number, got, want)
		}
	}
}

// A flag that is left from another text would make every payload slower.
func TestParseResetsInexact(t *testing.T) {
	var doc Tape
	var r Reader
	for _, text := range []string{`[1e400]`, `[1]`} {
		want := strings.Contains(text, "e400")
		r.Begin([]byte(text))
		doc.Parse([]byte(text), Limits{})
		if doc.Inexact != want {
			t.Errorf("%s: the tape says %t", text, doc.Inexact)
		}
		if doc.ParseAt(&r, 0, 10); r.Inexact != want {
			t.Errorf("%s: the reader says %t", text, r.Inexact)
		}
	}
}

// A number without the flag is the same number after a conversion to float64 and back.
func FuzzNumbersThatAreNotMarkedAreExact(f *testing.F) {
	for _, number := range []string{"0", "-0.0", "1e23", "123456789012345", "0.30000000000000004", "1e-99", "99999999999e99"} {
		f.Add(number)
	}
	f.Fuzz(func(t *testing.T, number string) {
		if end, _ := scanNumber([]byte(number+" "), 0); number == "" || end != len(number) || inexact(t, number) {
			return
		}
		value, err := strconv.ParseFloat(number, 64)
		if err != nil {
			t.Fatalf("%s: %v", number, err)
		}
		// A decimal of at most 15 digits is the shortest one of its float64.
		digits := strings.Trim(strings.ReplaceAll(strings.TrimLeft(strings.FieldsFunc(strings.ToLower(number), isE)[0], "-"), ".", ""), "0")
		shortest := strings.FieldsFunc(strconv.FormatFloat(value, 'e', -1, 64), isE)[0]
		if got := strings.Trim(strings.ReplaceAll(strings.TrimLeft(shortest, "-"), ".", ""), "0"); got != digits {
			t.Errorf("%s has the digits %s, its float64 %s", number, digits, got)
		}
	})
}

func isE(c rune) bool { return c == 'e' }
