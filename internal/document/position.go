package document

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Position is the line and the column of a byte offset, both from 1, the column
// in code points. A line ends at LF, CRLF or CR.
func (d *Document) Position(offset int) (line, column int) { return d.Cursor().Seek(offset) }

// A Cursor finds positions for offsets that do not decrease, going over the text
// once for all of them.
type Cursor struct {
	text         []byte
	sound        int // up to where the text is known to be UTF-8
	at           int
	line, column int
}

// Cursor begins at the first byte of the text.
func (d *Document) Cursor() *Cursor {
	c := &Cursor{text: d.Text, sound: len(d.Text), line: 1, column: 1}
	for i := range d.Faults {
		if f := &d.Faults[i]; f.Kind != Duplicate { // what is behind it may not have been read
			c.sound = min(c.sound, int(f.Start))
		}
	}
	return c
}

// Seek moves to the offset and returns its line and column. An offset before the
// cursor begins anew.
func (c *Cursor) Seek(offset int) (line, column int) {
	if offset < c.at {
		*c = Cursor{text: c.text, sound: c.sound, line: 1, column: 1}
	}
	offset = min(offset, len(c.text))
	part := c.text[c.at:offset]
	if bytes.IndexByte(part, '\r') >= 0 {
		c.walk(offset)
		return c.line, c.column
	}
	known := max(0, c.sound-c.at)
	c.at = offset
	if lines := bytes.Count(part, []byte{'\n'}); lines > 0 {
		c.line, c.column = c.line+lines, 1
		begin := bytes.LastIndexByte(part, '\n') + 1
		part, known = part[begin:], max(0, known-begin)
	}
	known = min(known, len(part))
	c.column += codePoints(part[:known]) + utf8.RuneCount(part[known:])
	return c.line, c.column
}

// codePoints counts them in UTF-8: all bytes but those that continue another.
func codePoints(text []byte) int {
	count := len(text)
	for ; len(text) >= 8; text = text[8:] {
		w := binary.LittleEndian.Uint64(text)
		count -= bits.OnesCount64(w & (^w << 1) & highs)
	}
	for _, b := range text {
		if b&0xC0 == 0x80 {
			count--
		}
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
