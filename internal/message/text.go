package message

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/suggest"
	"github.com/verdict-lint/verdict/internal/words"
)

// This file formats messages into one shared text. A message has its strings as spans of that text.

// A span is a part of the text.
type span struct{ from, to int }

// A message is a [Message] as spans of the text. Lines and columns are found at the end.
type message struct {
	rule string

	message, pointer, property, keyword, expected, got, params span

	// Strings of the schema, which are not part of the text. If listed, known, allowed or wanted is "", pointer,
	// keyword, params or expected is.
	schema, listed, known, allowed, wanted string

	suggestion suggestion

	offset, end int
	causes      span // of Writer.causes

	origin *origin // of a message of a schema, nil for others
}

// A suggestion is a [Suggestion] with its text as a span.
type suggestion struct {
	kind       suggest.Kind
	use        suggest.Use
	start, end int
	text       span
}

// begin adds a message, which is valid until the next one is added.
func (w *Writer) begin(rule string, offset, end int) *message {
	last := len(w.messages)
	w.messages = slices.Grow(w.messages, 1)[:last+1]
	m := &w.messages[last]
	*m = message{rule: rule, offset: offset, end: end}
	return m
}

// in sets out to the suggestion, with its text taken from that of all messages.
func (s *suggestion) in(text string, out *Suggestion) {
	out.Kind, out.Use, out.Start, out.End = s.kind, s.use, s.start, s.end
	out.Text = text[s.text.from:s.text.to]
}

// propose adds a suggestion to a message, if there is one.
func (w *Writer) propose(m *message, s *suggest.Suggestion) {
	if s.Kind == suggest.None {
		return
	}
	from := len(w.text)
	w.text = append(w.text, s.Text...)
	m.suggestion = suggestion{kind: s.Kind, use: s.Use, start: s.Start, end: s.End, text: w.since(from)}
}

// maxReport and reportFactor bound the text of all messages together; further ones are left out. A
// name of a megabyte, for example, is in the pointer to each value below it.
const (
	maxReport    = 16 << 20 // bytes
	reportFactor = 8        // of the payload's size
)

func (w *Writer) full() bool { return len(w.text) > w.most() }

func (w *Writer) most() int { return maxReport + reportFactor*len(w.doc.Text) }

// longMessage is the minimum size of a first message after which reserve is called.
const longMessage = 4096

// reserve grows the text for count more messages of a size, which are probably about values below the
// same long name. Growing step by step would take several times as much memory.
func (w *Writer) reserve(size, count int) {
	if left := w.most() + size - len(w.text); left > 0 {
		w.text = slices.Grow(w.text, min(size*count, left))
	}
}

// say writes strings.
func (w *Writer) say(parts ...string) {
	for _, part := range parts {
		w.text = append(w.text, part...)
	}
}

func (w *Writer) sayInt(n int) { w.text = strconv.AppendInt(w.text, int64(n), 10) }

// mostNamed is the maximum number of bytes of a name in a message.
const mostNamed = 256

// quote writes a name in quotes, with unprintable characters escaped. A very long name is cut;
// Violation.Property has all of it.
func (w *Writer) quote(name string) {
	name = words.Clip(name, mostNamed)
	if !isPlain(name) {
		w.text = strconv.AppendQuote(w.text, name)
		return
	}
	w.text = append(append(append(w.text, '"'), name...), '"')
}

// pointerText returns an argument for a JSON Pointer within the value. It is written like a name, but without quotes if it
// needs none.
func pointerText(holds placeholder, pointer string) arg {
	pointer = words.Clip(pointer, mostNamed)
	if !isPlain(pointer) {
		pointer = strconv.Quote(pointer)
	}
	return text(holds, pointer)
}

// since returns the span of all that was written from an offset on.
func (w *Writer) since(from int) span { return span{from, len(w.text)} }

// textOf returns the text of a span. It is valid until something is written.
func (w *Writer) textOf(s span) []byte { return w.text[s.from:s.to] }

// valid replaces each byte since an offset that is not UTF-8 by U+FFFD, as decoders do.
func (w *Writer) valid(from int) span {
	if !w.sound && !utf8.Valid(w.text[from:]) {
		w.text = append(w.text[:from], string([]rune(string(w.text[from:])))...)
	}
	return w.since(from)
}

// mostShown is the maximum number of bytes shown of a value.
const mostShown = 64

// clip writes at most mostShown bytes of a text, cut between characters.
func (w *Writer) clip(text []byte) span {
	from := len(w.text)
	if w.sound && len(text) <= mostShown {
		w.text = append(w.text, text...)
		return w.since(from)
	}
	head := text[:min(len(text), mostShown+utf8.UTFMax)]
	if !w.sound && !utf8.Valid(head) {
		head = bytes.ToValidUTF8(head, []byte("\uFFFD"))
	}
	if len(text) <= mostShown && len(head) <= mostShown {
		w.text = append(w.text, head...)
		return w.since(from)
	}
	w.text = append(append(w.text, head[:words.Whole(head, mostShown)]...), "…"...)
	return w.since(from)
}

// show is clip for a value in JSON within a message, which is one line: spaces and line breaks become one
// space. Only arrays and objects have line breaks.
func (w *Writer) show(text []byte) span {
	if c := jsontape.ByteAt(text, 0); c != '[' && c != '{' || !breaksLine(text) {
		return w.clip(text)
	}
	w.scratch = w.scratch[:0]
	for word := range bytes.FieldsSeq(text) {
		if len(w.scratch) > mostShown+utf8.UTFMax {
			break // the rest is not shown
		}
		if len(w.scratch) > 0 {
			w.scratch = append(w.scratch, ' ')
		}
		w.scratch = append(w.scratch, word...)
	}
	return w.clip(w.scratch)
}

// mostSaid is the maximum number of bytes of a message of the caller.
const mostSaid = 1024

// sayLine writes a message of the caller in one line.
func (w *Writer) sayLine(text string) {
	cut := len(text) > mostSaid
	for k, word := range strings.FieldsFunc(text[:min(len(text), mostSaid)], unicode.IsControl) {
		if k > 0 {
			w.say(" ")
		}
		w.say(strings.ToValidUTF8(word, ""))
	}
	if cut {
		w.say("…")
	}
}

// breaksLine reports whether a text has line breaks or tabs.
func breaksLine(text []byte) bool {
	return bytes.IndexByte(text, '\n') >= 0 || bytes.IndexByte(text, '\r') >= 0 || bytes.IndexByte(text, '\t') >= 0
}
