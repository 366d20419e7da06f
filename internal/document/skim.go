package document

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// This file reads values of which nothing is asked but that they are JSON: it checks
// grammar, encoding, depth and names, and keeps nothing.

// mostSkimmed bounds how many names of one object are told apart without a table.
const mostSkimmed = 64

// Skim reads the value that begins at p. It returns the offset after the value, or -1
// where it cannot vouch for it: the value may be fine even then. depth is how deep it
// may be nested, and bounds the stack.
func (d *Document) Skim(text []byte, p, depth int) int {
	d.names = d.names[:0]
	return d.skim(text, p, depth)
}

func (d *Document) skim(text []byte, p, depth int) int {
	if p >= len(text) {
		return unreadable
	}
	switch c := text[p]; c {
	case '"':
		end, flags := scanString(text, p+1)
		if flags&(flagBad|flagAlien) != 0 {
			return unreadable
		}
		return end
	case '{':
		if depth > 0 {
			return d.skimObject(text, p+1, depth-1)
		}
	case '[':
		if depth > 0 {
			return d.skimArray(text, p+1, depth-1)
		}
	case 't', 'f', 'n':
		end, _ := ScanWord(text, p)
		return end
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		end, _ := scanNumber(text, p)
		return end
	}
	return unreadable
}

// skimArray reads an array from after its bracket.
func (d *Document) skimArray(text []byte, p, depth int) int {
	if p = SkipSpace(text, p); p < len(text) && text[p] == ']' {
		return p + 1
	}
	for {
		if p = d.skim(text, p, depth); p < 0 {
			return unreadable
		}
		if p = SkipSpace(text, p); p >= len(text) {
			return unreadable
		}
		switch text[p] {
		case ']':
			return p + 1
		case ',':
			p = SkipSpace(text, p+1)
		default:
			return unreadable
		}
	}
}

// skimObject reads an object from after its brace. Names are known to differ where what
// is made of them differs; where it does not, somebody else has to look.
func (d *Document) skimObject(text []byte, p, depth int) int {
	if p = SkipSpace(text, p); p < len(text) && text[p] == '}' {
		return p + 1
	}
	first, seen := len(d.names), uint64(0)
	for {
		if p >= len(text) || text[p] != '"' {
			return unreadable
		}
		var name uint64
		if name, p = skimName(text, p+1); p < 0 {
			return unreadable
		}
		bit := uint64(1) << (name >> 58)
		if seen&bit != 0 && (len(d.names)-first >= mostSkimmed || slices.Contains(d.names[first:], name)) {
			return unreadable
		}
		seen |= bit
		d.names = append(d.names, name)
		if p = SkipSpace(text, p); p >= len(text) || text[p] != ':' {
			return unreadable
		}
		if p = d.skim(text, SkipSpace(text, p+1), depth); p < 0 {
			return unreadable
		}
		if p = SkipSpace(text, p); p >= len(text) {
			return unreadable
		}
		switch text[p] {
		case '}':
			d.names = d.names[:first]
			return p + 1
		case ',':
			p = SkipSpace(text, p+1)
		default:
			return unreadable
		}
	}
}

// skimName reads a name from after its opening quote. It returns a hash of the name and
// the offset after the closing quote, -1 where it is not a name or written with escapes.
func skimName(text []byte, p int) (hash uint64, end int) {
	if p+16 < len(text) {
		n, head, tail := ShortString((*[16]byte)(text[p:]))
		if text[p+n] == '"' {
			return mixName(head, tail), p + n + 1
		}
	}
	end, flags := scanString(text, p)
	if flags&(flagBad|flagAlien|flagEscape) != 0 {
		return 0, unreadable
	}
	name := text[p : end-1]
	var b [16]byte
	n := copy(b[:], name)
	head, tail := binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:])
	if n < len(name) {
		head ^= binary.LittleEndian.Uint64(name[len(name)-8:]) + uint64(len(name))
	}
	return mixName(head, tail), end
}

func mixName(head, tail uint64) uint64 {
	const odd = 0x9E3779B97F4A7C15
	high, low := bits.Mul64(head^bits.RotateLeft64(tail, 29)*odd, odd)
	return high ^ low
}
