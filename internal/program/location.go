package program

import (
	"strings"
	"sync/atomic"
)

// A Location is where a keyword of a schema is.
type Location struct {
	URI     string                         // absolute, with a JSON Pointer as its fragment
	Reached atomic.Pointer[EvaluationPath] // how it was reached first; nil until it is recorded

	keyword string
	next    *Location // of another keyword of the schema
}

// An EvaluationPath is a path from the root to a keyword (Core 2020-12, section 12.3.1). The edges are in reverse
// order, and nil where there is none.
type EvaluationPath struct {
	Edges    []*Edge
	Pointer  string
	Instance string // the JSON Pointer to the instance, "" if it depends on the document
}

// LocationOf returns the location of a keyword of the schema, "" for the schema itself. It is built once.
func (n *Node) LocationOf(keyword string) *Location {
	known := n.locations.Load()
	for l := known; l != nil; l = l.next {
		if l.keyword == keyword {
			return l
		}
	}
	uri := n.Place.Resource.URI + "#" + Fragment(n.Place.Pointer())
	if keyword != "" {
		uri += "/" + keyword
	}
	l := &Location{URI: uri, keyword: keyword, next: known}
	n.locations.Store(l)
	return l
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
