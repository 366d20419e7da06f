package format

import "bytes"

// The formats uri, uri-reference, iri and iri-reference.
//
// The first two are the rules "URI" and "URI-reference" of RFC 3986, appendix A, the others
// "IRI" and "IRI-reference" of RFC 3987, section 2.2, which is the same grammar with
// characters beyond ASCII. "uri" and "iri" require a scheme. The zone of an IPv6 host (RFC
// 6874, withdrawn by RFC 9844) is rejected.
//
// https://www.rfc-editor.org/rfc/rfc3986#appendix-A
// https://www.rfc-editor.org/rfc/rfc3987#section-2.2

func uri(text []byte) bool          { return findMisfit(text, withScheme).part == fits }
func uriReference(text []byte) bool { return findMisfit(text, 0).part == fits }
func iri(text []byte) bool          { return findMisfit(text, withScheme|international).part == fits }
func iriReference(text []byte) bool { return findMisfit(text, international).part == fits }

// A uriSyntax is one of the four grammars.
type uriSyntax uint8

const (
	withScheme    uriSyntax = 1 << iota // there must be a scheme
	international                       // characters beyond ASCII are allowed
)

// The characters of each component, RFC 3986, appendix A.
var (
	schemeSet       = newCharset(digitsLo|1<<'+'|1<<'-'|1<<'.', lettersHi)
	regNameSet      = newCharset(unreservedLo|subDelimsLo, unreservedHi)
	userinfoSet     = newCharset(unreservedLo|subDelimsLo|1<<':', unreservedHi) // and of an IPvFuture
	firstSegmentSet = newCharset(unreservedLo|subDelimsLo, unreservedHi|1<<('@'-64))
	pathSet         = newCharset(unreservedLo|subDelimsLo|1<<':'|1<<'/', unreservedHi|1<<('@'-64))
	querySet        = newCharset(unreservedLo|subDelimsLo|1<<':'|1<<'/'|1<<'?', unreservedHi|1<<('@'-64))
)

// A component is a part of a URI, named as in RFC 3986.
type component string

const (
	fits           component = ""
	inScheme       component = "scheme"
	inAuthority    component = "host"
	inAddress      component = "address"
	inPort         component = "port"
	inPath         component = "path"
	inFirstSegment component = "first segment"
	inQuery        component = "query"
	inFragment     component = "fragment"
)

// A misfit is the position at which a text deviates from the grammar: its component and
// byte offset.
type misfit struct {
	part component
	at   int
}

// findMisfit returns the first position at which the text deviates from the syntax; its
// part is fits if there is none.
func findMisfit(text []byte, syntax uriSyntax) misfit {
	outside, outsideQuery := asciiOnly, asciiOnly
	if syntax&international != 0 {
		outside, outsideQuery = ucschar|noFormatting, ucschar|iprivate|noFormatting
	}

	i := schemeEnd(text)
	relative := i == 0
	if relative && syntax&withScheme != 0 {
		return misfit{inScheme, 0}
	}

	part := inPath
	if i+1 < len(text) && text[i] == '/' && text[i+1] == '/' {
		if i, part = authorityEnd(text, i+2, outside); part != fits {
			return misfit{part, i}
		}
		if i < len(text) && text[i] != '/' && text[i] != '?' && text[i] != '#' {
			return misfit{inAuthority, i}
		}
		part = inPath
	} else if relative {
		// A colon here would make the text before it a scheme.
		i = firstSegmentSet.span(text, i, outside)
		if i < len(text) && text[i] == ':' {
			return misfit{inFirstSegment, i}
		}
	}

	i = pathSet.span(text, i, outside)
	if i < len(text) && text[i] == '?' {
		i, part = querySet.span(text, i+1, outsideQuery), inQuery
	}
	if i < len(text) && text[i] == '#' {
		i, part = querySet.span(text, i+1, outside), inFragment
	}
	if i < len(text) {
		return misfit{part, i}
	}
	return misfit{}
}

// schemeEnd returns the end of the scheme that text begins with, after its colon, or 0 if
// there is none.
func schemeEnd(text []byte) int {
	if len(text) == 0 || !isLetter(text[0]) {
		return 0
	}
	i := 1
	for i < len(text) && schemeSet.has(text[i]) {
		i++
	}
	if i == len(text) || text[i] != ':' {
		return 0
	}
	return i + 1
}

// authorityEnd returns the end of [ userinfo "@" ] host [ ":" port ], which begins at i, or
// the component that is wrong and its position.
func authorityEnd(text []byte, i int, outside beyond) (end int, wrong component) {
	end = regNameSet.span(text, i, outside)
	if end < len(text) && (text[end] == ':' || text[end] == '@') {
		if at := userinfoSet.span(text, end, outside); at < len(text) && text[at] == '@' {
			i = at + 1
			end = regNameSet.span(text, i, outside)
		}
	}
	if end == i && i < len(text) && text[i] == '[' {
		length := bytes.IndexByte(text[i:], ']')
		if length < 0 || !addressLiteral(text[i+1:i+length]) {
			return i, inAddress
		}
		end = i + length + 1
	}
	if end == len(text) || text[end] != ':' {
		return end, fits
	}
	for end++; end < len(text) && isDigit(text[end]); end++ {
	}
	if end < len(text) && text[end] != '/' && text[end] != '?' && text[end] != '#' {
		return end, inPort
	}
	return end, fits
}

// addressLiteral reports whether the text between the brackets of a host is an
// IPv6address or an IPvFuture, "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ).
func addressLiteral(text []byte) bool {
	if len(text) == 0 || text[0]|0x20 != 'v' {
		return ipv6(text)
	}
	i := 1
	for i < len(text) && isHex(text[i]) {
		i++
	}
	if i == 1 || i+1 >= len(text) || text[i] != '.' {
		return false
	}
	for _, c := range text[i+1:] {
		if !userinfoSet.has(c) {
			return false
		}
	}
	return true
}

func explainURI(x *Explainer, text []byte) string          { return explainMisfit(x, text, withScheme) }
func explainURIReference(x *Explainer, text []byte) string { return explainMisfit(x, text, 0) }
func explainIRI(x *Explainer, text []byte) string {
	return explainMisfit(x, text, withScheme|international)
}
func explainIRIReference(x *Explainer, text []byte) string {
	return explainMisfit(x, text, international)
}

func explainMisfit(x *Explainer, text []byte, syntax uriSyntax) string {
	fault := findMisfit(text, syntax)
	switch fault.part {
	case fits:
		return ""
	case inScheme:
		return explainScheme(x, text)
	case inFirstSegment:
		return "a colon in the first segment of a relative path, and no scheme before it"
	case inAddress:
		return "no IPv6 address in the brackets"
	case inPort:
		return "the port is not a number"
	}
	if text[fault.at] == '%' {
		return "a % that is not followed by two hexadecimal digits"
	}
	if text[fault.at] >= 0x80 && syntax&international == 0 {
		return x.because("{0} must be percent-encoded", quoteAt(text, fault.at))
	}
	return x.because("{0} is not allowed in the "+string(fault.part), quoteAt(text, fault.at))
}

func explainScheme(x *Explainer, text []byte) string {
	if len(text) == 0 {
		return "empty"
	}
	colon := bytes.IndexByte(text, ':')
	if end := bytes.IndexAny(text, "/?#"); colon < 0 || end >= 0 && end < colon {
		return "no scheme"
	}
	if colon == 0 {
		return "no scheme before the colon"
	}
	if !isLetter(text[0]) {
		return "a scheme must begin with a letter"
	}
	for i, c := range text[:colon] {
		if !schemeSet.has(c) {
			return x.because("{0} is not allowed in the scheme", quoteAt(text, i))
		}
	}
	return ""
}
