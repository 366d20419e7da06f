package syntax

import (
	"bytes"
	"strings"
)

// This file fixes quotes: of a string that does not end, ends too early, or has the quotes of
// another language.

// inString fixes a fault at offset p of a string.
func (r *repairer) inString(start, p int) (fix, bool) {
	safe := r.json[p-1] != '\\' // a backslash that is not doubled as well would become part of the escape
	switch {
	case p >= len(r.json) || r.json[p] == '\n' || r.json[p] == '\r':
		return r.openString(start)
	case r.json[p] == '\\':
		return change("double the backslash", false, Edit{p, p, `\`})
	case r.json[p] == '\t':
		return change(`write the tab as \t`, safe, Edit{p, p + 1, `\t`})
	case r.json[p] < ' ':
		const hex = "0123456789abcdef"
		return change("write the control character as an escape", safe,
			Edit{p, p + 1, `\u00` + string([]byte{hex[r.json[p]>>4], hex[r.json[p]&15]})})
	}
	return fix{}, false
}

// openString fixes a string that does not end on its line: either its quote is missing,
// or it is text of several lines.
func (r *repairer) openString(start int) (fix, bool) {
	end := r.lineEnd(start)
	next := r.significantFrom(end)
	closed := skipString(r.json, start)
	if next < len(r.json) && !bytes.ContainsRune([]byte(`"{}[],`), rune(r.json[next])) && r.json[closed-1] == '"' {
		var edits []Edit
		for i := end; i < closed; i++ {
			switch {
			case r.json[i] == '\r' && r.json[i+1] == '\n':
				edits = append(edits, Edit{i, i + 2, `\n`})
				i++
			case r.json[i] == '\n' || r.json[i] == '\r':
				edits = append(edits, Edit{i, i + 1, `\n`})
			}
		}
		return change(`write the line breaks as \n`, false, edits...)
	}
	text := bytes.TrimRight(r.json[start+1:end], " \t")
	text = bytes.TrimSuffix(text, []byte(","))
	if !bytes.ContainsAny(text, "{[") {
		text = bytes.TrimRight(text, " \t}]")
	}
	at := start + 1 + len(text)
	return change("close the string", false, Edit{at, at, `"`})
}

// isStray reports whether a quote does not begin a string: the string would consist of
// punctuation and end where a value cannot.
func (r *repairer) isStray(quote int) bool {
	end := skipString(r.json, quote)
	line := r.lineEnd(quote)
	text := bytes.TrimSuffix(r.json[quote+1:min(end, line)], []byte{'"'})
	if len(bytes.Trim(text, " \t,:{}[]")) > 0 {
		return false
	}
	return end > line || len(text) > 0 && end < len(r.json) && !bytes.ContainsRune([]byte(" \t\r\n,:]}"), rune(r.json[end]))
}

// closeName adds the second quote of a name that begins at start.
func closeName(start int, name []byte) (fix, bool) {
	at := start + 1 + len(name)
	return change("close the name", false, Edit{at, at, `"`})
}

// innerQuotes fixes a string with an extra quote: the string should end before a comma, or
// contains quotes that are not escaped.
func (r *repairer) innerQuotes(p int, c *context) (fix, bool) {
	if match := textAndComma().FindSubmatch(r.json[c.value:p]); match != nil {
		at := c.value + 1 + len(match[1])
		return change("close the string", false, Edit{at, at, `"`})
	}
	edits := []Edit{{p - 1, p - 1, `\`}}
	end := r.lineEnd(p)
	for i := p; i < end; i++ {
		switch r.json[i] {
		case '\\':
			i++
		case '"':
			after := r.significantFrom(i + 1)
			if after >= len(r.json) || after > end || bytes.ContainsRune([]byte(",}]:"), rune(r.json[after])) {
				return change("escape the quotes", false, edits...)
			}
			edits = append(edits, Edit{i, i, `\`})
		}
	}
	return fix{}, false
}

// quotes maps the quotes of other languages and of word processors.
var quotes = []struct{ open, close string }{
	{"'", "'"}, {"`", "`"}, {"“", "”"}, {"“", "“"}, {"”", "”"}, {"„", "“"}, {"‘", "’"}, {"’", "’"},
}

// otherQuotes fixes a string in the wrong quotes.
func (r *repairer) otherQuotes(p int) (fix, bool) {
	line := r.json[p:r.lineEnd(p)]
	for _, q := range quotes {
		inner, ok := bytes.CutPrefix(line, []byte(q.open))
		if !ok {
			continue
		}
		length := quotedLength(inner, q.close)
		if length < 0 {
			continue
		}
		begin := p + len(q.open)
		end := begin + length
		inner = inner[:length]
		safe := !hasLooseQuote(inner, q.close)
		if len(q.open) == 1 && !bytes.Contains(inner, []byte(`\`+q.close)) {
			edits := append([]Edit{{p, begin, `"`}}, escapeQuotes(inner, begin)...)
			return change("put it in double quotes", safe, append(edits, Edit{end, end + len(q.close), `"`})...)
		}
		text := strings.ReplaceAll(string(inner), `\`+q.close, q.close)
		text = strings.ReplaceAll(strings.ReplaceAll(text, `\"`, `"`), `"`, `\"`)
		return change("put it in double quotes", safe, Edit{p, end + len(q.close), `"` + text + `"`})
	}
	return fix{}, false
}

// escapeQuotes returns the edits that escape every double quote of a text that is not
// escaped; the text begins at an offset.
func escapeQuotes(text []byte, offset int) []Edit {
	var edits []Edit
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			edits = append(edits, Edit{offset + i, offset + i, `\`})
		}
	}
	return edits
}

// hasLooseQuote reports whether a text has a quote that is neither escaped nor an apostrophe
// within a word: the text may end there.
func hasLooseQuote(text []byte, quote string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' {
			i++
			continue
		}
		after, ok := bytes.CutPrefix(text[i:], []byte(quote))
		if ok && (i == 0 || len(after) == 0 || !inWord(text[i-1]) || !inWord(after[0])) {
			return true
		}
	}
	return false
}

// quotedLength returns the length of a string that ends with a quote; -1 if there is none. A quote
// within a word is an apostrophe.
func quotedLength(text []byte, quote string) int {
	first := -1
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' {
			i++
			continue
		}
		if rest, ok := bytes.CutPrefix(text[i:], []byte(quote)); ok {
			after := bytes.TrimLeft(rest, " \t")
			if len(after) == 0 || bytes.ContainsRune([]byte(",:}]/="), rune(after[0])) {
				return i
			}
			if first < 0 && len(after) < len(rest) {
				first = i
			}
		}
	}
	return first
}
