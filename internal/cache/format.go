package cache

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"strings"
)

// The format of a store is nobody else's business and may change with any
// version: a magic text, a checksum of the rest, the key, the directories, the
// files, and the schemas that these were linted against.
const (
	magic  = "verdict cache 2\n"
	header = len(magic) + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// About how many bytes things take.
const (
	typicalEntry   = 90
	typicalListing = 1000
)

// encode writes files and directories, which are sorted.
func encode(files []named[Entry], directories []named[Listing], key Hash) []byte {
	e := encoder{out: make([]byte, header, header+len(key)+typicalEntry*len(files)+typicalListing*len(directories))}
	e.hash(&key)
	encodeShelf(&e, directories, codeListing)
	lists := schemaLists{numbers: make(map[string]int)}
	encodeShelf(&e, files, lists.encodeEntry)
	list(&e, &lists.all, codeSchemas)
	return seal(e.out)
}

// seal fills in magic text and checksum before the rest.
func seal(out []byte) []byte {
	copy(out, magic)
	binary.LittleEndian.PutUint32(out[len(magic):], crc32.Checksum(out[header:], castagnoli))
	return out
}

// read reads a store of about so many bytes. Its error is that of reading, or that this is
// not a store of the key, or a damaged one.
func read(r io.Reader, size int64, key Hash) (files shelf[Entry], directories shelf[Listing], err error) {
	head := make([]byte, header)
	if _, err := io.ReadFull(r, head); err != nil {
		return files, directories, err
	}
	// A text, so that what is decoded can be parts of it.
	var text strings.Builder
	text.Grow(int(max(size-int64(header), 0)))
	sum := crc32.New(castagnoli)
	if _, err := io.Copy(io.MultiWriter(&text, sum), r); err != nil {
		return files, directories, err
	}
	if string(head[:len(magic)]) != magic || binary.LittleEndian.Uint32(head[len(magic):]) != sum.Sum32() {
		return files, directories, errDamaged
	}
	return decode(text.String(), key)
}

var errDamaged = errors.New("it is damaged, or not one of these")

func decode(text string, key Hash) (files shelf[Entry], directories shelf[Listing], err error) {
	d := decoder{in: text}
	var found Hash
	if d.hash(&found); found != key {
		return files, directories, errDamaged
	}
	var lists schemaLists
	directories = decodeShelf(&d, codec[Listing]{whole: codeListing})
	files = decodeShelf(&d, codec[Entry]{
		key:   func(c coder, e *Entry) { lists.decodeMark(c, &e.Mark) },
		whole: lists.decodeEntry,
	})
	list(&d, &lists.all, codeSchemas)
	if d.bad {
		return shelf[Entry]{}, shelf[Listing]{}, errDamaged
	}
	return files, directories, nil
}

// schemaLists are what files were linted against. Nearly always it is the same for all.
type schemaLists struct {
	all     [][]Schema
	numbers map[string]int // in all, by encoding
	last    int            // that was encoded
}

func (l *schemaLists) encodeEntry(c coder, e *Entry) {
	if len(l.all) == 0 || !slices.Equal(l.all[l.last], e.Schemas) {
		l.last = l.number(e.Schemas)
	}
	c.number(l.last)
	codeMark(c, &e.Mark)
	codeOutcome(c, e)
}

func (l *schemaLists) number(schemas []Schema) int {
	var e encoder
	codeSchemas(&e, &schemas)
	n, ok := l.numbers[string(e.out)]
	if !ok {
		n = len(l.all)
		l.numbers[string(e.out)] = n
		l.all = append(l.all, schemas)
	}
	return n
}

func (l *schemaLists) decodeEntry(c coder, e *Entry) {
	l.decodeMark(c, &e.Mark)
	codeOutcome(c, e)
}

func (l *schemaLists) decodeMark(c coder, m *Mark) {
	if n := c.number(0); n < len(l.all) {
		m.Schemas = l.all[n]
	}
	codeMark(c, m)
}

func codeSchemas(c coder, schemas *[]Schema) { list(c, schemas, codeSchema) }

func codeSchema(c coder, s *Schema) {
	c.text(&s.Name)
	c.hash(&s.Hash)
}

// codeMark goes through all of a mark but its schemas.
func codeMark(c coder, m *Mark) {
	c.flag(&m.Fixed)
	codeSighting(c, &m.Sighting)
}

// codeOutcome goes through all of an entry but its mark.
func codeOutcome(c coder, e *Entry) {
	c.hash(&e.Content)
	c.num(&e.Payloads)
	c.long(&e.Bytes)
	c.flag(&e.Truncated)
	c.text(&e.Findings)
}

func codeSighting(c coder, s *Sighting) {
	c.fixed(&s.Stamp.Size)
	c.fixed(&s.Stamp.Modified)
	c.fixed(&s.Stamp.Changed)
	c.fixed(&s.Stamp.Inode)
	c.flag(&s.Trusted)
}
