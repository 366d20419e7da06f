package document

import "encoding/binary"

// This file is for whoever reads a text without a tape. What is read so is held to
// the same grammar, by the same code.

// SkipSpace is the offset of the first byte from p on that is not white space.
func SkipSpace(text []byte, p int) int {
	if p < len(text) && text[p] > ' ' {
		return p
	}
	return skipSpace(text, p)
}

// ShortString looks at what follows an opening quote. It returns how many bytes stand
// before the first special one, sixteen where none is special, and those bytes as two
// words, with zeros after them.
func ShortString(ahead *[16]byte) (size int, head, tail uint64) {
	head, tail = binary.LittleEndian.Uint64(ahead[:8]), binary.LittleEndian.Uint64(ahead[8:])
	low, high := Special(head), Special(tail)
	none := (low|-low)>>63 - 1 // all ones where nothing is marked in low
	head &= (low&-low)>>7 - 1
	tail &= (high&-high)>>7 - 1
	return FirstSpecial(low, high), head, tail & none
}

// ScanString reads a string of which nothing special stands before from. It returns the
// offset after its closing quote, or -1 where it is not a string in UTF-8. plain says
// that it is ASCII without escapes.
func ScanString(text []byte, from int) (end int, plain bool) {
	end, flags := scanString(text, from)
	if flags&(flagBad|flagAlien) != 0 {
		return -1, false
	}
	return end, flags == 0
}

// ScanName reads a string from after its opening quote. It returns the offset after its
// closing quote, or -1 where it is not a string in UTF-8 or written with escapes, so
// that it may be equal to one that looks different.
func ScanName(text []byte, p int) (end int) {
	end, flags := scanString(text, p)
	if flags&(flagBad|flagAlien|flagEscape) != 0 {
		return -1
	}
	return end
}

// ScanWord reads true, false or null, one of which begins at p by its first letter. It
// returns the offset after it, or -1 where it is none of them.
func ScanWord(text []byte, p int) (end int, kind Kind) {
	switch {
	case p+4 <= len(text) && string(text[p:p+4]) == "null":
		return p + 4, Null
	case p+4 <= len(text) && string(text[p:p+4]) == "true":
		return p + 4, True
	case p+5 <= len(text) && string(text[p:p+5]) == "false":
		return p + 5, False
	}
	return -1, Null
}

// ScanNumber reads the number that begins at p. It returns the offset after it, or -1
// where it is not a number.
func ScanNumber(text []byte, p int) (end int, kind Kind) { return scanNumber(text, p) }

// SetString makes the document consist of one string of the text, as [ScanString] has
// read it.
func (d *Document) SetString(text []byte, start, end int, plain bool) {
	meta := uint32(String)
	if !plain {
		meta |= flagEscape | flagWide // at worst
	}
	d.set(text, Node{uint32(start), uint32(end), 1, meta})
}

// SetLeaf makes the document consist of one value of the text that is neither a
// string nor has anything in it.
func (d *Document) SetLeaf(text []byte, start, end int, kind Kind) {
	d.set(text, Node{uint32(start), uint32(end), 1, uint32(kind)})
}

func (d *Document) set(text []byte, n Node) {
	d.Text = text
	d.Nodes = append(d.Nodes[:0], n)
	d.Faults = d.Faults[:0]
}

// ParseAt reads the value that begins at p, and makes the document consist of it. It
// returns the offset after the value; ok is false where [Document.Parse] would be.
func (d *Document) ParseAt(text []byte, p, maxDepth int) (end int, ok bool) {
	d.Text = text
	d.Nodes = d.Nodes[:0]
	d.Faults = d.Faults[:0]
	d.frames = d.frames[:0]
	end = d.parse(p, maxDepth, nil)
	return end, end >= 0 && len(d.Faults) == 0
}
