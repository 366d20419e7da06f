package format

import "testing"

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
		"{a b}": "{a b} is no expression",
		"a b":   "a space is not allowed outside braces",
		"%4":    "a % that is not followed by two hexadecimal digits",
	})
}
