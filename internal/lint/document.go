package lint

import (
	"sort"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// A document is one payload as the engine reads it, and the way back to the
// file that it was written in.
type document struct {
	// text is what is validated, and the way back to source.
	text syntax.Text

	// source is the text that the payload was written in: the file, or a part
	// of it. It begins at byte offset of the file, after lines full lines.
	source []byte
	offset int64
	lines  int

	// editable says that the source is JSON, or nearly, so that an edit of the
	// one is an edit of the other. Otherwise yaml is what it is.
	editable bool
	yaml     *syntax.Document

	// record says that the payload is one of many that a file has, one a line.
	record bool

	// comments says that the source may have comments.
	comments bool

	// repaired says that the source has syntax errors, and text has none; sure, that it
	// is what was meant.
	repaired, sure bool

	places ruler // of the source
	said   ruler // of the text
}

// repair has a text validated that is the source without its syntax errors; sure says that
// nothing else can have been meant.
func (d *document) repair(text syntax.Text, sure bool) {
	d.text, d.said, d.repaired, d.sure = text, ruler{}, true, sure
}

// span is the place in the file of the bytes [start, end) of the source.
func (d *document) span(start, end int) finding.Range {
	start = min(max(start, 0), len(d.source))
	end = min(max(end, start), len(d.source))
	return d.spanFrom(d.places.at(d.source, start), start, end)
}

// spanFrom is span where the position of start in the source is known already.
func (d *document) spanFrom(from finding.Position, start, end int) finding.Range {
	to := from
	if end-start < stride {
		to = advance(from, d.source[start:end])
	} else {
		to = d.places.at(d.source, end)
	}
	from.Line += d.lines
	to.Line += d.lines
	return finding.Range{
		Start:     from,
		End:       to,
		Offset:    d.offset + int64(start),
		EndOffset: d.offset + int64(end),
	}
}

// advance moves a position over text. A line ends at LF, CRLF or CR; a byte
// that is not UTF-8 counts as one code point.
func advance(p finding.Position, text []byte) finding.Position {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\n', c == '\r' && (i+1 == len(text) || text[i+1] != '\n'):
			p.Line++
			p.Column = 1
			i++
		case c == '\r':
			i++ // the LF that follows ends the line
		case c < utf8.RuneSelf:
			p.Column++
			i++
		default:
			_, size := utf8.DecodeRune(text[i:])
			p.Column++
			i += size
		}
	}
	return p
}

// A ruler tells the positions of offsets in a text. It reads the text once, whatever their
// order, and little more than a stride of it again for each. The zero ruler lies at its
// beginning.
type ruler struct {
	marks []mark // in order, about a stride apart
}

// A mark is the position of an offset.
type mark struct {
	finding.Position
	offset int
}

// stride is how far the marks of a ruler are apart.
const stride = 1 << 12

// at is the position of an offset.
func (r *ruler) at(text []byte, offset int) finding.Position {
	last := mark{Position: finding.Position{Line: 1, Column: 1}}
	if i := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].offset > offset }); i > 0 {
		last = r.marks[i-1]
	}
	for offset-last.offset > stride {
		next := boundary(text, last.offset+stride)
		if next >= offset {
			break
		}
		last = mark{advance(last.Position, text[last.offset:next]), next}
		if len(r.marks) == 0 || r.marks[len(r.marks)-1].offset < next {
			r.marks = append(r.marks, last)
		}
	}
	return advance(last.Position, text[last.offset:offset])
}

// boundary is the first offset from at on that lies neither within a line end nor within a
// character.
func boundary(text []byte, at int) int {
	for at < len(text) && (!utf8.RuneStart(text[at]) || text[at] == '\n' && text[at-1] == '\r') {
		at++
	}
	return at
}
