package rules

import (
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
		{"0.1000000000000000055511151231257827", "0.1", true},  // printf("%.34f") of 0.1
		{"0.1000000000000000055511151231257828", "0.1", false}, // which ends in 7
		{"82.5213119008325577", "82.52131190083256", true},
		{"3.14159265358979323846", "3.141592653589793", false}, // of π, not of its float64
		{"9.22337203685477580800e18", "9.223372036854776e+18", true},
		{"9223372036854775807.0", "9.223372036854776e+18", false},
		{"0.10000000000000001", "0.1", true}, // printf("%.17g") of 0.1
		{"0.10000000000000002", "0.10000000000000002", true},
		{"1901.2882352941181", "1901.288235294118", true},
		{"1901.2882352941182", "1901.2882352941183", false},
		{"5e-324", "5e-324", true},
		{"4.9406564584124654e-324", "5e-324", true},
		{"4.9e-324", "5e-324", false},
		{"1152921504606846976", "1.152921504606847e+18", false}, // 2^60 is a float64, but not its shortest decimal
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
		})
	}
}
