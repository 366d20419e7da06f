package cache

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"slices"
)

// A coder goes through the parts of a value: an encoder writes them, a decoder
// sets them. What is stored of a type is therefore said once, and both agree.
type coder interface {
	text(*string)
	long(*int64)
	num(*int)
	flag(*bool)
	hash(*Hash)

	// count writes n, or gives the number that was written.
	count(n int) int
}

type encoder struct{ out []byte }

func (e *encoder) text(s *string) {
	e.count(len(*s))
	e.out = append(e.out, *s...)
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

func (e *encoder) count(n int) int {
	e.out = binary.AppendUvarint(e.out, uint64(n))
	return n
}

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

// count is never more than what is left to read, so that nothing large is made
// for a count that is wrong.
func (d *decoder) count(int) int {
	u := d.uvarint()
	if u > uint64(len(d.in)) {
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

// The format of a store is nobody else's business and may change with any
// version: a magic text, a checksum of the rest, the key, every schema once, and
// the entries by path.
const (
	magic  = "verdict cache 1\n"
	header = len(magic) + 4
)

// minEntry is the least number of bytes that an entry takes.
const minEntry = 40

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// typicalEntry is about how many bytes an entry takes.
const typicalEntry = 80

// encode writes entries, which are sorted.
func encode(entries []named, key Hash) []byte {
	numbers := make(map[Schema]int)
	var schemas []Schema
	for i, e := range entries {
		if i > 0 && slices.Equal(e.Schemas, entries[i-1].Schemas) {
			continue
		}
		for _, schema := range e.Schemas {
			if _, ok := numbers[schema]; !ok {
				numbers[schema] = len(schemas)
				schemas = append(schemas, schema)
			}
		}
	}
	e := encoder{out: make([]byte, 0, len(key)+typicalEntry*len(entries))}
	e.hash(&key)
	list(&e, &schemas, codeSchema)
	e.count(len(entries))
	var which []int // of the schemas, which seldom differ from those of the entry before
	for i := range entries {
		entry := entries[i].Entry
		e.text(&entries[i].path)
		codeEntry(&e, entry)
		if i == 0 || !slices.Equal(entry.Schemas, entries[i-1].Schemas) {
			which = which[:0]
			for _, schema := range entry.Schemas {
				which = append(which, numbers[schema])
			}
		}
		e.count(len(which))
		for k := range which {
			e.num(&which[k])
		}
	}
	return seal(e.out)
}

// seal puts magic text and checksum before the rest.
func seal(rest []byte) []byte {
	out := append(make([]byte, 0, header+len(rest)), magic...)
	out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(rest, castagnoli))
	return append(out, rest...)
}

// decode gives nothing for what is not a store of the key, or a damaged one.
func decode(content []byte, key Hash) []named {
	if len(content) < header || string(content[:len(magic)]) != magic {
		return nil
	}
	if binary.LittleEndian.Uint32(content[len(magic):]) != crc32.Checksum(content[header:], castagnoli) {
		return nil
	}
	d := decoder{in: string(content[header:])}
	var found Hash
	if d.hash(&found); found != key {
		return nil
	}
	var schemas []Schema
	list(&d, &schemas, codeSchema)
	n := d.count(0)
	if n > len(d.in)/minEntry {
		return nil
	}
	entries := make([]named, n)
	list := make([]Entry, n)
	for i := range list {
		entry := &list[i]
		d.text(&entries[i].path)
		codeEntry(&d, entry)
		entry.Schemas = d.schemas(schemas)
		entries[i].Entry = entry
		if i > 0 && entries[i-1].path >= entries[i].path {
			d.bad = true
		}
	}
	if d.bad {
		return nil
	}
	return entries
}

// schemas reads which of all schemas an entry is about. Nearly always it is one,
// and then no slice is made for it.
func (d *decoder) schemas(all []Schema) []Schema {
	var some []Schema
	n := d.count(0)
	for range n {
		i := math.MaxInt
		d.num(&i)
		if i < 0 || i >= len(all) {
			d.bad = true
			return nil
		}
		if n == 1 {
			return all[i : i+1 : i+1]
		}
		some = append(some, all[i])
	}
	return some
}

func codeSchema(c coder, s *Schema) {
	c.text(&s.Name)
	c.hash(&s.Hash)
}

// codeEntry goes through all of an entry but its schemas.
func codeEntry(c coder, e *Entry) {
	c.long(&e.Stamp.Size)
	c.long(&e.Stamp.Modified)
	c.long(&e.Stamp.Changed)
	c.long(&e.Stamp.Inode)
	c.flag(&e.Trusted)
	c.hash(&e.Content)
	c.flag(&e.Fixed)
	c.num(&e.Payloads)
	c.long(&e.Bytes)
	c.flag(&e.Truncated)
	c.text(&e.Findings)
}
