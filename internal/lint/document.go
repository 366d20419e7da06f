package lint

import (
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/finding"
)

// A document is one payload as the engine reads it, and the way back to the
// file that it was written in.
type document struct {
	// json is what is validated.
	json []byte

	// source is the text that the payload was written in: the file, or a line
	// of it. It begins at byte offset of the file, after lines full lines.
	source []byte
	offset int64
	lines  int

	// place turns an offset of json into one of source, where they differ.
	place func(offset int) int
}

// span is the place in the file of the bytes [start, end) of the source.
func (d *document) span(start, end int) finding.Range {
	start = min(max(start, 0), len(d.source))
	end = min(max(end, start), len(d.source))
	from := advance(finding.Position{Line: d.lines + 1, Column: 1}, d.source[:start])
	return finding.Range{
		Start:     from,
		End:       advance(from, d.source[start:end]),
		Offset:    d.offset + int64(start),
		EndOffset: d.offset + int64(end),
	}
}

// spanFrom is span where the position of start is known already.
func (d *document) spanFrom(from finding.Position, start, end int) finding.Range {
	start = min(max(start, 0), len(d.source))
	end = min(max(end, start), len(d.source))
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
