package words_test

import (
	"testing"

	"github.com/verdict-lint/verdict/internal/words"
)

func TestNumbersHaveCommasAndTheirNounsAPlural(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 records", 1: "1 record", 2: "2 records", 999: "999 records", 1000: "1,000 records", 1234567: "1,234,567 records",
	} {
		if got := words.Count(n, "record"); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestTheLastOfAListFollowsAConjunction(t *testing.T) {
	for want, list := range map[string][]string{
		"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"},
	} {
		if got := words.Or(list); got != want {
			t.Errorf("%q: got %q, want %q", list, got, want)
		}
	}
	if got := words.And([]string{"a", "b", "c"}); got != "a, b and c" {
		t.Errorf("got %q", got)
	}
}

func TestATextIsNotCutWithinACharacter(t *testing.T) {
	for _, tt := range []struct {
		text string
		most int
		want string
	}{
		{"", 3, ""},
		{"abc", 3, "abc"},
		{"abcd", 3, "abc…"},
		{"äöü", 3, "ä…"},
		{"a😀b", 4, "a…"},
		{"a😀b", 5, "a😀…"},
		{"\x80\x80\x80\x80\x80\x80\x80", 6, "\x80\x80…"}, // not UTF-8
		{"ä", 1, "…"},
	} {
		if got := words.Clip(tt.text, tt.most); got != tt.want {
			t.Errorf("%q, %d: got %q, want %q", tt.text, tt.most, got, tt.want)
		}
		if got := words.Clip([]byte(tt.text), tt.most); got != tt.want {
			t.Errorf("%q, %d, as bytes: got %q, want %q", tt.text, tt.most, got, tt.want)
		}
	}
}
