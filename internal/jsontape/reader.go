package jsontape

// A Reader reads a text value by value, without a tape. What is read so is held to the
// same grammar as what [Tape.Parse] reads.
type Reader struct {
	// Inexact says that a number has been read that a float64 may not hold exactly.
	Inexact bool

	text  []byte
	names []uint64 // see NameSet
	marks marks
}

// Begin makes the reader one of a text, which must not change as long as it is read.
func (r *Reader) Begin(text []byte) {
	r.text = text
	r.Inexact = false
	r.names = r.names[:0]
	r.marks.fill(text, 0)
}

// Release forgets the text, so that a pooled reader does not keep it alive, and gives back
// memory that a very deep one made it take.
func (r *Reader) Release() {
	const keep = 1 << 12 // names: 32 KiB
	r.text = nil
	if cap(r.names) > keep {
		r.names = nil
	}
}

// PlainEnd is an offset, from p on, up to which a string goes on that is known to go on
// at p. Where the string ends with a quote there, it is ASCII and without escapes from p on;
// otherwise, [Reader.String] can tell. It is the length of the text at most.
func (r *Reader) PlainEnd(p int) int { return r.marks.next(p) }

// String reads a string, the part of which before p is plain. It returns the offset after
// its closing quote, or -1 where it is not a string in UTF-8 (RFC 8259, sections 7 and
// 8.1). plain says that it is ASCII and without escapes.
func (r *Reader) String(p int) (end int, plain bool) {
	end, flags := r.marks.scanString(r.text, p)
	if flags&(flagBad|flagAlien) != 0 {
		return unreadable, false
	}
	return end, flags == 0
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

// Name reads the name of a property from after its opening quote. It returns the offset
// after its closing quote, or -1 where it is not a string in UTF-8 or written with
// escapes, so that it may be equal to one that looks different. head and tail are the
// first sixteen bytes of the name; see [Words].
func (r *Reader) Name(p int) (end int, head, tail uint64) {
	end = r.marks.next(p)
	if ByteAt(r.text, end) == '"' {
		end++
	} else {
		var flags uint32
		if end, flags = r.marks.scanString(r.text, end); flags&(flagBad|flagAlien|flagEscape) != 0 {
			return unreadable, 0, 0
		}
	}
	head, tail = Words(r.text, p, end-1)
	return end, head, tail
}
