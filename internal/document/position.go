package document

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// Position is the line and the column of a byte offset, both from 1, the column
// in code points. A line ends at LF, CRLF or CR.
func (d *Document) Position(offset int) (line, column int) {
	c := Cursor{text: d.Text, line: 1, column: 1}
	return c.Seek(offset)
}

// A Cursor finds positions for offsets that do not decrease, going over the text
// once for all of them.
type Cursor struct {
	text         []byte
	at           int
	line, column int
}

// Cursor begins at the first byte of the text.
func (d *Document) Cursor() *Cursor {
	return &Cursor{text: d.Text, line: 1, column: 1}
}

// Seek moves to the offset and returns its line and column. An offset before the
// cursor begins anew.
func (c *Cursor) Seek(offset int) (line, column int) {
	if offset < c.at {
		*c = Cursor{text: c.text, line: 1, column: 1}
	}
	offset = min(offset, len(c.text))
	part := c.text[c.at:offset]
	if bytes.IndexByte(part, '\r') >= 0 {
		c.walk(offset)
		return c.line, c.column
	}
	c.at = offset
	if lines := bytes.Count(part, []byte{'\n'}); lines > 0 {
		c.line, c.column = c.line+lines, 1
		part = part[bytes.LastIndexByte(part, '\n')+1:]
	}
	c.column += codePoints(part)
	return c.line, c.column
}

// codePoints counts them; a byte that is not UTF-8 counts as one.
func codePoints(text []byte) int {
	count := 0
	for p := 0; p < len(text); count++ {
		for p+8 <= len(text) && binary.LittleEndian.Uint64(text[p:])&highs == 0 {
			p += 8
			count += 8
		}
		if p == len(text) {
			break
		}
		if text[p] < utf8.RuneSelf {
			p++
			continue
		}
		_, size := utf8.DecodeRune(text[p:])
		p += size
	}
	return count
}

// walk is Seek byte by byte, for texts with carriage returns.
func (c *Cursor) walk(offset int) {
	for c.at < offset {
		size := 1
		switch b := c.text[c.at]; {
		case b == '\n':
			c.line++
			c.column = 1
		case b == '\r':
			if c.at+1 == len(c.text) || c.text[c.at+1] != '\n' {
				c.line++
				c.column = 1
			}
		case b < utf8.RuneSelf:
			c.column++
		default:
			_, size = utf8.DecodeRune(c.text[c.at:])
			c.column++
		}
		c.at += size
	}
}
