package jsontape

import (
	"cmp"
	"slices"
)

// Parse parses the text and reports whether it is valid. The text must not be modified while
// the tape is in use.
func (d *Tape) Parse(text []byte, limits Limits) bool {
	d.marks.fill(text, 0)
	return d.parseText(&d.marks, text, limits)
}

// ParseRead is Parse for the text of a reader. It uses the marks of the reader.
func (d *Tape) ParseRead(r *Reader, limits Limits) bool {
	if r.marks.base > 0 {
		r.marks.fill(r.text, 0)
	}
	return d.parseText(&r.marks, r.text, limits)
}

func (d *Tape) parseText(m *marks, text []byte, limits Limits) bool {
	d.Text, d.ascii = text, true
	d.Nodes = d.Nodes[:0]
	d.Errors = d.Errors[:0]
	d.frames = d.frames[:0]
	d.Inexact = false
	if limits.Bytes > 0 && len(text) > limits.Bytes {
		d.limited(Bytes, 0, 0, "the payload is larger than the limit")
		return false
	}
	if uint64(len(text)) > technicalBytes {
		d.limited(Technical, 0, 0, "the payload is larger than 4 GiB")
		return false
	}
	if cap(d.Nodes) == 0 {
		d.Nodes = make([]Node, 0, len(text)/8+16)
	}
	start := 0
	if len(text) >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF {
		d.addError(Encoding, 0, 3, "JSON must not begin with a byte order mark (RFC 8259, section 8.1)")
		start = 3
	}
	end := d.parse(m, start, limits.Depth)
	if end >= 0 {
		end = skipSpace(text, end)
		if end < len(text) {
			end = d.trailing(end)
		}
	}
	if end >= 0 && len(text) > limits.Harmless() {
		d.measure(limits)
	}
	d.sortErrors()
	return end >= 0 && len(d.Errors) == 0
}

// sortErrors sorts the errors by offset.
func (d *Tape) sortErrors() {
	if len(d.Errors) > 1 {
		slices.SortStableFunc(d.Errors, func(a, b SyntaxError) int { return cmp.Compare(a.Start, b.Start) })
	}
}

// parse is the scanner: one loop over the text without recursion. The innermost open array or
// object is in top, those around it are in d.frames. It returns the offset after the value that
// begins at p, or unreadable, and appends the nodes of the value.
//
// This is the hottest code of the module. The position and the nodes are kept in locals so
// that they stay in registers.
func (d *Tape) parse(m *marks, p, maxDepth int) int {
	text := d.Text
	nodes := d.Nodes[:cap(d.Nodes)]
	used := len(d.Nodes) // nodes in use
	var top frame
	for {
		p = skipSpace(text, p)
		if used+2 > len(nodes) { // for the value and a name after it
			nodes = grow(nodes, used)
		}
		switch c := ByteAt(text, p); c {
		case '"':
			if end := m.next(p + 1); ByteAt(text, end) == '"' { // most strings are short and plain: for them, no call
				nodes[used] = Node{uint32(p), uint32(end + 1), uint32(used + 1), uint32(String)}
				p = end + 1
			} else if p = d.string(m, nodes, used, p, end); p < 0 {
				return unreadable
			}
			used++
		case '{', '[':
			if !d.open(nodes, used, p, maxDepth, &top) {
				return unreadable
			}
			used++
			if p = skipSpace(text, p+1); ByteAt(text, p) != top.closer {
				goto member
			}
		default:
			if p = d.scalar(nodes, used, p, &top); p < 0 {
				return unreadable
			}
			used++
		}
		for {
			if top.closer == 0 {
				d.Nodes = nodes[:used]
				return p
			}
			p = skipSpace(text, p)
			if ByteAt(text, p) != top.closer {
				break
			}
			p++
			d.close(nodes[:used], &top, p)
		}
		if ByteAt(text, p) != ',' {
			return d.syntaxSeparator(p, nodes[top.node])
		}
		p++
	member:
		if top.closer == '}' {
			// As with strings, most names are short and plain, and a colon follows them.
			p = skipSpace(text, p)
			if end := m.next(p + 1); top.count < pairwise && ByteAt(text, p) == '"' && ByteAt(text, end) == '"' && ByteAt(text, end+1) == ':' {
				if bit := nameBit(text, p, end+1); top.names&bit == 0 {
					nodes[used] = Node{uint32(p), uint32(end + 1), 0, uint32(Key)}
					used++
					top.names |= bit
					top.count++
					p = end + 2
					continue
				}
			}
			if p = d.key(m, nodes[:used+1], &top, p); p < 0 {
				return unreadable
			}
			used++
		}
		top.count++
	}
}

// string reads the string at p, which is plain only up to end.
func (d *Tape) string(m *marks, nodes []Node, at, p, end int) int {
	end, flags := m.scanString(d.Text, end)
	if flags&flagNotUTF8 != 0 {
		d.addInvalidUTF8(p+1, end)
		flags &^= flagNotUTF8
	}
	if flags&flagNotString != 0 {
		return d.badString(p, end)
	}
	if flags&flagWide != 0 {
		d.ascii = false
	}
	nodes[at] = Node{uint32(p), uint32(end), uint32(at + 1), uint32(String) | flags}
	return end
}

// scalar reads a number, true, false or null.
func (d *Tape) scalar(nodes []Node, at, p int, top *frame) int {
	end, kind := -1, uint32(0)
	switch c := ByteAt(d.Text, p); c {
	case 't', 'f', 'n':
		word, k := ScanWord(d.Text, p)
		if word < 0 {
			return d.syntaxWord(p)
		}
		end, kind = word, uint32(k)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if end, kind = scanNumber(d.Text, p); end < 0 {
			return d.badNumber(p)
		}
		if kind&flagInexact != 0 {
			d.Inexact = true
		}
	default:
		if p >= len(d.Text) {
			return d.syntax(p, "expected a value")
		}
		return d.syntaxValue(p, top.closer == ']')
	}
	nodes[at] = Node{uint32(p), uint32(end), uint32(at + 1), kind}
	return end
}

// open begins an array or object at p. It returns false if that is nested too deep.
func (d *Tape) open(nodes []Node, used, p, maxDepth int, top *frame) bool {
	if maxDepth > 0 && len(d.frames) >= maxDepth {
		d.limited(Depth, p, p+1, "nested deeper than the limit")
		return false
	}
	d.frames = append(d.frames, *top)
	c := d.Text[p]
	*top = frame{node: uint32(used), closer: c + 2} // ']' is '['+2, '}' is '{'+2
	kind := Array
	if c == '{' {
		kind = Object
	}
	nodes[used] = Node{Start: uint32(p), meta: uint32(kind)}
	return true
}

// close ends the array or object in top. Its contents are the last nodes.
func (d *Tape) close(nodes []Node, top *frame, end int) {
	n := &nodes[top.node]
	n.End = uint32(end)
	n.Next = uint32(len(nodes))
	n.meta |= min(top.count, countMax) << countShift
	if top.closer == '}' && (top.count > pairwise || top.suspect) {
		d.Nodes = nodes
		d.findDuplicates(top.node)
	}
	last := len(d.frames) - 1
	*top = d.frames[last]
	d.frames = d.frames[:last]
}

// key reads a property name and the colon after it into the last node.
func (d *Tape) key(m *marks, nodes []Node, top *frame, p int) int {
	text := d.Text
	if p >= len(text) {
		return d.unclosed(p, nodes[top.node])
	}
	if text[p] != '"' {
		return d.syntaxKey(p, top.count)
	}
	end, flags := m.next(p+1), uint32(0)
	if ByteAt(text, end) == '"' {
		end++
	} else if end, flags = m.scanString(text, end); flags&(flagNotUTF8|flagNotString|flagWide) != 0 {
		d.ascii = false
		if flags&flagNotUTF8 != 0 {
			d.addInvalidUTF8(p+1, end)
			flags &^= flagNotUTF8
		}
		if flags&flagNotString != 0 {
			return d.badString(p, end)
		}
	}
	last := len(nodes) - 1
	nodes[last] = Node{uint32(p), uint32(end), 0, uint32(Key) | flags}
	if flags&flagEscape != 0 {
		top.suspect = true
	} else if top.count < pairwise {
		bit := nameBit(text, p, end)
		if top.names&bit != 0 && contains(text, nodes[:last], int(top.node)+1, text[p:end]) {
			top.suspect = true
		}
		top.names |= bit
	}
	if ByteAt(text, end) == ':' {
		return end + 1
	}
	if p = skipSpace(text, end); p >= len(text) {
		return d.unclosed(p, nodes[top.node])
	}
	if text[p] != ':' {
		return d.syntax(p, "expected ':' after the property name")
	}
	return p + 1
}

// grow returns a larger copy of the nodes in use.
func grow(nodes []Node, used int) []Node {
	larger := make([]Node, len(nodes)+len(nodes)/2+64)
	copy(larger, nodes[:used])
	return larger
}
