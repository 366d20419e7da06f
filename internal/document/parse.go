package document

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// Limits bound a text; zero and below stand for no limit.
type Limits struct {
	Depth int // of nested arrays and objects
	Bytes int
}

// A frame is an array or object that has been opened and not yet closed.
type frame struct {
	node  uint32
	count uint32

	// names has a bit for (a hash of) each name seen so far. Two names with
	// different bits are different, which is nearly always all that has to be
	// known to see that a name is new.
	names uint64

	// shape is what is likely to be in it, nil where nothing is known, and guess the
	// index of the name that is likely to come next.
	shape *Shape
	guess int

	// suspect says that a name is written with escapes or has been seen twice,
	// so that the names have to be compared for good when the object closes.
	suspect bool
}

// Masks for looking at eight bytes at once. A byte of a word is a match where
// its highest bit is set in the result; only the lowest match is exact, since a
// borrow may run upwards from it.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// Special marks the bytes that end the plain part of a string: the quote, the
// backslash, control characters and everything beyond ASCII.
//
// Each subtraction borrows where the byte is the one looked for, or beyond ASCII, and
// what is beyond ASCII is a match anyway.
func Special(w uint64) uint64 {
	return (((w ^ ones*'"') - ones) | ((w ^ ones*'\\') - ones) | (w - ones*0x20) | w) & highs
}

// Parse reads the text and reports whether nothing is wrong with it. The text
// must not be changed as long as the document is in use.
func (d *Document) Parse(text []byte, limits Limits) bool {
	return d.ParseShaped(text, limits, nil)
}

// ParseShaped is Parse for a text of which something is known beforehand.
func (d *Document) ParseShaped(text []byte, limits Limits, shape *Shape) bool {
	d.Text = text
	d.Nodes = d.Nodes[:0]
	d.Faults = d.Faults[:0]
	d.frames = d.frames[:0]
	if limits.Bytes > 0 && len(text) > limits.Bytes {
		d.fault(Limit, 0, 0, "the payload is larger than the limit")
		return false
	}
	if uint64(len(text)) > 1<<32-16 {
		d.fault(Limit, 0, 0, "the payload is larger than 4 GiB")
		return false
	}
	if cap(d.Nodes) == 0 {
		d.Nodes = make([]Node, 0, len(text)/8+16)
	}
	start := 0
	if len(text) >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF {
		d.fault(Encoding, 0, 3, "a byte order mark must not stand before JSON (RFC 8259, section 8.1)")
		start = 3
	}
	end := d.parse(start, limits.Depth, shape)
	if end >= 0 {
		end = skipSpace(text, end)
		if end < len(text) {
			end = d.trailing(end)
		}
	}
	if len(d.Faults) > 1 {
		slices.SortStableFunc(d.Faults, func(a, b Fault) int { return cmp.Compare(a.Start, b.Start) })
	}
	return end >= 0 && len(d.Faults) == 0
}

func (d *Document) fault(kind FaultKind, start, end int, message string) {
	d.Faults = append(d.Faults, Fault{Kind: kind, Start: uint32(start), End: uint32(end), Message: message})
}

// parse is the scanner. It is one loop over the text without recursion: the
// open arrays and objects are in d.frames, the innermost one in top. It returns the
// offset after the value that begins at p, or unreadable.
//
// This is the hottest code of the module: it costs what a payload costs.
// Positions and tape are kept in locals so that they stay in registers.
func (d *Document) parse(p int, maxDepth int, inside *Shape) int {
	text := d.Text
	nodes := d.Nodes[:cap(d.Nodes)]
	used := 0 // nodes in use
	var top frame
	inObject := false
	depth := 0

value:
	for p < len(text) && isSpace(text[p]) {
		p++
	}
	if p >= len(text) {
		return d.syntax(p, "expected a value")
	}
	if used+2 > len(nodes) {
		nodes = grow(nodes, used)
	}
	switch c := text[p]; c {
	case '"':
		end := p + 1
		if end+16 < len(text) { // most strings are short: for them, no call
			ahead := (*[16]byte)(text[end:])
			low := Special(binary.LittleEndian.Uint64(ahead[:8]))
			high := Special(binary.LittleEndian.Uint64(ahead[8:]))
			end += FirstSpecial(low, high)
			if text[end] == '"' {
				nodes[used] = Node{uint32(p), uint32(end + 1), uint32(used + 1), uint32(String)}
				used++
				p = end + 1
				goto after
			}
		}
		end, flags := scanString(text, end)
		if flags&flagAlien != 0 {
			d.alienBytes(p+1, end)
			flags &^= flagAlien
		}
		if flags&flagBad != 0 {
			return d.badString(p, end)
		}
		nodes[used] = Node{uint32(p), uint32(end), uint32(used + 1), uint32(String) | flags}
		used++
		p = end

	case '{', '[':
		if depth++; maxDepth > 0 && depth > maxDepth {
			d.fault(Limit, p, p+1, "nested deeper than the limit")
			return unreadable
		}
		if depth > 1 {
			d.frames = append(d.frames, top)
		}
		top = frame{node: uint32(used), shape: inside}
		inObject = c == '{'
		kind := Array
		if inObject {
			kind = Object
		}
		nodes[used] = Node{Start: uint32(p), meta: uint32(kind)}
		used++
		p++
		for p < len(text) && isSpace(text[p]) {
			p++
		}
		if p < len(text) && text[p] == c+2 { // ']' is '['+2, '}' is '{'+2
			goto closing
		}
		if inObject {
			goto key
		}
		goto value // what is likely in an array is likely in its items

	case 't':
		if p+4 > len(text) || string(text[p:p+4]) != "true" {
			return d.syntaxWord(p)
		}
		nodes[used] = Node{uint32(p), uint32(p + 4), uint32(used + 1), uint32(True)}
		used++
		p += 4

	case 'f':
		if p+5 > len(text) || string(text[p:p+5]) != "false" {
			return d.syntaxWord(p)
		}
		nodes[used] = Node{uint32(p), uint32(p + 5), uint32(used + 1), uint32(False)}
		used++
		p += 5

	case 'n':
		if p+4 > len(text) || string(text[p:p+4]) != "null" {
			return d.syntaxWord(p)
		}
		nodes[used] = Node{uint32(p), uint32(p + 4), uint32(used + 1), uint32(Null)}
		used++
		p += 4

	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		end, kind := scanNumber(text, p)
		if end < 0 {
			return d.badNumber(p)
		}
		nodes[used] = Node{uint32(p), uint32(end), uint32(used + 1), uint32(kind)}
		used++
		p = end

	default:
		return d.syntaxValue(p, depth, inObject)
	}

after:
	if depth == 0 {
		goto done
	}
	top.count++
	if p < len(text) && text[p] > ' ' {
		goto separator
	}
	for p < len(text) && isSpace(text[p]) {
		p++
	}
	if p >= len(text) {
		return d.unclosed(p, nodes[top.node])
	}
separator:
	if text[p] == ',' {
		p++
		if inObject {
			goto key
		}
		inside = top.shape
		goto value
	}
	if inObject != (text[p] == '}') || !inObject && text[p] != ']' {
		return d.syntaxSeparator(p, inObject)
	}

closing:
	{
		n := &nodes[top.node]
		n.End = uint32(p + 1)
		n.Next = uint32(used)
		n.meta |= min(top.count, countMax) << countShift
		if inObject && (top.count > pairwise || top.suspect) {
			d.Nodes = nodes[:used]
			d.findDuplicates(top.node)
		}
		p++
		depth--
		if depth > 0 {
			top = d.frames[len(d.frames)-1]
			d.frames = d.frames[:len(d.frames)-1]
			inObject = nodes[top.node].Kind() == Object
		}
		goto after
	}

key:
	for p < len(text) && isSpace(text[p]) {
		p++
	}
	if p >= len(text) {
		return d.unclosed(p, nodes[top.node])
	}
	if text[p] != '"' {
		return d.syntaxKey(p, top.count)
	}
	if used+2 > len(nodes) {
		nodes = grow(nodes, used)
	}
	if top.shape != nil && p+GuessBytes <= len(text) {
		names := top.shape.names
		ahead := (*[GuessBytes]byte)(text[p:])
		for g := top.guess; g < len(names) && g < top.guess+guesses; g++ {
			l := &names[g]
			if !l.At(ahead) {
				continue
			}
			nodes[used] = Node{uint32(p), uint32(p) + l.size, l.id, uint32(Key)}
			if top.names&l.bit != 0 && top.count < pairwise && contains(text, nodes[:used], int(top.node)+1, text[p:p+int(l.size)]) {
				top.suspect = true
			}
			top.names |= l.bit
			top.guess = g + 1
			used++
			p += int(l.size) + 1
			inside = l.inside
			goto value
		}
	}
	{
		end, flags := scanString(text, p+1)
		if flags&flagAlien != 0 {
			d.alienBytes(p+1, end)
			flags &^= flagAlien
		}
		if flags&flagBad != 0 {
			return d.badString(p, end)
		}
		nodes[used] = Node{uint32(p), uint32(end), 0, uint32(Key) | flags}
		inside = nil
		if flags&flagEscape != 0 {
			top.suspect = true
		} else if top.count < pairwise {
			bit := nameBit(text, p, end)
			if top.names&bit != 0 && contains(text, nodes[:used], int(top.node)+1, text[p:end]) {
				top.suspect = true
			}
			top.names |= bit
		}
		used++
		p = end
	}
	if p < len(text) && text[p] == ':' {
		p++
		goto value
	}
	for p < len(text) && isSpace(text[p]) {
		p++
	}
	if p >= len(text) {
		return d.unclosed(p, nodes[top.node])
	}
	if text[p] != ':' {
		return d.syntax(p, "expected ':' after the property name")
	}
	p++
	goto value

done:
	d.Nodes = nodes[:used]
	return p
}

func isSpace(c byte) bool { return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t') }

func skipSpace(text []byte, p int) int {
	for p < len(text) && isSpace(text[p]) {
		p++
	}
	return p
}

// grow gives the tape room for more nodes.
func grow(nodes []Node, used int) []Node {
	larger := make([]Node, len(nodes)+len(nodes)/2+64)
	copy(larger, nodes[:used])
	return larger
}

// guesses is how many likely names are tried before a name is scanned.
const guesses = 3

// Outcomes of scanString that never reach a node.
const (
	flagBad   = 0x80 // not a string
	flagAlien = 0x40 // not UTF-8
)

// scanString reads a string from after its opening quote. It returns the offset
// after the closing quote, or with flagBad the offset of what cannot stand in a
// string (the length of the text where the string does not end).
func scanString(text []byte, p int) (end int, flags uint32) {
	for p+16 <= len(text) {
		ahead := (*[16]byte)(text[p:])
		low := Special(binary.LittleEndian.Uint64(ahead[:8]))
		high := Special(binary.LittleEndian.Uint64(ahead[8:]))
		plain := FirstSpecial(low, high)
		p += plain
		if plain == 16 {
			continue
		}
		if text[p] == '"' {
			return p + 1, flags
		}
		break
	}
	return scanStringSlowly(text, p, flags)
}

// FirstSpecial is the number of bytes before the first that is marked in two words, 16
// where none is. Strings end anywhere, so it does without branches, which could not be
// foretold.
func FirstSpecial(low, high uint64) int {
	none := (low|-low)>>63 - 1 // all ones where low is 0
	return bits.TrailingZeros64(low)>>3 + int(uint64(bits.TrailingZeros64(high)>>3)&none)
}

// scanStringSlowly goes on where a byte needs a closer look.
func scanStringSlowly(text []byte, p int, flags uint32) (int, uint32) {
	for p < len(text) {
		switch c := text[p]; {
		case c == '"':
			return p + 1, flags
		case c == '\\':
			flags |= flagEscape
			n := escapeLength(text[p:])
			if n == 0 {
				return p, flags | flagBad
			}
			p += n
		case c < 0x20:
			return p, flags | flagBad
		case c >= utf8.RuneSelf:
			flags |= flagWide
			r, size := utf8.DecodeRune(text[p:])
			if r == utf8.RuneError && size == 1 {
				flags |= flagAlien
			}
			p += size
		default:
			p++
		}
		for p+8 <= len(text) {
			m := Special(binary.LittleEndian.Uint64(text[p : p+8]))
			if m != 0 {
				p += bits.TrailingZeros64(m) >> 3
				break
			}
			p += 8
		}
	}
	return len(text), flags | flagBad
}

// escapeLength is the length of the escape that the text begins with, 0 where it
// is none (RFC 8259, section 7).
func escapeLength(text []byte) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(text) < 6 {
			return 0
		}
		for _, c := range text[2:6] {
			if !isHex(c) {
				return 0
			}
		}
		return 6
	}
	return 0
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// alienBytes records each run of bytes in text[start:end] that is not UTF-8
// (RFC 3629).
func (d *Document) alienBytes(start, end int) {
	for p := start; p < end; {
		r, size := utf8.DecodeRune(d.Text[p:end])
		if r == utf8.RuneError && size == 1 {
			from := p
			for p < end {
				if r, size := utf8.DecodeRune(d.Text[p:end]); r != utf8.RuneError || size != 1 {
					break
				}
				p++
			}
			d.fault(Encoding, from, p, "not valid UTF-8")
			continue
		}
		p += size
	}
}

// scanNumber reads a number (RFC 8259, section 6); end is -1 where it is none.
func scanNumber(text []byte, p int) (end int, kind Kind) {
	kind = Integer
	if text[p] == '-' {
		p++
		if p >= len(text) {
			return -1, kind
		}
	}
	switch c := text[p]; {
	case c == '0':
		p++
	case c-'1' < 9:
		p++
		for p < len(text) && text[p]-'0' < 10 {
			p++
		}
	default:
		return -1, kind
	}
	if p < len(text) && text[p] == '.' {
		kind = Number
		p++
		if p >= len(text) || text[p]-'0' > 9 {
			return -1, kind
		}
		for p < len(text) && text[p]-'0' < 10 {
			p++
		}
	}
	if p < len(text) && text[p]|0x20 == 'e' {
		kind = Number
		p++
		if p < len(text) && (text[p] == '+' || text[p] == '-') {
			p++
		}
		if p >= len(text) || text[p]-'0' > 9 {
			return -1, kind
		}
		for p < len(text) && text[p]-'0' < 10 {
			p++
		}
	}
	if p < len(text) && (text[p]-'0' < 10 || text[p] == '.') {
		return -1, kind
	}
	return p, kind
}

// nameBit is one of 64 bits, chosen by the length and the first and last bytes of the
// name between the quotes at start and end-1.
func nameBit(text []byte, start, end int) uint64 {
	var w uint64
	if start+9 <= len(text) {
		w = binary.LittleEndian.Uint64(text[start+1 : start+9])
		if n := end - start - 2; n < 8 {
			w &= 1<<(8*uint(n)) - 1
		}
	} else {
		for i := min(end-2, start+8); i > start; i-- {
			w = w<<8 | uint64(text[i])
		}
	}
	w += uint64(text[end-2])<<32 + uint64(end-start)<<8
	return 1 << (w * 0x9E3779B97F4A7C15 >> 58)
}

// contains reports whether one of the properties, of which the first is at from, has
// the name, quotes included.
func contains(text []byte, nodes []Node, from int, name []byte) bool {
	for i := from; i < len(nodes); i = int(nodes[i+1].Next) {
		if bytes.Equal(text[nodes[i].Start:nodes[i].End], name) {
			return true
		}
	}
	return false
}
