package jsontape

import "encoding/binary"

// This file reads values that have no constraints: it checks grammar, encoding, depth and
// names, and keeps nothing.

// Skim reads the value at p. It returns the offset after it, or -1 if the value may be invalid;
// it may also be valid then. depth is how deep it may be nested, which limits the stack.
func (r *Reader) Skim(p, depth int) int {
	open, record, steps := len(r.names), r.Record.On, len(r.Record.Steps)
	end := r.skim(p, depth)
	if end < 0 { // in an object
		r.names = r.names[:open]
		r.Record.On, r.Record.Steps = record, r.Record.Steps[:steps]
	}
	return end
}

// SkimText reads a text that is one value, and reports whether it is valid; see Skim. It keeps no reference to the text.
func (r *Reader) SkimText(text []byte, depth int) bool {
	r.Begin(text)
	end := r.Skim(SkipSpace(text, 0), depth)
	r.Release()
	return end >= 0 && SkipSpace(text, end) == len(text)
}

func (r *Reader) skim(p, depth int) int {
	text := r.text
	if p >= len(text) {
		return unreadable
	}
	switch c := text[p]; c {
	case '"':
		end := r.PlainEnd(p + 1)
		if ByteAt(text, end) == '"' {
			return end + 1
		}
		end, _ = r.String(end)
		return end
	case '{':
		if depth > 0 {
			return r.skimObject(p+1, depth-1)
		}
	case '[':
		if depth > 0 {
			return r.skimArray(p+1, depth-1)
		}
	case 't', 'f', 'n':
		end, _ := ScanWord(text, p)
		return end
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		end, _ := r.Number(p)
		return end
	}
	return unreadable
}

// skimArray reads an array; p is the offset after its bracket.
func (r *Reader) skimArray(p, depth int) int {
	text := r.text
	if p = SkipSpace(text, p); ByteAt(text, p) == ']' {
		return p + 1
	}
	for {
		if p = r.skim(p, depth); p < 0 {
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

// skimObject reads an object; p is the offset after its brace. If the hashes of two names are
// equal, it returns -1. Most objects are compact or have a space after colons, and most names and values
// are short plain strings. The loop reads these itself.
func (r *Reader) skimObject(p, depth int) int {
	text := r.text
	record := r.Record.On && r.Record.Entries
	if record {
		r.Record.Free(p - 1)
		r.Record.On = false // in the values
	}
	if p = SkipSpace(text, p); ByteAt(text, p) == '}' {
		return r.skimmed(record, p)
	}
	names := r.Names()
	for {
		const most = 1 + WordBytes + len(`":`) // of a name that is read here, with what is around it
		afterName, short := 0, false
		if p+most <= len(text) {
			ahead := (*[most]byte)(text[p : p+most])
			size := uint(r.marks.next(p+1) - p - 1)
			if ahead[0] == '"' && size <= WordBytes && ahead[1+size] == '"' && ahead[2+size] == ':' {
				mask := &wordMasks[size]
				head, tail := binary.LittleEndian.Uint64(ahead[1:])&mask[0], binary.LittleEndian.Uint64(ahead[9:])&mask[1]
				if r.Add(&names, HashName(head, tail, nil)) && !r.IsNew(&names) {
					return unreadable
				}
				short = true
				afterName = p + int(size) + 2
				p = afterName + 1
			}
		}
		if !short {
			if afterName, p = r.skimName(&names, p, record); p < 0 {
				return unreadable
			}
		}
		c := ByteAt(text, p)
		if c == ' ' {
			p++
			c = ByteAt(text, p)
		}
		if end := r.marks.next(p + 1); c == '"' && ByteAt(text, end) == '"' {
			p = end + 1
		} else if p = r.skim(SkipSpace(text, p), depth); p < 0 {
			return unreadable
		}
		if record {
			r.Record.FreeProperty(afterName, p)
		}
		if c = ByteAt(text, p); c <= ' ' {
			p = skipSpace(text, p)
			c = ByteAt(text, p)
		}
		switch c {
		case '}':
			r.Drop(&names)
			return r.skimmed(record, p)
		case ',':
			p = SkipSpace(text, p+1)
		default:
			return unreadable
		}
	}
}

// skimName reads a name and its colon, and adds the name to a set. It returns the offset after the name, and that
// after the colon or -1. A name that is recorded may not have escapes.
func (r *Reader) skimName(names *NameSet, p int, record bool) (afterName, after int) {
	if ByteAt(r.text, p) != '"' {
		return 0, unreadable
	}
	end, head, tail := r.Name(p + 1)
	var name []byte
	if end >= 0 {
		name = r.text[p+1 : end-1]
	} else if end, head, tail, name = r.EscapedName(p + 1); end < 0 || record {
		return 0, unreadable
	}
	if r.Add(names, HashName(head, tail, name)) && !r.IsNew(names) {
		return 0, unreadable
	}
	if p = SkipSpace(r.text, end); ByteAt(r.text, p) != ':' {
		return 0, unreadable
	}
	return end, p + 1
}

// skimmed returns the offset after the brace at p, at which an object ends that may have been recorded.
func (r *Reader) skimmed(record bool, p int) int {
	if record {
		r.Record.End(p)
		r.Record.On = true
	}
	return p + 1
}
