package jsontape

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
// equal, it returns -1. Most objects are compact, and most values are plain strings.
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
		if ByteAt(text, p) != '"' {
			return unreadable
		}
		end, hash := r.HashedName(p + 1)
		if end < 0 || r.Add(&names, hash) && !r.IsNew(&names) {
			return unreadable
		}
		afterName := end
		c := ByteAt(text, end)
		if c <= ' ' {
			end = skipSpace(text, end)
			c = ByteAt(text, end)
		}
		if c != ':' {
			return unreadable
		}
		if c = ByteAt(text, end+1); c <= ' ' {
			end = skipSpace(text, end+1) - 1
			c = ByteAt(text, end+1)
		}
		if p = r.marks.next(end + 2); c == '"' && ByteAt(text, p) == '"' {
			p++
		} else if p = r.skim(end+1, depth); p < 0 {
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

// skimmed returns the offset after the brace at p, at which an object ends that may have been recorded.
func (r *Reader) skimmed(record bool, p int) int {
	if record {
		r.Record.End(p)
		r.Record.On = true
	}
	return p + 1
}
