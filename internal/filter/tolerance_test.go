package filter_test

import (
	"testing"

	"github.com/verdict-lint/verdict/internal/filter"
)

func TestToleranceIsExact(t *testing.T) {
	for _, tt := range []struct {
		text             string
		invalid, records int64
		want             bool
	}{
		{"0", 0, 0, true}, {"0", 1, 100, false}, {"0%", 0, 5, true}, {"0%", 1, 1 << 62, false},
		{"100", 100, 100, true}, {"100", 101, 1 << 62, false},
		{"0.5%", 1, 200, true}, {"0.5%", 1, 199, false}, {"0.5%", 0, 0, true}, {".5%", 5, 1000, true},
		{"33.3%", 333, 1000, true}, {"33.3%", 334, 1000, false},
		{"0.1%", 9007199254740993, 9007199254740993000, true}, {"0.1%", 9007199254740994, 9007199254740993000, false},
		{"100%", 7, 7, true}, {"100.00%", 7, 7, true},
	} {
		tolerance, err := filter.ParseTolerance(tt.text)
		if err != nil || tolerance.Allows(tt.invalid, tt.records) != tt.want || tolerance.String() != tt.text {
			t.Errorf("%s, %d of %d: %v, want %t", tt.text, tt.invalid, tt.records, err, tt.want)
		}
	}
	if (filter.Tolerance{}).Allows(1, 1) {
		t.Error("the zero value allows an invalid record")
	}
}

func TestInvalidTolerances(t *testing.T) {
	for _, text := range []string{"", "-1", "+1", "1.5", "1e3", "abc", "%", "-1%", "100.1%", "1e9999999999%", "1/3%", "0.5 %", "NaN%", "0x1", "1_000", "99999999999999999999", "1..5%", "0.0000000000000000000000001%"} {
		if tolerance, err := filter.ParseTolerance(text); err == nil {
			t.Errorf("%q: %v", text, tolerance)
		}
	}
}
