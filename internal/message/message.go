// Package message formats the messages for failures of validation and for syntax errors: the rule, the
// text, and the other fields of a violation. It does not depend on how they are shown.
package message

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/suggest"
)

// A Message describes one failure or syntax error. Its fields are those of verdict.Violation. The
// strings that a Reader returns are parts of one text, so any number of messages costs one allocation.
// Locations and parameters may be strings of the schema.
type Message struct {
	Rule string // the stable name of the rule

	Message         string // one sentence, lower case and without a full stop
	Pointer         string // RFC 6901, to the instance
	Property        string
	KeywordLocation string
	SchemaLocation  string
	Expected, Got   string
	Params          string // a JSON object, "" if the rule has no parameters

	Suggestion Suggestion

	Offset, End  int // bytes in the payload
	Line, Column int // 1-based; the column in code points

	// Causes are the other values that Message refers to: the first of two equal items, and the
	// properties because of which a schema applies. They are valid until the writer is used again.
	Causes []Range
}

// A Range is the bytes [Start, End) of the payload.
type Range struct{ Start, End int }

// A Suggestion is a [suggest.Suggestion].
type Suggestion struct {
	Kind       suggest.Kind
	Use        suggest.Use
	Start, End int
	Text       string
}

// A Writer formats the messages of one document after another, and reuses its memory. The zero value
// is ready to use.
type Writer struct {
	// Redact keeps values of the payload out of messages and the field Got, which describe them by
	// type and length. Names of properties are shown. Suggestions are not redacted.
	Redact bool

	Catalog *Catalog // the words; nil for English

	// BySchema takes messages from the keyword errorMessage of schemas.
	BySchema bool

	doc      *jsontape.Tape
	sound    bool // the document is UTF-8
	text     []byte
	messages []message
	order    []int // the indices of the messages to read, in the order of the document

	maker     suggest.Maker
	explainer format.Explainer
	scratch   []byte
	places    []place
	decided   []decided
	causes    []Range  // of all messages
	english   *Catalog // the default; see catalog
}

// Convert is called if the payload was converted from another syntax: written returns the scalar at the
// bytes [start, end) as written in the source. It applies until Release.
func (w *Writer) Convert(written func(start, end int) []byte) { w.maker.Written = written }

// Inserted is called if the payload is one with defaults; see [suggest.Maker.Inserted].
func (w *Writer) Inserted(inserted func(offset int) bool) { w.maker.Inserted(inserted) }

// Write formats the errors and failures of a document as at most limit messages, in the order of the
// document, and returns their number; see [Writer.Read]. truncated reports whether messages were left
// out.
func (w *Writer) Write(doc *jsontape.Tape, failures []evaluate.Failure, limits jsontape.Limits, limit int) (count int, truncated bool) {
	w.start(doc)
	errors := doc.Errors
	if len(errors) > limit {
		errors, truncated = errors[:limit], true // their messages can be long
	}
	if len(errors) > 0 {
		truncated = w.syntaxErrors(errors, limits) || truncated
	}
	count, cut := w.finish(failures, limit)
	return count, truncated || cut
}

// WriteFailures is Write without the errors of the document.
func (w *Writer) WriteFailures(doc *jsontape.Tape, failures []evaluate.Failure, limit int) (count int, truncated bool) {
	w.start(doc)
	return w.finish(failures, limit)
}

func (w *Writer) finish(failures []evaluate.Failure, limit int) (count int, truncated bool) {
	for i := range failures {
		if w.full() {
			truncated = true
			break
		}
		from := len(w.text)
		w.failure(&failures[i])
		if size := len(w.text) - from; i == 0 && size > longMessage {
			w.reserve(size, len(failures)-1)
		}
	}
	for k := range w.messages {
		w.order = append(w.order, k)
	}
	if len(w.order) > 1 {
		slices.SortFunc(w.order, func(a, b int) int { return cmp.Or(cmp.Compare(w.messages[a].offset, w.messages[b].offset), a-b) })
		w.order = w.withoutEchoes(w.order)
	}
	if w.BySchema {
		w.order = w.oneOfEach(w.order)
	}
	if len(w.order) > limit {
		w.order, truncated = w.order[:limit], true
	}
	return len(w.order), truncated
}

// A Reader reads the messages of a Writer, in the order of the document.
type Reader struct {
	*Writer
	text   string
	cursor jsontape.Cursor
	next   int
}

// Read returns a reader of the messages of the last call of Write.
func (w *Writer) Read() Reader {
	r := Reader{Writer: w, text: string(w.text)}
	r.cursor.Start(w.doc)
	return r
}

// Next sets out to the next message, and reports whether there is one.
func (r *Reader) Next(out *Message) bool {
	if r.next == len(r.order) {
		return false
	}
	m, text := &r.messages[r.order[r.next]], r.text
	r.next++
	out.Rule = m.rule
	out.Message = text[m.message.from:m.message.to]
	if out.Pointer = m.listed; out.Pointer == "" {
		out.Pointer = text[m.pointer.from:m.pointer.to]
	}
	out.Property = text[m.property.from:m.property.to]
	if out.KeywordLocation = m.known; out.KeywordLocation == "" {
		out.KeywordLocation = text[m.keyword.from:m.keyword.to]
	}
	out.SchemaLocation = m.schema
	if out.Expected = m.wanted; out.Expected == "" {
		out.Expected = text[m.expected.from:m.expected.to]
	}
	out.Got = text[m.got.from:m.got.to]
	if out.Params = m.allowed; out.Params == "" {
		out.Params = text[m.params.from:m.params.to]
	}
	m.suggestion.in(text, &out.Suggestion)
	out.Offset, out.End = m.offset, m.end
	out.Causes = r.causes[m.causes.from:m.causes.to:m.causes.to]
	out.Line, out.Column = r.cursor.Seek(m.offset)
	return true
}

// Reasons returns the messages for some failures of a document, separated by semicolons.
func (w *Writer) Reasons(doc *jsontape.Tape, failures []evaluate.Failure) string {
	w.start(doc)
	for k := range failures {
		if k > 0 {
			w.say("; ")
		}
		w.messageOf(&failures[k])
	}
	return string(w.text)
}

// start prepares the writer for another document.
func (w *Writer) start(doc *jsontape.Tape) {
	w.doc, w.sound = doc, len(doc.Errors) == 0
	w.text, w.messages, w.decided = w.text[:0], w.messages[:0], w.decided[:0]
	w.order, w.causes = w.order[:0], w.causes[:0]
	w.maker.Start(doc)
}

// Release drops the references to the document, and buffers that very long messages have needed.
func (w *Writer) Release() {
	const keep = 1 << 16 // bytes
	w.doc = nil
	w.maker.Release()
	if cap(w.text) > keep {
		w.text = nil
	}
	if cap(w.scratch) > keep {
		w.scratch = nil
	}
	if len(w.messages) > keep/256 {
		w.messages, w.order, w.places, w.causes = nil, nil, nil, nil
	}
}
