package resource

// This file resolves and normalizes URIs (RFC 3986), so that equivalent identifiers are equal.

import (
	"fmt"
	"net/url"
	"strings"
)

// resolve makes a reference without fragment absolute and normalizes it (section 5.2).
func resolve(base, reference string) (string, error) {
	ref, err := url.Parse(normalizeEscapes(reference))
	if err != nil {
		return "", fmt.Errorf("%q is not a URI reference", reference)
	}
	if ref.IsAbs() {
		return normal(ref), nil
	}
	from, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("the base %q is not a URI", base)
	}
	if from.Opaque != "" {
		return "", fmt.Errorf("%q cannot be relative to %s", reference, base)
	}
	return normal(from.ResolveReference(ref)), nil
}

// Normalize returns the normal form of a URI, which is the same for all equivalent URIs.
// A text that is not a URI is returned unchanged.
func Normalize(uri string) string {
	u, err := url.Parse(normalizeEscapes(uri))
	if err != nil || !u.IsAbs() {
		return uri
	}
	return normal(u)
}

// normal applies the syntax-based and scheme-based normalizations (section 6.2.2 and
// 6.2.3) to an absolute URI; [url.Parse] has lowered the scheme.
func normal(u *url.URL) string {
	if u.Opaque != "" || u.Host == "" && u.Path == "" {
		return u.String() // such as a URN: it has no path to normalize
	}
	u = u.ResolveReference(u) // removes dot segments
	u.Host = strings.ToLower(u.Host)
	if u.Scheme == "http" {
		u.Host = strings.TrimSuffix(u.Host, ":80")
	}
	if u.Scheme == "https" {
		u.Host = strings.TrimSuffix(u.Host, ":443")
	}
	u.Host = strings.TrimSuffix(u.Host, ":")
	if u.Path == "" && (u.Scheme == "http" || u.Scheme == "https") {
		u.Path = "/"
	}
	return u.String()
}

// normalizeEscapes decodes escapes that are not needed and writes the digits of the others in
// upper case (section 6.2.2.1 and 6.2.2.2). A percent sign that does not begin an escape is
// left to the parser, which rejects it.
func normalizeEscapes(uri string) string {
	if !strings.Contains(uri, "%") {
		return uri
	}
	var b strings.Builder
	for k := 0; k < len(uri); k++ {
		if uri[k] != '%' || k+2 >= len(uri) || !isHex(uri[k+1]) || !isHex(uri[k+2]) {
			b.WriteByte(uri[k])
			continue
		}
		c := unhex(uri[k+1])<<4 | unhex(uri[k+2])
		if isUnreserved(c) {
			b.WriteByte(c)
		} else {
			b.WriteString(strings.ToUpper(uri[k : k+3]))
		}
		k += 2
	}
	return b.String()
}

func isUnreserved(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
