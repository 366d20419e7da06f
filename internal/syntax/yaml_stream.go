package syntax

import (
	"bytes"
	"iter"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file splits a YAML stream into documents
// (https://yaml.org/spec/1.2.2/#chapter-9-document-stream-productions).

// A yamlPart is the part of a stream with one document. It begins at byte offset, after lines
// lines.
type yamlPart struct {
	source        []byte
	offset, lines int
	body          int    // offset of the document in source, after the last byte order mark
	err           *Error // an error between two documents; this is then not a document
}

// ByteOrderMark is the byte order mark of UTF-8. A text may begin with it, and in YAML each
// document, also after comments.
var ByteOrderMark = []byte("\xEF\xBB\xBF")

// splitYAML splits a stream at the marks "---" and "...", which cannot be content at the beginning
// of a line. A stream without a document is one document. One document is kept at a time: a stream can have one in
// every four bytes.
func splitYAML(stream []byte) iter.Seq[yamlPart] {
	return func(yield func(yamlPart) bool) {
		s := splitter{stream: stream}
		found := false
		pass := func() bool {
			for _, part := range s.parts {
				found = true
				if !yield(part) {
					return false
				}
			}
			s.parts = s.parts[:0]
			return true
		}
		for at, line := 0, 0; at < len(stream); line++ {
			end := lineEnd(stream, at)
			if s.line(at, end, line); !pass() {
				return
			}
			at = end
		}
		if s.cut(len(stream), 0); pass() && !found {
			yield(yamlPart{source: stream, body: len(stream)})
		}
	}
}

// A splitter reads a stream line by line.
type splitter struct {
	stream []byte
	parts  []yamlPart // that were completed by the last line

	start, lines, body  int  // of the document that is being read
	content, directives bool // whether it has any
}

// cut ends the document that is being read, if there is one.
func (s *splitter) cut(end, line int) {
	if s.content || s.directives {
		s.parts = append(s.parts, yamlPart{
			source: s.stream[s.start:end], offset: s.start, lines: s.lines, body: s.body - s.start,
		})
	}
	s.start, s.lines, s.body = end, line, end
	s.content, s.directives = false, false
}

func (s *splitter) line(at, end, line int) {
	text, marked := bytes.CutPrefix(s.stream[at:end], ByteOrderMark)
	blank := isBlankYAML(text)
	if marked && s.content && (blank || isMark(text, "---")) {
		s.cut(at, line)
	}
	if marked && !s.content && !s.directives {
		s.body = at + len(ByteOrderMark)
	}
	switch {
	case isMark(text, "---"):
		if s.content {
			s.cut(at, line)
		}
		s.content = true
	case isMark(text, "..."):
		s.cut(at, line)
		if rest := text[len("..."):]; !isBlankYAML(rest) {
			wrong := end - len(bytes.TrimLeft(rest, " \t"))
			s.parts = append(s.parts, yamlPart{
				source: s.stream[at:end], offset: at, lines: line,
				err: &faultAt(wrong-at, "unexpected text after ..., which ends the document").Error,
			})
		}
		s.start, s.lines, s.body = end, line+1, end
	case len(text) > 0 && text[0] == '%' && !s.content:
		s.directives = true
	case !blank:
		s.content = true
	}
}

// isBlankYAML reports whether a line has only blanks and a comment.
func isBlankYAML(line []byte) bool {
	rest := bytes.TrimLeft(line, " \t")
	return len(rest) == 0 || rest[0] == '\n' || rest[0] == '\r' || rest[0] == '#'
}

// isMark reports whether a line is a document mark, with or without content
// after it.
func isMark(line []byte, mark string) bool {
	rest, ok := bytes.CutPrefix(line, []byte(mark))
	return ok && (len(rest) == 0 || jsontape.IsSpace(rest[0]))
}

// lineEnd returns the offset after the line that begins at an offset, with its LF, CRLF or CR.
func lineEnd(text []byte, at int) int {
	n := bytes.IndexAny(text[at:], "\r\n")
	switch {
	case n < 0:
		return len(text)
	case text[at+n] == '\r' && at+n+1 < len(text) && text[at+n+1] == '\n':
		return at + n + 2
	}
	return at + n + 1
}
