package lint

import (
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
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
	// one is an edit of the other. Otherwise converted is what it is.
	editable  bool
	converted *syntax.Document

	// record says that the payload is one of many that a file has, one a line.
	record bool

	// comments says that the source may have comments.
	comments bool

	// encoding is that of a source that is not UTF-8 and so cannot be read; text is empty.
	encoding string

	// repaired says that the source has syntax errors, and text has none; sure, that it
	// is what was meant.
	repaired, sure bool

	places jsontape.LineIndex // of the source
	said   jsontape.LineIndex // of the text
}

// repair has a text validated that is the source without its syntax errors; sure says that
// nothing else can have been meant.
func (d *document) repair(text syntax.Text, sure bool) {
	d.text, d.said, d.repaired, d.sure = text, jsontape.LineIndex{}, true, sure
}

// span is the place in the file of the bytes [start, end) of the source.
func (d *document) span(start, end int) finding.Range {
	start = min(max(start, 0), len(d.source))
	end = min(max(end, start), len(d.source))
	return d.spanFrom(position(&d.places, d.source, start), start, end)
}

// spanFrom is span where the position of start in the source is known already.
func (d *document) spanFrom(from finding.Position, start, end int) finding.Range {
	to := position(&d.places, d.source, end)
	from.Line += d.lines
	to.Line += d.lines
	return finding.Range{
		Start:     from,
		End:       to,
		Offset:    d.offset + int64(start),
		EndOffset: d.offset + int64(end),
	}
}

// position is the position of an offset of a text that lines is the index of.
func position(lines *jsontape.LineIndex, text []byte, offset int) finding.Position {
	line, column := lines.At(text, offset)
	return finding.Position{Line: line, Column: column}
}

// readable reports whether the document can be validated.
func (d *document) readable() bool {
	return d.encoding == "" && (d.converted == nil || d.converted.Readable())
}

// asSource returns the document with its source in the place of the JSON.
func (d *document) asSource() document {
	return document{text: syntax.Text{JSON: d.source}, source: d.source, offset: d.offset, lines: d.lines, editable: true}
}
