package jsontape

import (
	"fmt"
	"strings"
	"testing"
)

// Skim returns the end of an ordinary value, and -1 for one that is not JSON or may not be.
func TestSkimReturnsTheEndOfOrdinaryValues(t *testing.T) {
	wide := make([]string, mostNames/2)
	for i := range wide {
		wide[i] = fmt.Sprintf(`"property number %d": %d`, i, i)
	}
	var r Reader
	for _, text := range []string{
		`{}`, `[]`, `{"a":{"a":{"a":[]}},"b":[{"a":1},{"a":2}]}`, `[1.5e3,true,false,null,"Zürich 東京 🔑","\u00e9\n"]`,
		`{"Zürich":1,"東京":2,"":3," ":4}`, `{"\u0061":1,"\"":{"\"":1}}`, "{\n\t\"a\" : 1 ,\r\n \"b\":[ ] }", "{" + strings.Join(wide, ",") + "}",
	} {
		for _, around := range []string{"", strings.Repeat(" ", 20)} {
			r.Begin([]byte(text + around))
			if end := r.Skim(0, 5); end != len(text) {
				t.Errorf("%s is skimmed to %d of %d", text, end, len(text))
			}
		}
	}
	for _, text := range []string{
		``, `{`, `[`, `"`, `{"a":1`, `{"a"}`, `{"a":}`, `{"a":1,}`, `[1,]`, `[1 2]`, `{"a":1 "b":2}`, `{1:2}`, `01`, `nul`, `tru`, `-`, `x`,
		`{"a":1,"a":2}`, `{"Zürich":1,"Zürich":2}`, `{"more than sixteen bytes":1,"b":2,"more than sixteen bytes":3}`,
		"[\"\xff\"]", "{\"\xff\":1}", "[\"\t\"]", "[\"\xed\xa0\x80\"]", "[\"\xe0\x80\x80\"]", "[\"\xc1\x81\"]", "[\"\xf5\x80\x80\x80\"]",
		`{"a":1,"\u0061":1}`, `{"\"":1,"\u0022":1}`, `{"\x":1}`, `{"a\":1}`,
		`[[[[[[]]]]]]`,
	} {
		r.Begin([]byte(text))
		if end := r.Skim(0, 5); end >= 0 {
			t.Errorf("%s is skimmed to %d", text, end)
		}
	}
}

// SkimText accepts only texts that a tape accepts, and most of these.
func TestSkimTextAgreesWithTheTape(t *testing.T) {
	var r Reader
	for text, skimmed := range map[string]bool{
		` {"a":[1]} `: true, `1`: true, "": false, " ": false, `1 2`: false, `{"a":1}}`: false, "\xef\xbb\xbf1": false, `"` + "\xff" + `"`: false,
		`{"a":1,"a":2}`: false, `{"\u0061":1}`: true, `{"a":1,"\u0061":1}`: false, `[[[1]]]`: true, `[[[[1]]]]`: false, // which may be valid
	} {
		got := r.SkimText([]byte(text), 3)
		if got != skimmed || got && !new(Tape).Parse([]byte(text), Limits{}) {
			t.Errorf("%q is skimmed: %t", text, got)
		}
	}
}

// A text without its escapes is the same wherever they are.
func TestUnescapingDoesNotDependOnThePlace(t *testing.T) {
	for n := range 20 {
		for m := range 20 {
			plain, more := strings.Repeat("x", n), strings.Repeat("é]", m)
			want := plain + `\` + more + `"` + plain
			if got := string(AppendUnescaped([]byte("<"), []byte(plain+`\\`+more+`\"`+plain))); got != "<"+want {
				t.Fatalf("got %q, want %q", got, "<"+want)
			}
		}
	}
}
