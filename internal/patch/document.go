// Package patch applies patches to JSON documents: JSON Merge Patch (RFC 7396) and JSON Patch
// (RFC 6902). Documents and patches are tapes, so numbers and strings that a patch does not
// change remain as they are written.
package patch

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// A Document is a JSON document that operations change.
type Document struct {
	root  *value
	left  budget
	patch *Document // the merge patch that was applied
}

// A value is a value of a document. It is a node of a tape until one of its items or properties
// changes, and then has these itself.
type value struct {
	tape *jsontape.Tape
	node uint32

	opened  bool
	members []member
	index   map[string]int // of members by name, if there are many; nil otherwise
	removed int            // properties since the last call of compact
	lacks   []string       // properties that are missing and that the patch does not name; see Document.Lacks
}

// A member is an item of an array or a property of an object. A property that was removed has no
// value.
type member struct {
	name  string
	key   []byte // the name as written, in quotes
	value *value
}

// A Lack is a property that an object lacks.
type Lack struct {
	Object int // the offset of the object in the text
	Name   string
}

// many is the number of properties from which on they are indexed.
const many = 16

// A budget is what the operations of a patch may still do. Nothing is subtracted from a budget
// without a limit.
type budget struct {
	limited bool
	bytes   int // to copy
	steps   int // to take: items moved within arrays, and bytes compared
	depth   int // of values that may result; see levels
}

// levels returns how deep a value is followed, since moving values can nest them without end.
func (b *budget) levels() int {
	if b.depth > 0 {
		return b.depth
	}
	return math.MaxInt
}

// Open returns the document of a tape, which must be valid and must not change.
func Open(tape *jsontape.Tape) *Document { return &Document{root: &value{tape: tape}} }

// Lacks notes that an object, a node of the tape that the document was opened with, has no property of
// the name. It must be called before the document is changed.
func (d *Document) Lacks(object uint32, name string) {
	at := d.root
	for at.node != object {
		at.open()
		i, found := slices.BinarySearchFunc(at.members, object, func(m member, node uint32) int { return cmp.Compare(m.value.node, node) })
		if !found {
			i--
		}
		at = at.members[i].value
	}
	at.open()
	at.lacks = append(at.lacks, name)
}

// Text returns the document as JSON, and the properties that it still lacks: those of [Document.Lacks] that
// the patch does not name, in the order of the objects. What is deeper than [Limits].Depth is left
// out, so that only one level exceeds the limit.
func (d *Document) Text() (text []byte, lacks []Lack) {
	text = d.root.append(nil, d.left.levels(), &lacks)
	return text, lacks
}

func (v *value) kind() jsontape.Kind { return v.tape.Nodes[v.node].Kind() }

// append appends the value as JSON; one that has more levels is empty below them.
func (v *value) append(dst []byte, levels int, lacks *[]Lack) []byte {
	if !v.opened {
		return append(dst, v.tape.Raw(v.node)...)
	}
	open, closing := byte('['), byte(']')
	if v.kind() == jsontape.Object {
		open, closing = '{', '}'
	}
	at := len(dst)
	dst = append(dst, open)
	first := true
	for _, name := range v.lacks {
		*lacks = append(*lacks, Lack{at, name})
	}
	for i := range v.members {
		m := &v.members[i]
		if m.value == nil || levels == 0 {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		if m.key != nil {
			dst = append(append(dst, m.key...), ':')
		}
		dst = m.value.append(dst, levels-1, lacks)
	}
	return append(dst, closing)
}

// open provides the members of an array or object.
func (v *value) open() {
	if v.opened {
		return
	}
	v.opened = true
	tape := v.tape
	v.members = make([]member, 0, tape.Count(v.node))
	for child, end := v.node+1, tape.Nodes[v.node].Next; child < end; child = tape.Nodes[child].Next {
		var m member
		if tape.Nodes[child].Kind() == jsontape.Key {
			m.name, m.key = tape.String(child), tape.Raw(child)
			child++
		}
		m.value = &value{tape: tape, node: child}
		v.members = append(v.members, m)
	}
	if v.kind() == jsontape.Object {
		v.indexed()
	}
}

// indexed indexes the properties if there are many.
func (v *value) indexed() {
	if v.index != nil || len(v.members) <= many {
		return
	}
	v.index = make(map[string]int, 2*len(v.members))
	for i := range v.members {
		v.index[v.members[i].name] = i
	}
}

// property returns the index of a property, -1 if the object has no such property. It may have
// been removed.
func (v *value) property(name string) int {
	if v.index != nil {
		if i, ok := v.index[name]; ok {
			return i
		}
		return -1
	}
	return slices.IndexFunc(v.members, func(m member) bool { return m.name == name })
}

// item returns the index of an array that a reference token names (RFC 6901, section 4). end
// is the largest one allowed.
func item(token string, end int) (int, Problem) {
	i, err := strconv.Atoi(token)
	if err != nil || strconv.Itoa(i) != token || i < 0 || i > end {
		return 0, NoItem
	}
	return i, None
}

// child returns the member that a reference token names.
func (v *value) child(token string) (*member, Problem) {
	at := -1
	switch v.kind() {
	case jsontape.Object:
		v.open()
		at = v.property(token)
	case jsontape.Array:
		v.open()
		i, problem := item(token, len(v.members)-1)
		if problem != None {
			return nil, problem
		}
		at = i
	}
	if at < 0 || v.members[at].value == nil {
		return nil, NoValue
	}
	return &v.members[at], None
}

// split returns the pointer to the parent of a value and its reference token.
func split(pointer string) (parent, token string) {
	slash := strings.LastIndexByte(pointer, '/')
	return pointer[:slash], jsontape.UnescapeToken(pointer[slash+1:])
}

// get returns the value at a pointer.
func (d *Document) get(pointer string) (*value, Problem) {
	at := d.root
	for pointer != "" {
		var token string
		token, pointer = pointer[1:], ""
		if slash := strings.IndexByte(token, '/'); slash >= 0 {
			token, pointer = token[:slash], token[slash:]
		}
		m, problem := at.child(jsontape.UnescapeToken(token))
		if problem != None {
			return nil, problem
		}
		at = m.value
	}
	return at, None
}

// add adds a value at a pointer (RFC 6902, section 4.1).
func (d *Document) add(pointer string, v *value) Problem {
	if pointer == "" {
		d.root = v
		return None
	}
	to, token := split(pointer)
	parent, problem := d.get(to)
	if problem != None {
		return NoParent
	}
	switch parent.kind() {
	case jsontape.Object:
		parent.set(token, v)
		return None
	case jsontape.Array:
		return d.insert(parent, token, v)
	}
	return NoParent
}

// insert inserts an item before the one that a reference token names; "-" is the end.
func (d *Document) insert(array *value, token string, v *value) (problem Problem) {
	array.open()
	i := len(array.members)
	if token != "-" {
		if i, problem = item(token, i); problem != None {
			return problem
		}
	}
	array.members = slices.Insert(array.members, i, member{value: v})
	return d.left.step(len(array.members) - i)
}

// set adds a property or replaces its value.
func (v *value) set(name string, to *value) {
	v.open()
	v.mention(name)
	if i := v.property(name); i >= 0 {
		v.members[i].value = to
		return
	}
	key, _ := json.Marshal(name) // of a string, it cannot fail
	if v.index != nil {
		v.index[name] = len(v.members)
	}
	v.members = append(v.members, member{name, key, to})
	v.indexed()
}

// mention notes that the patch names a property.
func (v *value) mention(name string) {
	if i := slices.Index(v.lacks, name); i >= 0 {
		v.lacks = slices.Concat(v.lacks[:i], v.lacks[i+1:]) // copies share the rest
	}
}

// remove removes and returns the value at a pointer.
func (d *Document) remove(pointer string) (*value, Problem) {
	if pointer == "" {
		return nil, WholeDocument
	}
	from, token := split(pointer)
	parent, problem := d.get(from)
	if problem != None {
		return nil, problem
	}
	m, problem := parent.child(token)
	if problem != None {
		return nil, problem
	}
	removed := m.value
	if parent.kind() == jsontape.Object {
		m.value = nil
		parent.compact()
		return removed, None
	}
	i, _ := item(token, len(parent.members)-1)
	parent.members = slices.Delete(parent.members, i, i+1)
	return removed, d.left.step(len(parent.members) - i)
}

// compact notes that a property was removed. If that are many, it drops them, so that they do not take
// time whenever the object is copied or compared.
func (v *value) compact() {
	if v.removed++; v.removed <= max(many, len(v.members)/2) {
		return
	}
	v.members = slices.DeleteFunc(v.members, func(m member) bool { return m.value == nil })
	v.removed, v.index = 0, nil
	v.indexed()
}

// replace replaces the value at a pointer.
func (d *Document) replace(pointer string, by *value) Problem {
	old, problem := d.get(pointer)
	if problem == None {
		*old = *by
	}
	return problem
}

// copyOf returns a copy of a value, and takes its size from the budget. The value may have no more
// levels.
func (b *budget) copyOf(v *value, levels int) (*value, Problem) {
	duplicate := &value{tape: v.tape, node: v.node, opened: v.opened, lacks: v.lacks}
	if !v.opened {
		return duplicate, b.spend(len(v.tape.Raw(v.node)))
	}
	if levels == 0 {
		return nil, TooDeep
	}
	if problem := b.spend(len("{}") + len(v.lacks)); problem != None {
		return nil, problem
	}
	for _, m := range v.members {
		if m.value == nil {
			continue
		}
		problem := b.spend(len(m.key) + len(":,"))
		if problem != None {
			return nil, problem
		}
		if m.value, problem = b.copyOf(m.value, levels-1); problem != None {
			return nil, problem
		}
		duplicate.members = append(duplicate.members, m)
	}
	if v.index != nil {
		duplicate.indexed()
	}
	return duplicate, None
}

func (b *budget) spend(bytes int) Problem {
	if b.bytes -= bytes; b.limited && b.bytes < 0 {
		return CopiesTooMuch
	}
	return None
}

func (b *budget) step(steps int) Problem {
	if b.steps -= steps; b.limited && b.steps < 0 {
		return TooManySteps
	}
	return None
}
