package records

import (
	"bytes"
	"io"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file reads NDJSON and JSON text sequences, in which a byte separates records.

// separator is the byte that each text of a sequence begins with (RFC 7464, section 2.2).
const separator = 0x1E

// nextLine reads the next line that is not blank. One that is too long is not skipped, since how much of it is read
// depends on the stream.
func (r *Reader) nextLine() error {
	for {
		r.begin()
		size, found, err := r.until('\n')
		if err != nil {
			return err
		}
		r.record(size)
		if found {
			r.place.Line, r.place.Column = r.place.Line+1, 1
			size++
		}
		r.consume(size)
		if most := r.limits.Bytes; most > 0 && r.current.Exceeds(most) || !IsBlank(r.current.Text) {
			return nil
		}
		if !found {
			return io.EOF
		}
	}
}

// IsBlank reports whether a text consists only of the white space of JSON. Other space, such as a form feed
// or U+00A0, makes a line a record, which is not JSON.
func IsBlank(text []byte) bool { return jsontape.SkipSpace(text, 0) == len(text) }

// nextText reads the next text of a sequence. Separators in a row are one (RFC 7464, section 2.1).
func (r *Reader) nextText() error {
	for {
		c, ok := r.consumeSpace()
		switch {
		case !ok:
			return r.err
		case c == separator:
			r.consume(1)
			r.begun = true
			continue
		}
		if !r.begun {
			r.begun = true
			r.fault(jsontape.Syntax, 1, "expected a record separator (U+001E) before the first text of a sequence (RFC 7464)")
		}
		r.begin()
		size, _, err := r.until(separator)
		if err != nil {
			return err
		}
		r.record(size)
		r.consume(size)
		if !r.current.Cut && r.length == r.passed+size && isUnended(r.current.Text) {
			r.fault(jsontape.Syntax, 0, "the text may be cut off; a number, true, false or null must be followed by a line feed (RFC 7464, section 2.4)")
		}
		return nil
	}
}

// isUnended reports whether a text without white space after it may be incomplete: a number may, for
// example, but not an object.
func isUnended(text []byte) bool {
	return len(text) > 0 && bytes.IndexByte([]byte(`]}"`), text[len(text)-1]) < 0
}

// until reads up to a delimiter, which is at the offset size of the window if it is found. The error is
// that of the reader; at the end of the stream there is none if the record has any text.
func (r *Reader) until(delimiter byte) (size int, found bool, err error) {
	for at := 0; ; {
		if i := bytes.IndexByte(r.window[at:], delimiter); i >= 0 {
			return at + i, true, nil
		}
		ok := false
		if at, ok = r.extend(len(r.window)); ok {
			continue
		}
		if r.err == io.EOF && (len(r.window) > 0 || r.skipping) {
			return len(r.window), false, nil
		}
		return 0, false, r.err
	}
}
