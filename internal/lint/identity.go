package lint

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/fnv"
	"sort"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/lint/rules"
)

// This file identifies the value of a diagnostic in a way that does not depend on changes elsewhere in
// the file: by names, and for an item of an array by its content rather than by its index. Fingerprints
// are derived from that.

// identifying are the properties that identify an item, in order of preference.
var identifying = []string{"id", "name", "key"}

// If values are redacted, identities depend on names alone: a checksum of a value could be compared
// with those of all values that it may be.

// A placeID is a checksum of the path to a value, or of the path and the value.
type placeID [sha256.Size]byte

// extend returns the identity of a part of the value that id identifies.
func (id placeID) extend(kind string, part []byte) placeID {
	b := append(id[:], kind...)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(part)))
	return sha256.Sum256(append(b, part...))
}

// identities returns the identity of each diagnostic of a payload, or nil if doc is nil because the
// payload could not be read. A record is one of several payloads of a file, and is identified like an
// item of an array.
func identities(doc *jsontape.Tape, diagnostics []rules.Diagnostic, record, redact bool) []placeID {
	if doc == nil {
		return nil
	}
	p := newPlaces(doc, record, redact)
	all := make([]placeID, len(diagnostics))
	for i := range diagnostics {
		d := &diagnostics[i]
		all[i] = p.of(p.at(uint32(d.Offset)))
		if !redact {
			all[i] = all[i].extend("value", faultyValue(doc.Text, d.Offset, d.End))
		}
	}
	return all
}

// identityIn returns the identity of a diagnostic at the bytes [start, end) of a source that
// cannot be read: that of its pointer and text.
func identityIn(source []byte, d *rules.Diagnostic, start, end int, redact bool) placeID {
	if redact {
		return placeID{}.extend(d.Pointer, nil)
	}
	return placeID{}.extend(d.Pointer, faultyValue(source, start, end))
}

// faultyValue returns the text of a value at fault, or nil for an array or object, whose contents may
// change while the fault remains.
func faultyValue(text []byte, start, end int) []byte {
	start = min(max(start, 0), len(text))
	value := text[start:min(max(end, start), len(text))]
	if len(value) > 0 && (value[0] == '{' || value[0] == '[') {
		return nil
	}
	return value
}

// places computes and caches the identities of the places in a document.
type places struct {
	doc      *jsontape.Tape
	record   bool
	redact   bool
	parents  []uint32 // of each value, the array or object that it is in
	keys     []uint32 // of each value of an object, its key
	known    map[uint32]placeID
	contents []uint64 // of each value, the checksum of what it contains; 0 if not known yet
}

func newPlaces(doc *jsontape.Tape, record, redact bool) *places {
	p := &places{
		doc: doc, record: record, redact: redact, known: make(map[uint32]placeID),
		parents: make([]uint32, len(doc.Nodes)), keys: make([]uint32, len(doc.Nodes)),
	}
	for i := range uint32(len(doc.Nodes)) {
		switch end := doc.Nodes[i].Next; doc.Nodes[i].Kind() {
		case jsontape.Object:
			for key := i + 1; key < end; key = doc.Nodes[key+1].Next {
				p.parents[key+1], p.keys[key+1] = i, key
			}
		case jsontape.Array:
			for item := i + 1; item < end; item = doc.Nodes[item].Next {
				p.parents[item] = i
			}
		}
	}
	return p
}

// at returns the innermost value that contains an offset; for the name of a property, its value.
func (p *places) at(offset uint32) uint32 {
	nodes := p.doc.Nodes
	next := sort.Search(len(nodes), func(i int) bool { return nodes[i].Start > offset })
	i := uint32(max(next-1, 0))
	if nodes[i].Kind() == jsontape.Key {
		i++
	}
	for i > 0 && offset >= nodes[i].End {
		i = p.parents[i]
	}
	return i
}

// of returns the identity of the place of a value.
func (p *places) of(value uint32) placeID {
	if id, ok := p.known[value]; ok {
		return id
	}
	var id placeID
	switch {
	case value == 0 && p.record:
		id = p.item(id, 0)
	case value == 0:
	case p.doc.Nodes[p.parents[value]].Kind() == jsontape.Object:
		id = p.of(p.parents[value]).extend("property", p.doc.AppendText(nil, p.keys[value]))
	default:
		id = p.item(p.of(p.parents[value]), value)
	}
	p.known[value] = id
	return id
}

// item returns the identity of an item: by an identifying property, or else by its content.
func (p *places) item(around placeID, item uint32) placeID {
	if p.redact {
		return around.extend("item", nil)
	}
	if p.doc.Nodes[item].Kind() == jsontape.Object {
		for _, name := range identifying {
			if value, ok := p.scalar(item, name); ok {
				return around.extend(name, value)
			}
		}
	}
	return around.extend("content", binary.LittleEndian.AppendUint64(nil, p.content(item)))
}

// scalar returns the property of an object if it is a string or number.
func (p *places) scalar(object uint32, name string) ([]byte, bool) {
	nodes := p.doc.Nodes
	for key := object + 1; key < nodes[object].Next; key = nodes[key+1].Next {
		switch nodes[key+1].Kind() {
		case jsontape.String, jsontape.Integer, jsontape.Number:
			if string(p.doc.AppendText(nil, key)) == name {
				return p.doc.Raw(key + 1), true
			}
		}
	}
	return nil, false
}

// content returns a checksum of a value that depends neither on spaces nor on the order of
// properties.
func (p *places) content(value uint32) uint64 {
	if p.contents == nil {
		p.contents = make([]uint64, len(p.doc.Nodes))
	}
	if p.contents[value] != 0 {
		return p.contents[value]
	}
	nodes := p.doc.Nodes
	for i := nodes[value].Next; i > value; i-- {
		at := i - 1 // backwards, so that contents are processed before their container
		switch nodes[at].Kind() {
		case jsontape.Key:
			continue
		case jsontape.Object:
			sum := uint64(1)
			for key := at + 1; key < nodes[at].Next; key = nodes[key+1].Next {
				sum += checksum(jsontape.Key, p.doc.AppendText(nil, key), p.contents[key+1])
			}
			p.contents[at] = checksum(jsontape.Object, nil, sum)
		case jsontape.Array:
			sum := uint64(1)
			for item := at + 1; item < nodes[at].Next; item = nodes[item].Next {
				sum = checksum(jsontape.Array, nil, sum, p.contents[item])
			}
			p.contents[at] = sum
		default:
			p.contents[at] = checksum(nodes[at].Kind(), p.doc.Raw(at))
		}
	}
	return p.contents[value]
}

func checksum(kind jsontape.Kind, text []byte, parts ...uint64) uint64 {
	h := fnv.New64a()
	h.Write([]byte{byte(kind)})
	h.Write(text)
	var b [8]byte
	for _, part := range parts {
		binary.LittleEndian.PutUint64(b[:], part)
		h.Write(b[:])
	}
	return h.Sum64() | 1 // never 0
}
