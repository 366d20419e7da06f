package format

import "testing"

// Only the dialects of OpenAPI have its formats, besides those of 2020-12.
func TestFormatsOfOpenAPI(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       bool
	}{
		{"int32", "2147483647", true}, {"int32", "2147483648", false}, {"int32", "-2147483648", true}, {"int32", "-2147483649", false},
		{"int32", "1e3", true}, {"int32", "1.0", true}, {"int32", "1.5", false}, {"int32", "1e400", false}, {"int32", "-0", true},
		{"int64", "9223372036854775807", true}, {"int64", "9223372036854775808", false}, {"int64", "-9223372036854775808", true},
		{"int64", "-9223372036854775809", false}, {"int64", "0.1", false}, {"int64", "123456789012345678901234567890", false},
		{"byte", "", true}, {"byte", "AA==", true}, {"byte", "AAA=", true}, {"byte", "+/0z", true}, {"byte", "A===", false}, {"byte", "====", false},
		{"byte", "AAA", false}, {"byte", "-_AA", false}, {"byte", "AA=A", false}, {"byte", "AA\nA", false},
		{"date", "2024-05-01", true}, {"uuid", "x", false},
	} {
		if got := Lookup(test.name, OpenAPI)([]byte(test.text)); got != test.want {
			t.Errorf("%s: %q is valid: %t, want %t", test.name, test.text, got, test.want)
		}
	}
	for _, name := range []string{"int32", "int64", "byte"} {
		if Lookup(name, draft2020) != nil || !Lookup(name, OpenAPI)([]byte(Example(name))) || IsNumeric(name) != (name != "byte") {
			t.Errorf("%s is not one of OpenAPI alone, or its example is not of it", name)
		}
	}
	if len(Names(OpenAPI)) != len(Names(draft2020))+3 {
		t.Errorf("the formats are %v", Names(OpenAPI))
	}
}
