package document

import "encoding/binary"

// This file reads values of which nothing is asked but that they are JSON: it checks
// grammar, encoding, depth and names, and keeps nothing.

// Skim reads the value that begins at p. It returns the offset after the value, or -1
// where it cannot vouch for it: the value may be fine even then. depth is how deep it
// may be nested, and bounds the stack.
func (d *Document) Skim(text []byte, p, depth int) int {
	open := len(d.names)
	end := d.skim(text, p, depth)
	d.names = d.names[:open] // where it has been given up, some are left
	return end
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
	names := d.Names()
	for {
		if p >= len(text) || text[p] != '"' {
			return unreadable
		}
		var name uint64
		if name, p = skimName(text, p+1); p < 0 {
			return unreadable
		}
		if !d.IsNew(&names, name) {
			return unreadable
		}
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
			d.Drop(&names)
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
			return mixName(head, tail), p + n + 1 // it is HashName
		}
	}
	if end = ScanName(text, p); end < 0 {
		return 0, unreadable
	}
	name := text[p : end-1]
	var b [16]byte
	copy(b[:], name)
	return HashName(binary.LittleEndian.Uint64(b[:8]), binary.LittleEndian.Uint64(b[8:]), name), end
}
