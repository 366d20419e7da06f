package format

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func TestURIGrammar(t *testing.T) {
	try(t, "uri", valid(
		// RFC 3986, section 1.1.2.
		"ftp://ftp.is.co.za/rfc/rfc1808.txt",
		"http://www.ietf.org/rfc/rfc2396.txt",
		"ldap://[2001:db8::7]/c=GB?objectClass?one",
		"mailto:John.Doe@example.com",
		"news:comp.infosystems.www.servers.unix",
		"tel:+1-816-555-1212",
		"telnet://192.0.2.16:80/",
		"urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
		// Every component alone, and empty.
		"a:", "a:/", "a://", "a:///", "a:////", "a:?", "a:#", "a:?#", "a:b", "a:/b", "a:b:c", "a:b@c",
		"a+b-c.1://h", "A://H", "http://h:", "http://h:8080", "http://h:/", "http://@h", "http://:@h", "http://u:p:q@h:1/",
		"http://h?q", "http://h#f", "http://h/?a/b?c#d/e?f", "http://h/a;b=c,d!$&'()*+~_-.", "http://%41%2f/",
		"http://[::]", "http://[::]:1/a", "http://u@[::ffff:1.2.3.4]", "http://[v1.a:b]", "http://[vF0.!$&'()*+,;=:~]",
		"http://1.2.3.256/", "http://a_b/", "http://-/", "http://a..b/", "data:text/plain;base64,SGk=", "file:///etc/hosts",
	), invalid(
		"", ":", ":a", "a", "/a", "//a", "?a", "#a", "1a:b", "+a:b", "a_b:c", "a%41:b", "\u00e9:a", "a b:c", " a:b", "a:b ",
		"a:b\n", "a:%", "a:%4", "a:%4g", "a:%g4", "a:?%", "a:#%zz", "a:#b#c", "a:\\b", "a:^", "a:`", "a:{b}", "a:|", "a:<b>",
		"a:\"", "a:\x7f", "a:\x00", "a:[", "a:b]c", "a:?[]", "a:#[", "http://h:a", "http://h:1:2", "http://h:80a/", "http://u@h@i",
		"http://[::1", "http://::1]", "http://[]", "http://[::1]a", "http://[::1%25eth0]", "http://[1.2.3.4]", "http://[v.a]",
		"http://[v1.]", "http://[v1]", "http://[vg.a]", "http://[v1.a/b]", "http://a[::1]", "http://[::1]@h", "http://h i",
		"http://h%", "http://u%:p@h", "http://\u00e9.com", "a:\ufffd",
	))
}

func TestURIReferenceGrammar(t *testing.T) {
	try(t, "uri-reference", valid(
		"", ".", "..", "a", "a/b:c", "./a:b", "/a:b", "//", "//h", "//h:80/a", "?", "#", "?a:b", "#a:b", "a?b:c", "a//b", "a//b@c:d/",
		"@a", "a@b", "%41", "a%3Ab", "*", "a/", "/a//b", "http://h", "a:b", ";a", "&a=b",
	), invalid(
		":", ":a", "1:a", "a%41:b", "a@b:c", "_:a", "a,b:c", "//h:a", "//[", "//[::1]a", "//u@h@i", " ", "a b", "/\u00e9", "\\", "#a#b", "%",
	))
}

func TestIRIGrammar(t *testing.T) {
	try(t, "iri", valid(
		"http://r\u00e9sum\u00e9.example.org", "http://h/\u65e5\u672c?\u65e5#\u672c", "a:\u00a0", "a:\ud7ff", "a:\uf900", "a:\uffef",
		"a:\U00010000", "a:\U000e1000", "a:?\ue000", "a:?\U000f0000", "a:?\U0010fffd", "http://\u00fc@h", "http://h/%C3%A9",
	), invalid(
		"", "\u00e9", "\u00e9:a", "a:\u0080", "a:\u009f", "a:\ue000", "a:#\ue000", "a:\ufdd0", "a:\ufffd", "a:\uffff", "a:\U0001fffe",
		"a:\U000e0fff", "a:\U000f0000", "a:?\U0010fffe", "a:\u200e", "a:\u202e", "http://[\u00e9]", "http://h:\u0661", "a:b\u00e9 c",
	))
	try(t, "iri-reference", valid("", "\u00e9", "/\u00e9", "//\u00e9", "?\ue000", "./\u00e9:a"),
		invalid("\u00e9:a", "\ue000", "#\ue000", "\u00e9\\"))
}

func TestURIsAreExplained(t *testing.T) {
	explained(t, "uri", map[string]string{
		"":                  "empty",
		"/a":                "no scheme",
		"example.com/a":     "no scheme",
		"://h":              "no scheme before the colon",
		"1a:b":              "a scheme must begin with a letter",
		"a_b:c":             "'_' is not allowed in the scheme",
		"http://h i/":       "a space is not allowed in the host",
		"http://h/a b":      "a space is not allowed in the path",
		"http://h/?a|b":     "'|' is not allowed in the query",
		"http://h/#a#b":     "'#' is not allowed in the fragment",
		"http://h/\u00e9":   "U+00E9 'é' must be percent-encoded",
		"http://h/%4":       "a % that is not followed by two hexadecimal digits",
		"http://h:80a/":     "the port is not a number",
		"http://[1.2.3.4]/": "no IPv6 address in the brackets",
		"http://u@v@h/":     "'@' is not allowed in the host",
	})
	explained(t, "uri-reference", map[string]string{
		"1:a": "a colon in the first segment of a relative path, and no scheme before it",
	})
	explained(t, "iri", map[string]string{
		"a:\ue000": "U+E000 is not allowed in the path",
	})
}

// grammar returns the collected ABNF of RFC 3986, appendix A, as a regular
// expression, with ucschar and iprivate of RFC 3987 for IRIs.
func grammar(scheme bool, ucschar, iprivate string) *regexp.Regexp {
	const (
		pct  = `%[0-9A-Fa-f]{2}`
		sub  = `!$&'()*+,;=`
		h16  = `[0-9A-Fa-f]{1,4}`
		dec  = `(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])`
		ipv4 = dec + `(?:\.` + dec + `){3}`
		ls32 = `(?:` + h16 + `:` + h16 + `|` + ipv4 + `)`
	)
	chars := func(more string) string {
		return `(?:[A-Za-z0-9\-._~` + sub + more + ucschar + `]|` + pct + `)`
	}
	ipv6 := `(?:(?:` + h16 + `:){6}` + ls32 + `|::(?:` + h16 + `:){5}` + ls32
	for before := 1; before <= 5; before++ {
		ipv6 += fmt.Sprintf(`|(?:(?:%s:){0,%d}%s)?::(?:%s:){%d}%s`, h16, before-1, h16, h16, 5-before, ls32)
	}
	ipv6 += `|(?:(?:` + h16 + `:){0,5}` + h16 + `)?::` + h16 + `|(?:(?:` + h16 + `:){0,6}` + h16 + `)?::)`

	future := `[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~` + sub + `:]+`
	authority := `(?:` + chars(`:`) + `*@)?(?:\[(?:` + ipv6 + `|` + future + `)\]|` + chars(``) + `*)(?::[0-9]*)?`
	pchar := chars(`:@`)
	rooted := `(?:/` + pchar + `*)*`
	absolute := `/(?:` + pchar + `+` + rooted + `)?`
	tail := `(?:\?(?:` + chars(`:@/?`+iprivate) + `)*)?(?:#` + chars(`:@/?`) + `*)?`
	full := `[A-Za-z][A-Za-z0-9+\-.]*:(?://` + authority + rooted + `|` + absolute + `|` + pchar + `+` + rooted + `|)` + tail
	if !scheme {
		full += `|(?://` + authority + rooted + `|` + absolute + `|` + chars(`@`) + `+` + rooted + `|)` + tail
	}
	return regexp.MustCompile(`\A(?:` + full + `)\z`)
}

// FuzzURI compares the four formats with the grammar as a regular expression.
func FuzzURI(f *testing.F) {
	for _, name := range []string{"uri", "uri-reference", "iri", "iri-reference"} {
		for _, s := range common[name] {
			f.Add(s)
		}
	}
	f.Add("http://u:p@[::1]:80/a;b?c#d")
	f.Add("//[v1.a]:/%41?\ue000#\u00e9")
	f.Add("a:b")
	f.Add("1:b")

	ucschar := `\x{A0}-\x{200D}\x{2010}-\x{2029}\x{202F}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFEF}`
	for plane := 1; plane <= 13; plane++ {
		ucschar += fmt.Sprintf(`\x{%X0000}-\x{%XFFFD}`, plane, plane)
	}
	ucschar += `\x{E1000}-\x{EFFFD}`
	const iprivate = `\x{E000}-\x{F8FF}\x{F0000}-\x{FFFFD}\x{100000}-\x{10FFFD}`
	rules := map[string]*regexp.Regexp{
		"uri":           grammar(true, ``, ``),
		"uri-reference": grammar(false, ``, ``),
		"iri":           grammar(true, ucschar, iprivate),
		"iri-reference": grammar(false, ucschar, iprivate),
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := []byte(strings.ToValidUTF8(s, "\uFFFD"))
		for name, rule := range rules {
			if got, want := Lookup(name, 2020)(text), rule.Match(text); got != want {
				t.Errorf("%s %q: got %v, want %v", name, text, got, want)
			}
		}
	})
}
