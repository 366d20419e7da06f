package records

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// initialBuffer is the size of the first buffer. It grows to that of the largest record.
const initialBuffer = 32 << 10

// A Reader returns the records of a stream, one after another. It reads only when no further record is
// in its buffer.
type Reader struct {
	src    io.Reader
	limits Limits
	form   Form

	window []byte // read, and not consumed
	buffer []byte // that the window is a part of; nil if it is not of the reader
	place  jsontape.Place
	err    error // of src; what is in the window comes first

	index   int
	faults  []Fault // of the next record
	array   arrayState
	begun   bool // the first record, or what comes before it, has been read
	peeking bool // nothing more is returned

	indent int  // bytes of white space that the current line begins with,
	fresh  bool // and nothing else so far

	// The record that is being read.
	current  Record
	tooDeep  int    // offset after the bracket that exceeds the depth, 0 if none does
	skipping bool   // it exceeds a limit, so that only its beginning is kept
	head     []byte // that beginning
	passed   int    // bytes that are not in the window any more
	length   int    // number of bytes without space at the end, once it is known
	closers  []byte // of the arrays and objects that are open; see scan
}

// NewReader returns a reader of the records of a stream in a form.
func NewReader(r io.Reader, form Form, limits Limits) *Reader {
	return &Reader{src: &Source{R: r}, form: form, limits: limits, place: jsontape.Beginning, fresh: true}
}

// NewText returns a reader of the records of a text in memory, which begins at a place of a stream.
func NewText(text []byte, form Form, limits Limits, from jsontape.Place) *Reader {
	return &Reader{window: text, err: io.EOF, form: form, limits: limits, place: from, fresh: true}
}

// Next returns the next record. The error is io.EOF at the end of the stream, or else that of the
// reader, after which there is nothing more. A record that such an error cut off is not returned, only
// its place. The record is valid until the next call.
func (r *Reader) Next() (*Record, error) {
	if r.form == Auto {
		r.form = r.detect()
	}
	r.current.Faults = nil
	err := nextOf[r.form](r)
	r.current.Index = r.index
	if err != nil {
		r.current.Text, r.current.Place, r.current.Cut = nil, r.place, false
		if err != io.EOF || len(r.faults) == 0 {
			r.faults = nil
			return &r.current, err
		}
		r.current.Place = r.faults[0].Place // only faults
	}
	if len(r.faults) > 0 {
		r.current.Faults, r.faults = r.faults, nil
	}
	r.index++
	return &r.current, nil
}

// nextOf has the function that reads the next record, for each form.
var nextOf = [...]func(*Reader) error{
	Lines: (*Reader).nextLine, Concatenated: (*Reader).nextValue, Sequence: (*Reader).nextText, Array: (*Reader).nextItem,
}

// more reads once, keeps the window, and reports whether it has grown. If not, it sets r.err.
func (r *Reader) more() bool {
	for r.err == nil {
		if len(r.window) == cap(r.window) {
			r.makeRoom()
		}
		size := len(r.window)
		n, err := r.src.Read(r.window[size:cap(r.window)])
		r.window, r.err = r.window[:size+n], err
		if n > 0 {
			return true
		}
	}
	return false
}

// makeRoom moves the window to the beginning of its buffer, or of a larger one.
func (r *Reader) makeRoom() {
	if 2*len(r.window) >= len(r.buffer) {
		size := 2 * len(r.buffer)
		if r.limits.Bytes > 0 {
			size = min(size, r.limits.Bytes+initialBuffer)
		}
		r.buffer = make([]byte, max(size, len(r.window)+1, initialBuffer))
	}
	r.window = r.buffer[:copy(r.buffer, r.window)]
}

// extend reads more of a record that the whole window, of size bytes, is a part of. It returns the
// offset in the window to go on at: size, or less if the record exceeds a limit, so that only its
// beginning is kept. ok is false if there is no more to read.
func (r *Reader) extend(size int) (at int, ok bool) {
	if r.err != nil {
		return size, false
	}
	if keep := r.kept(size); !r.skipping && keep < size {
		if r.peeking {
			return size, false
		}
		r.skipping = true
		if r.head = r.window[:keep:keep]; 2*keep < len(r.buffer) {
			r.head = bytes.Clone(r.head)
		} else {
			r.buffer = nil // head has it
		}
	}
	if r.skipping {
		n := size - begunRune(r.window[:size]) // columns are counted by whole characters
		if text := r.trimmed(n); len(text) > 0 {
			r.length = r.passed + len(text)
		}
		r.passed += n
		r.consume(n)
		size -= n
	}
	return size, r.more()
}

// begunRune returns how many bytes at the end of a text are the beginning of a character.
func begunRune(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if last := text[len(text)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

// kept returns how many bytes of a record of size bytes are kept: all, or up to what exceeds a limit.
func (r *Reader) kept(size int) int {
	keep := size
	if r.tooDeep > 0 {
		keep = min(keep, r.tooDeep)
	}
	if r.limits.Bytes > 0 {
		keep = min(keep, r.limits.Bytes+1)
	}
	return keep
}

// trimmed returns the first bytes of the window without the space at their end, which is not a part of
// a record.
func (r *Reader) trimmed(size int) []byte {
	for size > 0 && r.window[size-1] <= ' ' && (r.window[size-1] == '\r' || r.form != Lines && jsontape.IsSpace(r.window[size-1])) {
		size--
	}
	return r.window[:size]
}

// begin begins a record at the place of the window.
func (r *Reader) begin() {
	r.current.Place = r.place
	r.head, r.skipping, r.tooDeep, r.passed, r.length = nil, false, 0, 0, 0
}

// record sets the text of the current record, which ends with the first size bytes of the window, and
// consumes these.
func (r *Reader) record(size int) {
	text := r.trimmed(size)
	if len(text) > 0 {
		r.length = r.passed + len(text)
	}
	if r.skipping {
		text = r.head
	}
	keep := r.kept(r.length)
	r.current.Text, r.current.Cut = text[:keep:keep], keep < r.length
}

// consume removes n bytes from the window. A line of NDJSON ends at LF only, so it is counted there.
func (r *Reader) consume(n int) {
	if r.form == Lines {
		r.place.Offset += int64(n)
	} else {
		r.place.Advance(r.window[:n])
	}
	r.window = r.window[n:]
}

// fault adds a fault of the next size bytes of the window to the next record.
func (r *Reader) fault(kind jsontape.SyntaxErrorKind, size int, message string) {
	r.faults = append(r.faults, Fault{Kind: kind, Message: message, Place: r.place, Size: size})
}

// consumeSpace consumes white space (RFC 8259, section 2), and returns the byte that follows; ok is
// false at the end of what can be read.
func (r *Reader) consumeSpace() (c byte, ok bool) {
	for {
		n := 0
		for n < len(r.window) && jsontape.IsSpace(r.window[n]) {
			r.space(r.window[n])
			n++
		}
		r.consume(n)
		if len(r.window) > 0 {
			return r.window[0], true
		}
		if !r.more() {
			return 0, false
		}
	}
}

// space records white space, which shows how far lines are indented.
func (r *Reader) space(c byte) {
	switch {
	case c == '\n' || c == '\r':
		r.indent, r.fresh = 0, true
	case r.fresh:
		r.indent++
	}
}
