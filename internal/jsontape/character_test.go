package jsontape

import (
	"sort"
	"strings"
	"testing"
	"unicode"

	"github.com/verdict-lint/verdict/internal/race"
)

func TestAnInvisibleCharacterIsNamed(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"{\"a\":\u00a0\"x\"}", "expected a value, got U+00A0 (no-break space)"},
		{"[\u200b1]", "expected a value, got U+200B (zero width space)"},
		{"[1\u3000]", "expected ',' or ']' after the item, got U+3000 (ideographic space)"},
		{"{\u202e\"a\": 1}", "expected a property name in double quotes, got U+202E (right-to-left override)"},
		{"{\"a\"\ufeff: 1}", "expected ':' after the property name, got U+FEFF (byte order mark)"},
		{"[1]\u2028", "expected the end of the payload after its value, got U+2028 (line separator)"},
		{"[1]\u0085", "expected the end of the payload after its value, got U+0085 (next line)"},
		{"[\ufe0f]", "expected a value, got U+FE0F (variation selector-16)"},
		{"[\U000e0041]", "expected a value, got U+E0041"},
		{"[\ue000]", "expected a value, got U+E000"},
		{"[\u0301]", "expected a value, got U+0301"},
		{"[1\uff0c 2]", "expected ',' or ']' after the item, got '\uff0c', U+FF0C (fullwidth comma)"},
		{"{\"a\"\uff1a 1}", "expected ':' after the property name, got '\uff1a', U+FF1A (fullwidth colon)"},
		{"[\u22121]", "expected a value, got '\u2212', U+2212 (minus sign)"},
		{"[\"a\" \u201cb\u201d]", "expected ',' or ']' after the item, got '\u201c', U+201C (left double quotation mark)"},
		{"[é]", "expected a value, got 'é'"},
		{"[\"\\\u00a0\"]", "'\\<U+00A0>' is not a JSON escape; a backslash is written as \\\\"},
	} {
		var doc Tape
		doc.Parse([]byte(test.text), Limits{Depth: 10})
		if len(doc.Errors) == 0 {
			t.Errorf("%q is valid", test.text)
			continue
		}
		if got := doc.Message(&doc.Errors[0]); got != test.want {
			t.Errorf("%q: %s\nwant %s", test.text, got, test.want)
		}
	}
}

// Whatever character is invalid, every character of the message is visible.
func TestMessagesHaveVisibleCharactersOnly(t *testing.T) {
	race.Skip(t)
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r == 0x40000 {
			r = 0xE0000 // planes 4 to 13 have no characters
		}
		if shown := string(appendCharacter(nil, []byte(string(r)), strings.Clone)); strings.ContainsFunc(shown, func(c rune) bool {
			return c != ' ' && !unicode.IsGraphic(c) || c > 0x7f && (unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Mn, c))
		}) {
			t.Errorf("%U is shown as %q", r, shown)
		}
	}
}

func TestOddCharactersAreSorted(t *testing.T) {
	if !sort.SliceIsSorted(odd, func(i, j int) bool { return odd[i].r < odd[j].r }) {
		t.Error("they are not")
	}
}
