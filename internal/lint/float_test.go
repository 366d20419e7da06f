package lint

import (
	"regexp"
	"strings"
	"testing"
)

func TestWhichNumbersSurviveAFloat64(t *testing.T) {
	tests := []struct {
		number, read string
		same         bool
	}{
		{"0", "0", true},
		{"-0.0", "-0", true},
		{"0e999999999999999999999", "0", true},
		{"1", "1", true},
		{"1.10", "1.1", true},
		{"0.1", "0.1", true},
		{"9007199254740992", "9.007199254740992e+15", true},
		{"9007199254740993", "9.007199254740992e+15", false},
		{"12345678901234567890", "1.2345678901234567e+19", false},
		{"1e23", "1e+23", true},
		{"100000000000000000000000", "1e+23", true},
		{"0.1000000000000000055511151231257827", "0.1", false},
		{"5e-324", "5e-324", true},
		{"1e-400", "0", false},
		{"1e400", "infinity", false},
		{"-1e999999999999999999999", "infinity", false},
	}
	for _, test := range tests {
		t.Run(test.number, func(t *testing.T) {
			read, same := throughFloat64([]byte(test.number))
			if read != test.read || same != test.same {
				t.Errorf("read as %s, same %v; want %s, %v", read, same, test.read, test.same)
			}
			if !same && !mayBeImprecise([]byte(`{"a": `+test.number+`}`)) {
				t.Error("the quick look does not see it")
			}
		})
	}
}

func TestTheQuickLookFindsALongNumberAnywhere(t *testing.T) {
	for shift := range 40 {
		text := strings.Repeat(" ", shift) + "9007199254740993"
		if !mayBeImprecise([]byte(text)) {
			t.Errorf("not at offset %d", shift)
		}
	}
	for shift := range 20 {
		for _, number := range []string{"1e400", "1E-400", "1e+400", "1.5E400", "1e9999"} {
			if text := strings.Repeat("e", shift) + number; !mayBeImprecise([]byte(text)) {
				t.Errorf("not %s at offset %d", number, shift)
			}
			if text := strings.Repeat("d", shift) + number + ", 1"; !mayBeImprecise([]byte(text)) {
				t.Errorf("not %s at offset %d, with more behind it", number, shift)
			}
		}
	}
	for _, text := range []string{
		"", "e", "1e", "1e1", "[1,2,3]", `"some words, 3 e 4"`, `"3e", 400`, `"e400"`, "123456789012345", "1e22", "1e-22, 1E+22", "1d400, 1f400, 1%400",
	} {
		if mayBeImprecise([]byte(text)) {
			t.Errorf("%s needs no closer look", text)
		}
	}
}

// The quick look never misses what a slow one sees, nor sees more.
func FuzzTheQuickLook(f *testing.F) {
	long := regexp.MustCompile(`[0-9.]{16}|[0-9][eE][+-]?[0-9]{3}`)
	for _, text := range []string{
		"1234567/12345678", "12345678/1234567890", "\xb1234567890123456", "1234567890123456", "........1e400", "12345671e234", "1234567e+234",
		"é1234567890123456", "1e12 1e123", "12345678e1234567e123", "eeeeeeee1eeee123", "1E-12a1E-123",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for shift := range 8 {
			shifted := append([]byte(strings.Repeat(" ", shift)), text...)
			if got, want := mayBeImprecise(shifted), long.Match(shifted); got != want {
				t.Errorf("%q: %t, want %t", shifted, got, want)
			}
		}
	})
}

func TestImpreciseNumbersAreFoundWithTheirPlace(t *testing.T) {
	faults := imprecise(new(run), []byte("{\"a\": [1, {\"b/c\": 2}],\n \"d\": [0, {\"e~\": 9007199254740993}]}"), nil)
	if len(faults) != 1 {
		t.Fatal(faults)
	}
	f := faults[0]
	if f.Pointer != "/d/1/e~0" || f.Line != 2 || f.Column != 18 || f.Got != "9007199254740993" {
		t.Errorf("%+v", f.Violation)
	}
}
