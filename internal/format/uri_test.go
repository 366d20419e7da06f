package format

import (
	"net/url"
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
		"1a:b":              "a scheme begins with a letter",
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

// FuzzURI holds the four grammars against each other, and the strict one against
// net/url, which accepts everything that it does, but for hosts: net/url knows
// no IPvFuture, and refuses percent-encoded ASCII in a host.
func FuzzURI(f *testing.F) {
	for _, name := range []string{"uri", "uri-reference", "iri", "iri-reference"} {
		for _, s := range common[name] {
			f.Add(s)
		}
	}
	f.Add("http://u:p@[::1]:80/a;b?c#d")
	f.Fuzz(func(t *testing.T, s string) {
		text := []byte(s)
		if uri(text) && !(uriReference(text) && iri(text)) || uriReference(text) && !iriReference(text) || iri(text) && !iriReference(text) {
			t.Errorf("%q: uri %v, uri-reference %v, iri %v, iri-reference %v", s, uri(text), uriReference(text), iri(text), iriReference(text))
		}
		if schemeEnd(text) > 0 && uriReference(text) != uri(text) {
			t.Errorf("%q has a scheme: uri %v, uri-reference %v", s, uri(text), uriReference(text))
		}
		if !uri(text) {
			return
		}
		parsed, err := url.Parse(s)
		if err != nil {
			if e, ok := err.(*url.Error); !ok || e.Err == nil {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if parsed.Scheme == "" {
			t.Errorf("%q: net/url finds no scheme", s)
		}
	})
}
