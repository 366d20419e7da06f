package jsontape

import (
	"bytes"
	"encoding/binary"
)

// A Reader reads a text value by value, without a tape. It accepts the same grammar as
// [Tape.Parse].
type Reader struct {
	// Inexact reports whether a number was read that may not be exact as a float64.
	Inexact bool

	// Record is for the decoder; Begin empties it.
	Record Record

	text  []byte
	names []uint64 // see NameSet
	marks marks

	unescaped []byte // see EscapedName
}

// Begin starts reading a text, which must not change while it is read.
func (r *Reader) Begin(text []byte) {
	r.text = text
	r.Inexact = false
	r.names = r.names[:0]
	r.Record.Forget()
	r.marks.fill(text, 0)
}

// Reads reports whether the reader is one of the text, and not of an equal one.
func (r *Reader) Reads(text []byte) bool {
	return len(r.text) == len(text) && len(text) > 0 && &r.text[0] == &text[0]
}

// Release drops the text, so that a pooled reader does not keep it alive, and frees memory if
// a very deep one made the reader grow.
func (r *Reader) Release() {
	const keep = 1 << 14 // names: 128 KiB
	r.text = nil
	r.Record.release()
	if cap(r.names) > keep {
		r.names = nil
	}
	if cap(r.unescaped) > keep {
		r.unescaped = nil
	}
}

// PlainEnd returns an offset up to which the string around p is ASCII and has no escapes. If
// there is a quote, the string ends there; otherwise [Reader.String] reads on. It is never more
// than the length of the text.
func (r *Reader) PlainEnd(p int) int { return r.marks.next(p) }

// String reads a string on from p; the part before p is plain. It returns the offset after the
// closing quote, or -1 if it is not a string in UTF-8 (RFC 8259, sections 7 and 8.1). plain
// reports whether it is ASCII and has no escapes.
func (r *Reader) String(p int) (end int, plain bool) {
	end, flags := r.marks.scanString(r.text, p)
	if flags&(flagNotString|flagNotUTF8) != 0 {
		return unreadable, false
	}
	return end, flags == 0
}

// ValidString is String for a text that is known to be valid. escaped reports whether the string has
// escapes.
func (r *Reader) ValidString(p int) (end int, escaped bool) {
	if !r.marks.cover(p) && p < len(r.text) {
		r.marks.fill(r.text, p)
	}
	rest := r.text[p:]
	n := bytes.IndexByte(rest, '"')
	if n < 0 {
		return unreadable, false
	}
	if bytes.IndexByte(rest[:n], '\\') < 0 {
		return p + n + 1, false
	}
	end, _ = r.String(p)
	return end, true
}

// Number reads the number that begins at p. It returns the offset after it, or -1 if it is
// not a number.
func (r *Reader) Number(p int) (end int, kind Kind) {
	end, meta := scanNumber(r.text, p)
	if meta&flagInexact != 0 {
		r.Inexact = true
	}
	return end, Kind(meta & kindMask)
}

// HashedName is Name with the hash of the name; see [HashName]. It is faster if only that is needed.
func (r *Reader) HashedName(p int) (end int, hash uint64) {
	text := r.text
	end = r.marks.next(p)
	if end-p > WordBytes || p+WordBytes > len(text) || text[end] != '"' {
		end, head, tail := r.Name(p)
		name := text[p:max(p, end-1)]
		if end < 0 {
			if end, head, tail, name = r.EscapedName(p); end < 0 {
				return unreadable, 0
			}
		}
		return end, HashName(head, tail, name)
	}
	ahead := (*[WordBytes]byte)(text[p : p+WordBytes])
	mask := &wordMasks[end-p]
	return end + 1, HashName(binary.LittleEndian.Uint64(ahead[:8])&mask[0], binary.LittleEndian.Uint64(ahead[8:])&mask[1], nil)
}

// EscapedName is Name for a name that has escapes, and returns it without them. It is valid until the next call.
func (r *Reader) EscapedName(p int) (end int, head, tail uint64, name []byte) {
	end, flags := r.marks.scanString(r.text, p)
	if flags&(flagNotString|flagNotUTF8) != 0 {
		return unreadable, 0, 0, nil
	}
	r.unescaped = AppendUnescaped(r.unescaped[:0], r.text[p:end-1])
	head, tail = Words(r.unescaped, 0, len(r.unescaped))
	return end, head, tail, r.unescaped
}

// Name reads a property name; p is the offset after its opening quote. It returns the offset
// after the closing quote, or -1 if it is not a string in UTF-8 or has escapes, so that it
// could equal a name that is written differently. head and tail are the first sixteen bytes of
// the name; see [Words].
func (r *Reader) Name(p int) (end int, head, tail uint64) {
	end = r.marks.next(p)
	if ByteAt(r.text, end) == '"' {
		end++
	} else {
		var flags uint32
		if end, flags = r.marks.scanString(r.text, end); flags&(flagNotString|flagNotUTF8|flagEscape) != 0 {
			return unreadable, 0, 0
		}
	}
	head, tail = Words(r.text, p, end-1)
	return end, head, tail
}
