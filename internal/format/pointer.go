package format

import "bytes"

// The formats json-pointer and relative-json-pointer.
//
// https://www.rfc-editor.org/rfc/rfc6901#section-3
// https://datatracker.ietf.org/doc/html/draft-handrews-relative-json-pointer-01#section-3

// jsonPointer is the form for JSON strings: "", or "/" before each token, in which a tilde
// must be followed by 0 or 1 and every other character is literal.
func jsonPointer(text []byte) bool {
	if len(text) == 0 {
		return true
	}
	if text[0] != '/' {
		return false
	}
	for {
		tilde := bytes.IndexByte(text, '~')
		if tilde < 0 {
			return true
		}
		if tilde+1 == len(text) || text[tilde+1] != '0' && text[tilde+1] != '1' {
			return false
		}
		text = text[tilde+2:]
	}
}

func explainJSONPointer(x *Explainer, text []byte) string {
	switch {
	case text[0] == '#':
		return "the # of a URI fragment is not part of the pointer"
	case text[0] != '/':
		return "a pointer must be empty or begin with /"
	}
	return "a ~ that is not followed by 0 or 1"
}

// relativeJSONPointer is a number of levels to go up, without leading zero, and then "#" or
// a pointer. The index manipulation of later drafts ("0+1/a") is not in the draft that the
// specification refers to.
func relativeJSONPointer(text []byte) bool {
	digits := 0
	for digits < len(text) && isDigit(text[digits]) {
		digits++
	}
	if digits == 0 || digits > 1 && text[0] == '0' {
		return false
	}
	rest := text[digits:]
	return len(rest) == 1 && rest[0] == '#' || jsonPointer(rest)
}

func explainRelativeJSONPointer(x *Explainer, text []byte) string {
	if len(text) == 0 {
		return "empty"
	}
	digits := 0
	for digits < len(text) && isDigit(text[digits]) {
		digits++
	}
	switch {
	case digits == 0:
		return "no number of levels to go up"
	case digits > 1 && text[0] == '0':
		return "a leading zero"
	case text[digits] == '#':
		return "text after #"
	case text[digits] != '/':
		return "only # or / may follow the number"
	}
	return explainJSONPointer(x, text[digits:])
}
