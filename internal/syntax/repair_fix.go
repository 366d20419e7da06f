package syntax

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file finds the fix of a syntax error. If the intention is unclear, text that cannot be
// read is replaced by a placeholder, so that the rest can be read.

// fix returns the fix of the fault at offset p.
func (r *repairer) fix(p int) (fix, bool) {
	c := r.context(p)
	switch {
	case c.string >= 0:
		return r.inString(c.string, p)
	case p >= len(r.json):
		return r.close(&c)
	case r.json[p] == '"' && r.isStray(p):
		return change("remove the quote", false, Edit{p, p + 1, ""})
	case r.json[p] == '"' && skipString(r.json, p) > r.lineEnd(p):
		if name := nameAndValue().FindSubmatch(r.json[p:r.lineEnd(p)]); name != nil && c.expected == expectName {
			return closeName(p, name[1])
		}
		return r.openString(p)
	case jsontape.IsSpace(r.json[p]), r.json[p] < ' ':
		return fix{}, false
	}
	if size, name := jsontape.Unseen(r.json[p:]); name != "" {
		return change("replace the "+name+" by a space", true, Edit{p, p + size, " "})
	}
	if m, ok := r.comment(p); ok {
		return m, true
	}
	if m, ok := r.conflict(p); ok {
		return m, true
	}
	if k := r.json[p]; k == '}' || k == ']' {
		return r.bracket(p, &c)
	}
	switch c.expected {
	case expectName:
		return r.name(p, &c)
	case expectColon:
		return r.colon(p, &c)
	case expectComma:
		return r.comma(p, &c)
	case expectEnd:
		return r.end(p, &c)
	}
	return r.value(p, &c)
}

// close fixes a text that ends too early.
func (r *repairer) close(c *context) (fix, bool) {
	if c.before < 0 || len(c.open) == 0 {
		return fix{}, false
	}
	// The brackets are added after the last value, before blanks at the end.
	at := c.before + 1
	brackets := Edit{at, at, closing(c.kinds())}
	switch {
	case c.last(r.json) == ',':
		return change("close what is open", false, Edit{c.before, at, ""}, brackets)
	case c.last(r.json) == ':':
		m := placeholder(at, at, "null")
		m.edits = append(m.edits, brackets)
		return m, true
	case c.expected == expectColon:
		m := placeholder(at, at, ":null")
		m.edits = append(m.edits, brackets)
		return m, true
	}
	return change("close what is open", false, brackets)
}

// comment removes a comment. Its information may be nowhere else, so that is not safe.
func (r *repairer) comment(p int) (fix, bool) {
	end := commentEnd(r.json, p)
	switch {
	case r.json[p] == '#':
		end = r.lineEnd(p)
	case bytes.HasPrefix(r.json[p:], []byte("/*")) && end == p: // it does not end
		return fix{edits: []Edit{{p, len(r.json), ""}}, lossy: true}, true
	case end == p:
		return fix{}, false
	}
	if end == len(r.json) || r.json[end] == '\n' || r.json[end] == '\r' {
		for p > 0 && (r.json[p-1] == ' ' || r.json[p-1] == '\t') {
			p-- // leave no blanks at the end of the line
		}
	}
	m, ok := change("remove the comment", false, Edit{p, end, ""})
	m.comment = true
	before := r.json[:p]
	before = bytes.TrimRight(before[bytes.LastIndexByte(before, '\n')+1:], " \t")
	if len(before) > 0 && bytes.Count(r.json[p:end], []byte{'"'})%2 == 1 {
		m.offer = nil // it may be the rest of a string, such as a URL
	}
	return m, ok
}

// conflict removes the markers of a merge conflict, and the second of the two sides.
func (r *repairer) conflict(p int) (fix, bool) {
	if p > 0 && r.json[p-1] != '\n' {
		return fix{}, false
	}
	end := r.lineEnd(p)
	switch mark := r.json[p:min(p+7, len(r.json))]; string(mark) {
	case "<<<<<<<", ">>>>>>>":
	case "=======":
		if other := bytes.Index(r.json[p:], []byte("\n>>>>>>>")); other >= 0 {
			end = r.lineEnd(p + other + 1)
		}
	default:
		return fix{}, false
	}
	return fix{edits: []Edit{{p, end, ""}}, lossy: true}, true
}

// bracket fixes a closing bracket that does not match.
func (r *repairer) bracket(p int, c *context) (fix, bool) {
	k := r.json[p]
	at := c.before + 1
	if last := c.last(r.json); c.inner().kind == k-2 || last == ':' || last == ',' {
		// It matches, but not after what precedes it.
		without := r.balanced(c.kinds(), p+1)
		if with := r.balanced(c.kinds(), p); without > with && without > len(r.json) {
			return change("remove the bracket", false, Edit{p, p + 1, ""})
		}
	}
	switch last := c.last(r.json); {
	case last == ',':
		return change("remove the trailing comma", true, Edit{c.before, at, ""})
	case last == ':':
		return placeholder(at, at, "null"), true
	case c.expected == expectColon:
		return placeholder(at, at, ":null"), true
	case len(c.open) == 0 && last == 0 && r.significantFrom(p+1) == len(r.json):
		return fix{}, false
	case len(c.open) == 0:
		return change("remove the bracket", false, Edit{p, p + 1, ""})
	}

	// The fix after which most of the remaining brackets match is probably right.
	open := c.kinds()
	best, found := -1, fix{}
	try := func(score int, title string, e Edit) {
		if score > best {
			best = score
			found, _ = change(title, false, e)
		}
	}
	if outer := bytes.LastIndexByte(open, k-2); outer >= 0 {
		try(r.balanced(open[:outer+1], p), "close what is open", Edit{p, p, closing(open[outer+1:])})
	}
	inner := open[len(open)-1]
	rest := r.balanced(open[:len(open)-1], p+1)
	if after := r.significantFrom(p + 1); len(open) == 1 && after < len(r.json) {
		rest = after
	}
	try(rest, "put the other bracket", Edit{p, p + 1, string(inner + 2)})
	try(r.balanced(open, p+1), "remove the bracket", Edit{p, p + 1, ""})
	return found, true
}

// end fixes text after the payload.
func (r *repairer) end(p int, c *context) (fix, bool) {
	switch k := r.json[c.value]; {
	case (k == '{' || k == '[') && r.balanced([]byte{k}, p) > len(r.json):
		return change("remove the bracket", false, Edit{c.before, c.before + 1, ""})
	case k == '"' && r.json[p] == ':' && r.balanced([]byte{'{'}, p) > len(r.json):
		m, ok := change("open an object", false, Edit{c.value, c.value, "{"})
		m.lossy = true // its beginning is unknown
		return m, ok
	}
	m, _ := change("remove what follows the payload", false, Edit{p, len(r.json), ""})
	if len(bytes.Trim(r.json[p:], " \t\r\n,;)]}")) > 0 {
		m.offer = nil // it may be a second payload
	}
	return m, true
}

// name fixes text at which the name of a property is required.
func (r *repairer) name(p int, c *context) (fix, bool) {
	switch k := r.json[p]; {
	case k == ',':
		return change("remove the comma", false, Edit{p, p + 1, ""})
	case k == ':' && r.colonFollows(r.significantFrom(p+1)):
		return change("remove the colon", false, Edit{p, p + 1, ""})
	case c.last(r.json) == '{' && len(c.open) > 1 && r.balanced(c.kinds()[:len(c.open)-1], p) > len(r.json):
		return change("remove the bracket", false, Edit{c.before, c.before + 1, ""})
	case k == '{' && c.last(r.json) == '{':
		if end := bytes.Index(r.json[p:r.lineEnd(p)], []byte("}}")); end >= 0 && c.before == p-1 && len(c.open) > 1 {
			return placeholder(c.before, p+end+2, "null"), true // of a template
		}
		return change("remove the bracket", false, Edit{p, p + 1, ""})
	case k == '{' && c.last(r.json) == ',' && len(c.open) > 1 && c.open[len(c.open)-2].kind == '[':
		at := r.significantBefore(c.before) + 1
		return change("close what is open", false, Edit{at, at, "}"})
	case (k == '{' || k == '[') && r.balanced(c.kinds(), p+1) > len(r.json):
		return change("remove the bracket", false, Edit{p, p + 1, ""})
	}
	if m, ok := r.otherQuotes(p); ok {
		return m, true
	}
	end := p
	for end < len(r.json) && !bytes.ContainsRune([]byte(" \t\r\n\"'`{}[],:#/\\"), rune(r.json[end])) && r.json[end] >= ' ' {
		end++
	}
	if after := r.significantFrom(end); end > p && after < len(r.json) && r.json[after] == ':' {
		isName := !slices.ContainsFunc(r.json[p:end], func(k byte) bool { return !isWordByte(k) })
		return change("put the name in double quotes", isName, Edit{p, p, `"`}, Edit{end, end, `"`})
	}
	if end > p && end+1 < len(r.json) && r.json[end] == '"' {
		if after := r.significantFrom(end + 1); after < len(r.json) && r.json[after] == ':' {
			return change("open the name", false, Edit{p, p, `"`})
		}
	}
	m := placeholder(p, max(r.junkEnd(p), p+1), `"":null`)
	m.lossy = true
	return m, true
}

var (
	nameAndValue = lazyregexp.New(`^"([\w$.@/-]+)\s*:(?:\s|$|["{\[0-9-]|(?:true|false|null)\b)`)
	nameAndColon = lazyregexp.New(`^"([\w$.@/-]+)\s*:(?:\s|"$)`)
	textAndComma = lazyregexp.New(`^"([^"\\]*?)\s*,\s*"$`)
)

// colon fixes text after the name of a property.
func (r *repairer) colon(p int, c *context) (fix, bool) {
	at := c.before + 1
	name := r.json[c.value:at]
	match := nameAndColon().FindSubmatch(name)
	k := r.json[p]
	switch {
	case at == p && r.isStray(c.value):
		return change("remove the quote", false, Edit{c.value, c.value + 1, ""})
	case match != nil && at == p: // "name: "value"
		return closeName(c.value, match[1])
	case (k == '{' || k == '[') && r.balanced(c.kinds(), p+1) > len(r.json):
		return change("remove the bracket", false, Edit{p, p + 1, ""})
	case k == ',':
		return placeholder(at, at, ":null"), true
	case r.colonFollows(p):
		return placeholder(at, at, ":null,"), true
	case k == '=' || k == ';':
		end := p + 1
		if end < len(r.json) && r.json[end] == '>' {
			end++
		}
		return change("put a colon between them", false, Edit{p, end, ":"})
	case beginsValue(k) || isWordByte(k):
		return change("put a colon between them", false, Edit{at, at, ":"})
	}
	return placeholder(at, max(r.junkEnd(p), p+1), ":null"), true
}

// colonFollows reports whether there is a string at p that is followed by a colon.
func (r *repairer) colonFollows(p int) bool {
	if p >= len(r.json) || r.json[p] != '"' {
		return false
	}
	after := r.significantFrom(skipString(r.json, p))
	return after < len(r.json) && r.json[after] == ':'
}

// comma fixes text after a value in an array or object.
func (r *repairer) comma(p int, c *context) (fix, bool) {
	at := c.before + 1
	value := r.json[c.value:at]
	k := r.json[p]
	switch {
	case k == ';':
		return change("put a comma between them", false, Edit{p, p + 1, ","})
	case k == ':' && value[0] == '"' && c.inner().kind == '[':
		return r.pairInArray(p, c)
	case value[0] == '"' && at == p && r.isStray(c.value):
		return change("remove the quote", false, Edit{c.value, c.value + 1, ""})
	case (k == '{' || k == '[') && r.balanced(c.kinds(), p+1) > len(r.json):
		return change("remove the bracket", false, Edit{p, p + 1, ""})
	case value[0] == '"' && at == p && k != '"' && k != ':':
		if m, ok := r.innerQuotes(p, c); ok {
			return m, true
		}
	}
	isScalar := value[0] != '{' && value[0] != '['
	if c.inner().kind == '{' && r.isStrayValue(p) {
		return r.skipStray(p, c)
	}
	if beginsValue(k) && k != '+' && k != '.' && k != '-' && (at < p || k == '"' || !isScalar) {
		return change("put a comma between them", false, Edit{at, at, ","})
	}
	if k == '"' || k == '\'' {
		return change("put a comma between them", false, Edit{at, at, ","})
	}
	end := max(r.junkEnd(p), p+1)
	if !isScalar {
		return fix{edits: []Edit{{p, end, ""}}, lossy: true}, true
	}
	if value[0] != '"' && at < p && (k == '+' || k == '.' || k == '-') {
		return change("put a comma between them", false, Edit{at, at, ","})
	}
	return r.inPlaceOf(c.value, end)
}

// pairInArray fixes a name and a value in an array that should be an object, or should end
// before them.
func (r *repairer) pairInArray(p int, c *context) (fix, bool) {
	before := r.significantBefore(c.value)
	after := r.significantFrom(p + 1)
	switch {
	case after < len(r.json) && (r.json[after] == ',' || r.json[after] == ']'):
		return change("remove the colon", false, Edit{p, p + 1, ""})
	case r.balanced(c.kinds(), p) > len(r.json) && before != c.inner().at:
		return change("put a comma between them", false, Edit{p, p + 1, ","})
	case before == c.inner().at:
		return change("put the other bracket", false, Edit{before, before + 1, "{"})
	case len(c.open) > 1 && c.open[len(c.open)-2].kind == '{' && r.json[before] == ',':
		at := r.significantBefore(before) + 1
		return change("close what is open", false, Edit{at, at, "]"})
	}
	m := placeholder(p, p+1, ",")
	m.lossy = true
	return m, true
}

// value fixes text at which a value is required.
func (r *repairer) value(p int, c *context) (fix, bool) {
	k := r.json[p]
	switch {
	case k == ',' && c.last(r.json) == ':':
		return placeholder(c.before+1, c.before+1, "null"), true
	case k == ',' && len(c.open) > 0:
		return change("remove the comma", false, Edit{p, p + 1, ""})
	case k == ':' && len(c.open) > 0:
		return change("remove the colon", false, Edit{p, p + 1, ""})
	}
	if m, ok := r.otherQuotes(p); ok {
		return m, true
	}
	if m, ok := r.word(p); ok {
		return m, true
	}
	if c.before < 0 {
		begin := bytes.IndexAny(r.json[p:], "{[")
		if begin < 0 {
			return fix{}, false
		}
		m, _ := change("remove what precedes the payload", false, Edit{p, p + begin, ""})
		if !wrapper().Match(r.json[p : p+begin]) {
			m.offer = nil
		}
		return m, true
	}
	if quote := p + bytes.IndexAny(r.json[p:], "\"\r\n{}[]:,"); quote > p && r.json[quote] == '"' {
		after := r.significantFrom(quote + 1)
		if after == len(r.json) || bytes.ContainsRune([]byte(",}]"), rune(r.json[after])) {
			return change("open the string", false, Edit{p, p, `"`})
		}
	}
	return r.inPlaceOf(p, max(r.junkEnd(p), p+1))
}

// wrapper matches what makes JSON a JavaScript program: a call, an assignment, or a prefix
// that prevents running it.
var wrapper = lazyregexp.New(`^(?:(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.]*\s*[(=]\s*|\)\]\}'?,?\s*)$`)

// notText matches words that should not be put in quotes.
var notText = lazyregexp.New(`^([-+]?(Infinity|inf|NaN|nan)|[-+]?[0-9.].*|-|(?:true|false|null)\b.*)$`)

// inPlaceOf replaces a value that cannot be read by a placeholder. It offers quotes if the
// value may be text.
func (r *repairer) inPlaceOf(start, end int) (fix, bool) {
	m := placeholder(start, end, "null")
	text := r.json[start:end]
	if strings.IndexFunc(string(text), func(k rune) bool { return k < ' ' || strings.ContainsRune("\"'`\\{}[]()<>$@", k) }) < 0 &&
		!notText().Match(text) {
		m.title = "put it in double quotes"
		m.offer = quoted(start, end)
	}
	return m, true
}

// quoted returns the edits that put quotes around a text.
func quoted(start, end int) []Edit { return []Edit{{start, start, `"`}, {end, end, `"`}} }

// foreignWords maps words of other languages to values of JSON.
var foreignWords = map[string]string{
	"True": "true", "TRUE": "true",
	"False": "false", "FALSE": "false",
	"None": "null", "NULL": "null", "Null": "null", "nil": "null", "undefined": "null",
}

var (
	zerosBefore = lazyregexp.New(`^-?(0+)[0-9]+$`)
	pointAtEnd  = lazyregexp.New(`^-?(?:0|[1-9][0-9]*)\.(?:[eE][-+]?[0-9]+)?$`)
	pointFirst  = lazyregexp.New(`^-?\.[0-9]+(?:[eE][-+]?[0-9]+)?$`)
	plusFirst   = lazyregexp.New(`^\+(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$`)
)

// word fixes a value in the syntax of another language.
func (r *repairer) word(p int) (fix, bool) {
	end := p
	for end < len(r.json) && (isWordByte(r.json[end]) || bytes.ContainsRune([]byte("+-."), rune(r.json[end])) || r.json[end] >= utf8.RuneSelf) {
		end++
	}
	if !r.endsValue(end) {
		return fix{}, false
	}
	text := r.json[p:end]
	point := bytes.IndexByte(text, '.')
	if value, ok := foreignWords[string(text)]; ok {
		return change("write "+value, string(text) != "undefined", Edit{p, end, value})
	}
	switch zeros := zerosBefore().FindSubmatchIndex(text); {
	case zeros != nil:
		m, _ := change("put it in double quotes", false, Edit{p + zeros[2], p + zeros[3], ""})
		m.offer = quoted(p, end) // the zeros would be lost
		return m, true
	case plusFirst().Match(text):
		m, _ := change("remove the plus sign", false, Edit{p, p + 1, ""})
		m.offer = []Edit{{p, end, string(text[1:])}}
		return m, true
	case pointFirst().Match(text):
		return insertZero("put a 0 before the point", p, text, point)
	case pointAtEnd().Match(text):
		return insertZero("put a 0 after the point", p, text, point+1)
	}
	return fix{}, false
}

// insertZero adds a zero to a number.
func insertZero(title string, start int, number []byte, at int) (fix, bool) {
	m, ok := change(title, true, Edit{start + at, start + at, "0"})
	m.offer = []Edit{{start, start + len(number), string(number[:at]) + "0" + string(number[at:])}}
	return m, ok
}

// endsValue reports whether a value may end at an offset: a delimiter, another value or the end of
// the line follows.
func (r *repairer) endsValue(end int) bool {
	next := skipComments(r.json, end)
	switch {
	case next == len(r.json) || next >= r.lineEnd(end):
		return true
	case next > end && beginsValue(r.json[next]): // a comma is missing before it
		return true
	}
	return bytes.IndexByte([]byte(",]};#"), r.json[next]) >= 0
}

func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '$'
}

// beginsValue reports whether a value, or a number as other languages write it,
// can begin with c.
func beginsValue(c byte) bool {
	switch c {
	case '"', '{', '[', '-', '+', '.', 't', 'f', 'n':
		return true
	}
	return '0' <= c && c <= '9'
}
