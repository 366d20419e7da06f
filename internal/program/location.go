package program

import "strings"

// Location returns the absolute URI of the schema, which is built once.
func (n *Node) Location() string {
	if known := n.uri.Load(); known != nil {
		return *known
	}
	uri := n.Place.Resource.URI + "#" + Fragment(n.Place.Pointer())
	n.uri.Store(&uri)
	return uri
}

// Fragment returns a JSON Pointer as a URI fragment (RFC 6901, section 6). Which characters are
// not escaped is in RFC 3986, section 3.5.
func Fragment(pointer string) string {
	const hex = "0123456789ABCDEF"
	plain := func(c byte) bool {
		return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-._~!$&'()*+,;=:@/?", c) >= 0
	}
	var b strings.Builder
	for k := 0; k < len(pointer); k++ {
		if c := pointer[k]; plain(c) {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
