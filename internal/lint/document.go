package lint

import (
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/syntax"
)

// A document is one payload as JSON, with the mapping of its offsets to the file.
type document struct {
	// text is the JSON to validate, with the mapping to source.
	text syntax.Text

	// source is the payload as written: the file, or a part of it that begins at the byte offset
	// of the file, after the given number of lines.
	source []byte
	offset int64
	lines  int

	// editable is set if the source is JSON, perhaps with comments or syntax errors, so that an edit
	// of the text is an edit of the source. Otherwise converted has the document.
	editable  bool
	converted *syntax.Document

	// record is set if the payload is one line of a file of lines.
	record bool

	// comments is set if the source may have comments.
	comments bool

	// encoding is that of a source that is not UTF-8 and so cannot be read; text is empty.
	encoding string

	// repaired is set if text is a source with syntax errors without these, and sure if there is
	// only one way to correct them.
	repaired, sure bool

	places jsontape.LineIndex // of the source
	index  jsontape.LineIndex // of the text
}

// repair sets the text to the source without its syntax errors. sure reports whether there is only
// one way to correct these.
func (d *document) repair(text syntax.Text, sure bool) {
	d.text, d.index, d.repaired, d.sure = text, jsontape.LineIndex{}, true, sure
}

// span returns the range in the file of the bytes [start, end) of the source.
func (d *document) span(start, end int) finding.Range {
	start = min(max(start, 0), len(d.source))
	end = min(max(end, start), len(d.source))
	return d.spanFrom(position(&d.places, d.source, start), start, end)
}

// spanFrom is span if the position of start in the source is already known.
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

// position returns the position of an offset of a text, whose index is lines.
func position(lines *jsontape.LineIndex, text []byte, offset int) finding.Position {
	line, column := lines.At(text, offset)
	return finding.Position{Line: line, Column: column}
}

// readable reports whether the document can be validated.
func (d *document) readable() bool {
	return d.encoding == "" && (d.converted == nil || d.converted.Readable())
}

// asSource returns the document with its source instead of the JSON.
func (d *document) asSource() document {
	return document{text: syntax.Text{JSON: d.source}, source: d.source, offset: d.offset, lines: d.lines, editable: true}
}
