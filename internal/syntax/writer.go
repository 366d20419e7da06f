package syntax

import "bytes"

// A jsonWriter writes the JSON of a [Document] with its mapping to the source.
type jsonWriter struct {
	doc      *Document
	out      bytes.Buffer
	segments []segment
	last     int // end of the last token in the source
}

// emit writes the JSON of the bytes [start, end) of the source.
func (w *jsonWriter) emit(json string, start, end int) {
	w.segments = append(w.segments, segment{json: w.out.Len(), start: start, end: end})
	w.out.WriteString(json)
	w.last = end
}

// token writes a scalar or name, which can be replaced unless it is locked.
func (w *jsonWriter) token(json string, start, end int, locked bool) {
	w.emit(json, start, end)
	w.segments[len(w.segments)-1].locked = locked
}

// notFinite writes the number that represents infinity or NaN.
func (w *jsonWriter) notFinite(json string, start, end int) {
	w.doc.NotFinite = append(w.doc.NotFinite, NotFinite{
		Offset: w.out.Len(), Written: string(w.doc.Source[start:end]), JSON: json,
	})
	w.token(json, start, end, false)
}

// open writes the opening bracket of an array or object. incomplete reports that a part of it could
// not be read.
func (w *jsonWriter) open(bracket string, start, end int, incomplete bool) {
	if incomplete {
		w.doc.incomplete = append(w.doc.incomplete, w.out.Len())
	}
	w.emit(bracket, start, end)
}

// finish completes the document.
func (w *jsonWriter) finish() { w.doc.Text = Text{JSON: w.out.Bytes(), segments: w.segments} }
