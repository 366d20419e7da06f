// Package message formats the messages for failures of validation and for syntax errors: the rule, the
// text, and the other fields of a violation. It does not depend on how they are shown.
package message

import (
	"cmp"
	"slices"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/suggest"
)

// A Message describes one failure or syntax error. Its fields are those of verdict.Violation. The
// strings that a Writer yields are parts of one text, so any number of messages costs one allocation.
// Only parameters may be strings of the schema.
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
}

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
	text     []byte
	messages []message
	current  Message // see Each

	maker   suggest.Maker
	scratch []byte
	places  []place
	decided []decided
	english *Catalog // the default; see catalog
}

// Convert is called if the payload was converted from another syntax: written returns the scalar at the
// bytes [start, end) as written in the source. It applies until Release.
func (w *Writer) Convert(written func(start, end int) []byte) { w.maker.Written = written }

// Write formats the errors and failures of a document as at most limit messages, in the order of the
// document, and returns their number; see [Writer.Each]. truncated reports whether messages were left
// out.
func (w *Writer) Write(doc *jsontape.Tape, failures []evaluate.Failure, limits jsontape.Limits, limit int) (count int, truncated bool) {
	w.start(doc)
	faults := doc.Errors
	if len(faults) > limit {
		faults, truncated = faults[:limit], true // their messages can be long
	}
	truncated = w.faults(faults, limits) || truncated
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
	if len(w.messages) > 1 {
		slices.SortStableFunc(w.messages, func(a, b message) int { return cmp.Compare(a.offset, b.offset) })
		w.messages = w.withoutEchoes(w.messages)
	}
	if w.BySchema {
		w.messages = oneOfEach(w.messages)
	}
	if len(w.messages) > limit {
		w.messages, truncated = w.messages[:limit], true
	}
	return len(w.messages), truncated
}

// Each calls yield for each message of the last call of Write. The message is valid until yield
// returns.
func (w *Writer) Each(yield func(k int, m *Message)) {
	text := string(w.text)
	cursor := w.doc.Cursor()
	for k := range w.messages {
		m, out := &w.messages[k], &w.current
		out.Rule = m.rule
		out.Message = text[m.message.from:m.message.to]
		out.Pointer = text[m.pointer.from:m.pointer.to]
		out.Property = text[m.property.from:m.property.to]
		out.KeywordLocation = text[m.keyword.from:m.keyword.to]
		out.SchemaLocation = text[m.schema.from:m.schema.to]
		out.Expected = text[m.expected.from:m.expected.to]
		out.Got = text[m.got.from:m.got.to]
		if out.Params = m.allowed; out.Params == "" {
			out.Params = text[m.params.from:m.params.to]
		}
		m.suggestion.in(text, &out.Suggestion)
		out.Offset, out.End = m.offset, m.end
		out.Line, out.Column = cursor.Seek(m.offset)
		yield(k, out)
	}
	w.current = Message{}
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
	w.doc, w.text, w.messages, w.decided = doc, w.text[:0], w.messages[:0], w.decided[:0]
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
		w.messages, w.places = nil, nil
	}
}
