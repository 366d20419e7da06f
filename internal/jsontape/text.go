package jsontape

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// Content returns a String or Key as written between its quotes. That is its text unless the
// node is [Node.Escaped].
func (d *Tape) Content(i uint32) []byte {
	n := &d.Nodes[i]
	return d.Text[n.Start+1 : n.End-1]
}

// AppendText appends the text of a String or Key, with escapes resolved. An escaped surrogate
// that is not one of a pair becomes U+FFFD.
func (d *Tape) AppendText(dst []byte, i uint32) []byte {
	if !d.Nodes[i].Escaped() {
		return append(dst, d.Content(i)...)
	}
	return AppendUnescaped(dst, d.Content(i))
}

// AppendUnescaped appends the text of a string, of which content is what is written
// between its quotes.
func AppendUnescaped(dst, content []byte) []byte {
	for p := 0; p < len(content); {
		if content[p] != '\\' {
			plain := content[p:]
			if n := bytes.IndexByte(plain, '\\'); n >= 0 {
				plain = plain[:n]
			}
			dst = append(dst, plain...)
			p += len(plain)
			continue
		}
		switch c := content[p+1]; c {
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			r := hex4(content[p+2:])
			p += 6
			if utf16.IsSurrogate(r) {
				if p+6 <= len(content) && content[p] == '\\' && content[p+1] == 'u' {
					if pair := utf16.DecodeRune(r, hex4(content[p+2:])); pair != utf8.RuneError {
						dst = utf8.AppendRune(dst, pair)
						p += 6
						continue
					}
				}
				r = utf8.RuneError
			}
			dst = utf8.AppendRune(dst, r)
			continue
		default:
			dst = append(dst, c)
		}
		p += 2
	}
	return dst
}

// String returns the text of a String or Key, with escapes resolved.
func (d *Tape) String(i uint32) string {
	if !d.Nodes[i].Escaped() {
		return string(d.Content(i))
	}
	return string(d.AppendText(nil, i))
}

func hex4(digits []byte) rune {
	var r rune
	for _, c := range digits[:4] {
		switch {
		case c <= '9':
			c -= '0'
		default:
			c = c | 0x20 - 'a' + 10
		}
		r = r<<4 | rune(c)
	}
	return r
}

// Length returns the number of characters of a String or Key, as JSON Schema counts them:
// Unicode code points, with escapes resolved.
func (d *Tape) Length(i uint32) int {
	n := &d.Nodes[i]
	if n.Plain() {
		return int(n.End-n.Start) - 2
	}
	content := d.Content(i)
	if !n.Escaped() {
		return utf8.RuneCount(content)
	}
	count := 0
	for p := 0; p < len(content); count++ {
		if content[p] != '\\' {
			_, size := utf8.DecodeRune(content[p:])
			p += size
			continue
		}
		if content[p+1] != 'u' {
			p += 2
			continue
		}
		r := hex4(content[p+2:])
		p += 6
		if utf16.IsSurrogate(r) && p+6 <= len(content) && content[p] == '\\' && content[p+1] == 'u' &&
			utf16.DecodeRune(r, hex4(content[p+2:])) != utf8.RuneError {
			p += 6
		}
	}
	return count
}
