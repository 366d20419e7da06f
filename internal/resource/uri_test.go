package resource

import "testing"

// URIs that are equivalent by RFC 3986 are equal, whether they are absolute or relative to a base.
func TestEquivalentURIsAreOneIdentifier(t *testing.T) {
	for _, test := range []struct{ name, base, reference, want string }{
		{"relative", "http://e.test/a/b", "c", "http://e.test/a/c"},
		{"dot segments, relative", "http://e.test/a/b", "../c/./d", "http://e.test/c/d"},
		{"dot segments, absolute", "http://e.test/m", "http://e.test/b/../a", "http://e.test/a"},
		{"dot segments beyond the root", "http://e.test/m", "http://e.test/../../a", "http://e.test/a"},
		{"dot segments at the end", "http://e.test/m", "http://e.test/a/b/..", "http://e.test/a/"},
		{"escaped dot segments", "http://e.test/m", "http://e.test/b/%2E%2e/a", "http://e.test/a"},
		{"case of scheme and host", "http://e.test/m", "HTTP://E.Test/A", "http://e.test/A"},
		{"escapes that are not needed", "http://e.test/m", "%7eme/%41", "http://e.test/~me/A"},
		{"escapes in small letters", "http://e.test/m", "a%2fb%c3%a9", "http://e.test/a%2Fb%C3%A9"},
		{"letters that need an escape", "http://e.test/m", "é", "http://e.test/%C3%A9"},
		{"the default port", "http://e.test/m", "http://e.test:80/a", "http://e.test/a"},
		{"the default port of https", "http://e.test/m", "https://e.test:443/a", "https://e.test/a"},
		{"another port", "http://e.test/m", "http://e.test:8080/a", "http://e.test:8080/a"},
		{"an empty port", "http://e.test/m", "http://e.test:/a", "http://e.test/a"},
		{"no path", "http://e.test/m", "http://e.test", "http://e.test/"},
		{"a query", "http://e.test/m", "http://e.test/x/../a?b=%7e&c=/../d", "http://e.test/a?b=~&c=/../d"},
		{"an empty query", "http://e.test/m", "http://e.test/a?", "http://e.test/a?"},
		{"a URN", "http://e.test/m", "URN:example:a/../%7e", "urn:example:a/../~"},
		{"a file", "file:///dir/a.json", "sub/../b%20c.json", "file:///dir/b%20c.json"},
		{"a file, absolute", "file:///dir/a.json", "file:///dir/sub/../b.json", "file:///dir/b.json"},
		{"a network path", "https://e.test/m", "//O.test/a/../b", "https://o.test/b"},
	} {
		if got, err := resolve(test.base, test.reference); err != nil || got != test.want {
			t.Errorf("%s: %s from %s is %s, %v; want %s", test.name, test.reference, test.base, got, err, test.want)
		}
		if again := Normalize(test.want); again != test.want {
			t.Errorf("%s: %s becomes %s if it is normalized again", test.name, test.want, again)
		}
	}
}

func TestInvalidReferencesAreRejected(t *testing.T) {
	for _, reference := range []string{"http://e.test/%zz", "%", "http://[::1", "a b:c"} {
		if got, err := resolve("http://e.test/", reference); err == nil {
			t.Errorf("%s is %s", reference, got)
		}
	}
}
