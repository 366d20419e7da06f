package jsontape

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"sort"
	"unicode/utf8"
)

// This file converts byte offsets to lines and columns, both from 1, the column in code
// points. A line ends at LF, CRLF or CR; a byte that is not UTF-8 counts as one code point.

// A Place is a position in a stream: the offset of a byte, and its line and column.
type Place struct {
	Offset       int64
	Line, Column int

	afterCR bool // an LF here is a part of the line end that has been counted
}

// Beginning is the place of the first byte of a stream.
var Beginning = Place{Line: 1, Column: 1}

// Advance moves the place to the end of a text that begins there.
func (p *Place) Advance(text []byte) {
	if len(text) == 0 {
		return
	}
	p.Offset += int64(len(text))
	if p.afterCR && text[0] == '\n' {
		text = text[1:]
	}
	at := position{line: p.Line, column: p.Column}
	at.advance(text, len(text), 0, 0)
	p.Line, p.Column = at.line, at.column
	p.afterCR = len(text) > 0 && text[len(text)-1] == '\r'
}

// Position returns the line and column of a byte offset.
func (d *Tape) Position(offset int) (line, column int) {
	var c Cursor
	c.Start(d)
	return c.Seek(offset)
}

// A Cursor converts offsets in ascending order to positions, in one pass over the text. Start must be called
// first.
type Cursor struct {
	text  []byte
	sound int // the text before it is known to be UTF-8
	ascii int // the text before it is known to be ASCII
	first position
	at    position
}

// Start moves the cursor to the first byte of the text of a tape.
func (c *Cursor) Start(d *Tape) {
	c.text, c.sound, c.ascii, c.first = d.Text, len(d.Text), 0, beginning
	if d.From.Line > 0 {
		c.first.line, c.first.column = d.From.Line, d.From.Column
	}
	c.at = c.first
	for i := range d.Errors {
		if f := &d.Errors[i]; f.Kind != Duplicate { // what follows it may not have been read
			c.sound = min(c.sound, int(f.Start))
		}
	}
	if d.ascii && c.sound == len(d.Text) { // a string with an error has not been checked
		c.ascii = c.sound
	}
}

// Seek moves to the offset and returns its line and column. If the offset is before the
// cursor, it starts again from the beginning.
func (c *Cursor) Seek(offset int) (line, column int) {
	if offset < c.at.offset {
		c.at = c.first
	}
	c.at.advance(c.text, min(offset, len(c.text)), c.sound, c.ascii)
	return c.at.line, c.at.column
}

// A LineIndex converts offsets of a text to lines and columns, in any order. It reads the text
// once, and at most a stride of it again for each offset. The zero value is ready to use.
type LineIndex struct {
	known []position // in order, about a stride apart
}

// stride is the distance between the known positions of a [LineIndex].
const stride = 1 << 12

// At returns the line and column of an offset of the text, which must be the same in each call.
func (l *LineIndex) At(text []byte, offset int) (line, column int) {
	last := beginning
	if i := sort.Search(len(l.known), func(i int) bool { return l.known[i].offset > offset }); i > 0 {
		last = l.known[i-1]
	}
	for offset-last.offset > stride {
		next := last.offset + stride
		for !utf8.RuneStart(text[next]) && next < offset {
			next++
		}
		if next >= offset {
			break
		}
		last.advance(text, next, 0, 0)
		if len(l.known) == 0 || l.known[len(l.known)-1].offset < next {
			l.known = append(l.known, last)
		}
	}
	last.advance(text, offset, 0, 0)
	return last.line, last.column
}

// A position is an offset with its line and column.
type position struct{ offset, line, column int }

var beginning = position{line: 1, column: 1}

// advance moves a position on to an offset of the text, which is known to be UTF-8 before sound, and
// ASCII before ascii.
func (p *position) advance(text []byte, offset, sound, ascii int) {
	if isPlain(text, p.offset, offset) {
		p.column += offset - p.offset
		p.offset = offset
		return
	}
	part := text[p.offset:offset]
	if bytes.IndexByte(part, '\r') >= 0 {
		p.walk(text, offset)
		return
	}
	known := max(0, sound-p.offset)
	p.offset = offset
	if lines := bytes.Count(part, []byte{'\n'}); lines > 0 {
		p.line, p.column = p.line+lines, 1
		begin := bytes.LastIndexByte(part, '\n') + 1
		part, known = part[begin:], max(0, known-begin)
	}
	if offset <= ascii {
		p.column += len(part)
		return
	}
	known = min(known, len(part))
	if utf8.Valid(part[known:]) {
		known = len(part)
	}
	p.column += codePoints(part[:known]) + utf8.RuneCount(part[known:])
}

// isPlain reports whether there are evidently neither line ends nor bytes that are not ASCII between two offsets
// of a text. They must not be far apart.
func isPlain(text []byte, from, to int) bool {
	const most = 64
	if to < 8 || to-from > most {
		return from == to
	}
	hasOther := func(eight []byte) bool {
		w := binary.LittleEndian.Uint64(eight)
		return (w-ones*' '|w)&highs != 0
	}
	for part := text[from:to]; len(part) > 8; part = part[8:] {
		if hasOther(part) {
			return false
		}
	}
	return !hasOther(text[to-8 : to])
}

// walk is advance byte by byte, for texts with carriage returns.
func (p *position) walk(text []byte, offset int) {
	for p.offset < offset {
		size := 1
		switch b := text[p.offset]; {
		case b == '\n', b == '\r' && (p.offset+1 == len(text) || text[p.offset+1] != '\n'):
			p.line++
			p.column = 1
		case b == '\r': // the LF that follows ends the line
		case b < utf8.RuneSelf:
			p.column++
		default:
			_, size = utf8.DecodeRune(text[p.offset:offset])
			p.column++
		}
		p.offset += size
	}
}

// codePoints counts the code points of UTF-8: all bytes except continuation bytes.
func codePoints(text []byte) int {
	count := len(text)
	for ; len(text) >= 8; text = text[8:] {
		for len(text) >= 40 && isASCII((*[32]byte)(text)) { // most of most texts
			text = text[32:]
		}
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

// isASCII reports whether all bytes are ASCII.
func isASCII(text *[32]byte) bool {
	le := binary.LittleEndian
	return (le.Uint64(text[:])|le.Uint64(text[8:])|le.Uint64(text[16:])|le.Uint64(text[24:]))&highs == 0
}
