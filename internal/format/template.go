package format

import "bytes"

// The format uri-template: RFC 6570, section 2, at any level. Operators that the RFC
// reserves for extensions are in its grammar and are accepted, as is an apostrophe in a
// literal (erratum 6937).
//
// https://www.rfc-editor.org/rfc/rfc6570#section-2
func uriTemplate(text []byte) bool {
	for {
		end := literalSet.span(text, 0, ucschar|iprivate)
		if end == len(text) {
			return true
		}
		if text[end] != '{' {
			return false
		}
		text = text[end+1:]
		closing := bytes.IndexByte(text, '}')
		if closing < 0 || !templateExpression(text[:closing]) {
			return false
		}
		text = text[closing+1:]
	}
}

// The rules "literals" and "varchar", without percent-encoded bytes, and "operator".
var (
	literalSet = newCharset(
		1<<'!'|0x3<<'#'|0x3<<'&'|0xfffff<<'('|1<<'='|1<<'?',
		1<<('@'-64)|lettersHi|1<<('['-64)|1<<(']'-64)|1<<('_'-64)|1<<('~'-64),
	)
	varcharSet  = newCharset(digitsLo, lettersHi|1<<('_'-64))
	operatorSet = newCharset(
		1<<'+'|1<<'#'|1<<'.'|1<<'/'|1<<';'|1<<'?'|1<<'&'|1<<'='|1<<','|1<<'!',
		1<<('@'-64)|1<<('|'-64),
	)
)

// templateExpression reports whether text, the content of braces, is [ operator ] varspec
// *( "," varspec ).
func templateExpression(text []byte) bool {
	if len(text) > 0 && operatorSet.has(text[0]) {
		text = text[1:]
	}
	for {
		rest, ok := templateVariable(text)
		if !ok || len(rest) == 0 {
			return ok
		}
		if rest[0] != ',' {
			return false
		}
		text = rest[1:]
	}
}

// templateVariable reads varname [ ":" max-length / "*" ] and returns the text after it.
func templateVariable(text []byte) (rest []byte, ok bool) {
	i := 0
	for {
		end := varcharSet.span(text, i, asciiOnly)
		if end == i {
			return nil, false
		}
		i = end
		if i == len(text) || text[i] != '.' {
			break
		}
		i++
	}
	if i == len(text) {
		return nil, true
	}
	switch text[i] {
	case '*':
		return text[i+1:], true
	case ':':
		digits := i + 1
		for i = digits; i < len(text) && i < digits+4 && isDigit(text[i]); i++ {
		}
		return text[i:], i > digits && text[digits] != '0'
	}
	return text[i:], true
}

func explainURITemplate(x *Explainer, text []byte) string {
	for {
		end := literalSet.span(text, 0, ucschar|iprivate)
		if end == len(text) {
			return ""
		}
		switch text[end] {
		case '{':
		case '}':
			return "a closing brace without an opening one"
		case '%':
			return "a % that is not followed by two hexadecimal digits"
		default:
			return x.because("{0} is not allowed outside braces", quoteAt(text, end))
		}
		text = text[end+1:]
		closing := bytes.IndexByte(text, '}')
		if closing < 0 {
			return "an opening brace without a closing one"
		}
		if closing == 0 {
			return "no variable in the braces"
		}
		if !templateExpression(text[:closing]) {
			return x.because("{0} is not an expression", []byte("{"+cut(text[:closing])+"}"))
		}
		text = text[closing+1:]
	}
}
