package lint

import (
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

	// comments says that the source may have comments.
	comments bool
}

// span is the place in the file of the bytes [start, end) of the source.
func (d *document) span(start, end int) finding.Range {
	start = min(max(start, 0), len(d.source))
	end = min(max(end, start), len(d.source))
	return d.spanFrom(advance(finding.Position{Line: 1, Column: 1}, d.source[:start]), start, end)
}

// spanFrom is span where the position of start in the source is known already.
func (d *document) spanFrom(from finding.Position, start, end int) finding.Range {
	from.Line += d.lines
	return finding.Range{
		Start:     from,
		End:       advance(from, d.source[start:end]),
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

// A ruler tells the positions of offsets that come in order, reading the text
// once.
type ruler struct {
	finding.Position
	offset int
}

func newRuler() *ruler { return &ruler{Position: finding.Position{Line: 1, Column: 1}} }

// at moves the ruler on to an offset.
func (r *ruler) at(text []byte, offset int) {
	r.Position = advance(r.Position, text[r.offset:offset])
	r.offset = offset
}
