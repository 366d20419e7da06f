package format

import (
	"regexp"
	"strings"
	"testing"
)

func TestURITemplateGrammar(t *testing.T) {
	try(t, "uri-template", valid(
		"", "a", "http://example.com/~{username}/", "{a}", "{a}{b}", "{a,b,c}", "{+a}", "{#a}", "{.a}", "{/a}", "{;a}", "{?a}", "{&a}",
		"{a*}", "{a:1}", "{a:9999}", "{/a*,b:3}", "{a_b}", "{A1}", "{1}", "{a.b.c}", "{%41b}", "{a%41}", "%41", "a'b", "\u00e9", "\ue000",
		"?a=b#c", "[]", "@:;,.!$&()*+=", "{=a}", "{|a}", "{!a}", "{@a}", "{,a}",
	), invalid(
		"{", "}", "{}", "{a", "a}", "{{a}}", "{a}}", "{a b}", "{ a}", "{+}", "{++a}", "{a,}", "{,}", "{a,,b}", "{a:}", "{a:0}", "{a:01}",
		"{a:10000}", "{a:x}", "{a:1*}", "{a**}", "{a*:1}", "{*a}", "{.}", "{a.}", "{..a}", "{a..b}", "{a-b}", "{\u00e9}", "{%4}", "{%zz}",
		"{-join|&|a}", "{a=b}", "%", "%4", "%zz", "a b", "a\"b", "<", ">", "\\", "^", "`", "|", "\x00", "\x7f", "\u0085", "\uffff",
	))
}

func TestURITemplateIsExplained(t *testing.T) {
	explained(t, "uri-template", map[string]string{
		"{a":    "an opening brace without a closing one",
		"a}":    "a closing brace without an opening one",
		"{}":    "no variable in the braces",
		"{a b}": "{a b} is not an expression",
		"a b":   "a space is not allowed outside braces",
		"%4":    "a % that is not followed by two hexadecimal digits",
	})
}

// FuzzURITemplate compares the format with the ABNF of RFC 6570, section 2, as a
// regular expression. Characters beyond ASCII are those of IRIs, except for
// bidirectional formatting.
func FuzzURITemplate(f *testing.F) {
	for _, s := range append(common["uri-template"], "{+a.b:10,c*}'%41", "{a", "a}", "{}", "{=a}") {
		f.Add(s)
	}
	const (
		literal  = `[!#$&'(-;=?@-\[\]_a-z~]|%[0-9A-Fa-f]{2}|[^\x00-\x7f]`
		varchar  = `(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})`
		variable = varchar + `(?:\.?` + varchar + `)*(?::[1-9][0-9]{0,3}|\*)?`
	)
	rule := regexp.MustCompile(`\A(?:` + literal + `|\{[+#./;?&=,!@|]?` + variable + `(?:,` + variable + `)*\})*\z`)
	f.Fuzz(func(t *testing.T, s string) {
		text := []byte(strings.ToValidUTF8(s, "\u00e9"))
		want := rule.Match(text)
		for _, r := range string(text) {
			want = want && (r < 0x80 || isUCS(r) || isPrivate(r))
		}
		if got := uriTemplate(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	})
}
