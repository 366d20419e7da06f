package cache

import (
	"encoding/binary"
	"math"
)

// A coder goes through the parts of a value: an encoder writes them, a decoder
// sets them. What is stored of a type is therefore said once, and both agree.
type coder interface {
	text(*string)
	fixed(*int64) // as eight bytes
	long(*int64)
	num(*int)
	flag(*bool)
	hash(*Hash)

	// number writes n, which is not negative, or gives what was written. So does count,
	// where so many things follow.
	number(n int) int
	count(n int) int
}

type encoder struct{ out []byte }

func (e *encoder) text(s *string) {
	e.count(len(*s))
	e.out = append(e.out, *s...)
}

func (e *encoder) fixed(n *int64) {
	e.out = binary.LittleEndian.AppendUint64(e.out, uint64(*n))
}

func (e *encoder) long(n *int64) { e.out = binary.AppendVarint(e.out, *n) }
func (e *encoder) num(n *int)    { e.out = binary.AppendVarint(e.out, int64(*n)) }
func (e *encoder) hash(h *Hash)  { e.out = append(e.out, h[:]...) }

func (e *encoder) flag(b *bool) {
	e.out = append(e.out, 0)
	if *b {
		e.out[len(e.out)-1] = 1
	}
}

func (e *encoder) number(n int) int {
	e.out = binary.AppendUvarint(e.out, uint64(n))
	return n
}

func (e *encoder) count(n int) int { return e.number(n) }

// A decoder reads what an encoder wrote. Texts are parts of in, not copies. Once
// something is wrong, it is bad and gives zeros.
type decoder struct {
	in  string
	bad bool
}

func (d *decoder) take(n int) string {
	if n < 0 || n > len(d.in) {
		d.in, d.bad = "", true
		return ""
	}
	s := d.in[:n]
	d.in = d.in[n:]
	return s
}

func (d *decoder) text(s *string) { *s = d.take(d.count(0)) }
func (d *decoder) hash(h *Hash)   { copy(h[:], d.take(len(h))) }
func (d *decoder) flag(b *bool)   { *b = d.take(1) == "\x01" }

func (d *decoder) fixed(n *int64) {
	*n = 0
	if s := d.take(8); len(s) == 8 {
		*n = int64(uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56)
	}
}

func (d *decoder) long(n *int64) {
	// Zigzag, as binary.AppendVarint writes it.
	u := d.uvarint()
	*n = int64(u>>1) ^ -int64(u&1)
}

func (d *decoder) num(n *int) {
	var l int64
	d.long(&l)
	*n = int(l)
}

func (d *decoder) number(int) int { return d.within(d.uvarint(), math.MaxInt) }

// count is never more than what is left to read, so that nothing large is made
// for a count that is wrong.
func (d *decoder) count(int) int {
	u := d.uvarint() // which is no longer left to read
	return d.within(u, len(d.in))
}

func (d *decoder) within(u uint64, most int) int {
	if u > uint64(most) {
		d.in, d.bad = "", true
		return 0
	}
	return int(u)
}

func (d *decoder) uvarint() uint64 {
	var u uint64
	for i := 0; i < len(d.in) && i < binary.MaxVarintLen64; i++ {
		b := d.in[i]
		u |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			d.in = d.in[i+1:]
			return u
		}
	}
	d.in, d.bad = "", true
	return 0
}

// list goes through a slice of which each codes one element.
func list[T any](c coder, s *[]T, each func(coder, *T)) {
	n := c.count(len(*s))
	if n > len(*s) {
		*s = make([]T, n)
	}
	for i := range n {
		each(c, &(*s)[i])
	}
}
