package jsontape

// This file is for whoever reads a text without a tape. What is read so is held to
// the same grammar, by the same code.

// SkipSpace is the offset of the first byte from p on that is not white space.
func SkipSpace(text []byte, p int) int {
	if ByteAt(text, p) > ' ' {
		return p
	}
	return skipSpace(text, p)
}

// ByteAt is the byte at p, and behind the end of the text one that JSON has no use for.
func ByteAt(text []byte, p int) byte {
	if uint(p) < uint(len(text)) {
		return text[p]
	}
	return 0
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

// SetString makes the document consist of one string of the text, as [Reader.String] has
// read it.
func (d *Tape) SetString(text []byte, start, end int, plain bool) {
	meta := uint32(String)
	if !plain {
		meta |= flagEscape | flagWide // at worst
	}
	d.set(text, Node{uint32(start), uint32(end), 1, meta})
}

// SetLeaf makes the document consist of one value of the text that is neither a
// string nor has anything in it.
func (d *Tape) SetLeaf(text []byte, start, end int, kind Kind) {
	d.set(text, Node{uint32(start), uint32(end), 1, uint32(kind)})
}

func (d *Tape) set(text []byte, n Node) {
	d.Text = text
	d.Nodes = append(d.Nodes[:0], n)
	d.Errors = d.Errors[:0]
}

// ParseAt reads the value that begins at p of the reader's text, and makes the document
// consist of it. It returns the offset after the value; ok is false where [Tape.Parse]
// would be.
func (d *Tape) ParseAt(r *Reader, p, maxDepth int) (end int, ok bool) {
	d.Text = r.text
	d.Nodes = d.Nodes[:0]
	d.Errors = d.Errors[:0]
	d.frames = d.frames[:0]
	d.Inexact = false
	end = d.parse(&r.marks, p, maxDepth)
	r.Inexact = r.Inexact || d.Inexact
	return end, end >= 0 && len(d.Errors) == 0
}
