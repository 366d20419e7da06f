package verdict

// This file gives functions of the caller access to JSON values without decoding them.

import (
	"encoding/json"
	"iter"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/resource"
)

// A Kind is the type of a JSON value, by the name that the keyword type has for it. It does
// not distinguish integers from other numbers.
type Kind string

// The kinds of JSON values.
const (
	KindNull    Kind = "null"
	KindBoolean Kind = "boolean"
	KindNumber  Kind = "number"
	KindString  Kind = "string"
	KindArray   Kind = "array"
	KindObject  Kind = "object"
)

// An Instance is a JSON value that is not decoded: one of a payload, or the value of a keyword
// in a schema. One of a payload is valid until the function that it was given to returns.
//
// The zero Instance is no value. Its Kind is "", and it has no properties or items.
type Instance struct {
	doc        *jsontape.Tape
	root, node uint32
}

// kinds has the Kind of each kind of a tape. The name of a property is a string.
var kinds = [...]Kind{
	jsontape.Null: KindNull, jsontape.False: KindBoolean, jsontape.True: KindBoolean,
	jsontape.Integer: KindNumber, jsontape.Number: KindNumber, jsontape.String: KindString, jsontape.Key: KindString,
	jsontape.Array: KindArray, jsontape.Object: KindObject,
}

// Kind returns the type of the value.
func (i Instance) Kind() Kind {
	if i.doc == nil {
		return ""
	}
	return kinds[i.doc.Nodes[i.node].Kind()]
}

// Raw returns the value as written, which must not be changed. It is nil for the zero Instance.
func (i Instance) Raw() []byte {
	if i.doc == nil {
		return nil
	}
	raw := i.doc.Raw(i.node)
	return raw[:len(raw):len(raw)]
}

// String returns the text of a string, without quotes and escapes, and other values as
// written. A number is written with all its digits, in any of the forms of JSON, such as 1e2.
func (i Instance) String() string {
	if i.Kind() == KindString {
		return i.doc.String(i.node)
	}
	return string(i.Raw())
}

// Bool reports whether the value is true.
func (i Instance) Bool() bool {
	return i.doc != nil && i.doc.Nodes[i.node].Kind() == jsontape.True
}

// Len returns the number of characters of a string, items of an array, or properties of an
// object, and 0 for other values.
func (i Instance) Len() int {
	switch i.Kind() {
	case KindString:
		return i.doc.Length(i.node)
	case KindArray, KindObject:
		return i.doc.Count(i.node)
	}
	return 0
}

// Property returns the property of an object that has the name, as it is without escapes. ok is
// false if there is none, or if the value is not an object.
func (i Instance) Property(name string) (value Instance, ok bool) {
	if i.doc == nil {
		return Instance{}, false
	}
	node, ok := resource.Property(i.doc, i.node, name)
	if !ok {
		return Instance{}, false
	}
	return Instance{i.doc, i.root, node}, true
}

// Properties iterates over the names and values of an object, in the order of the text.
func (i Instance) Properties() iter.Seq2[string, Instance] {
	return func(yield func(string, Instance) bool) {
		if i.Kind() != KindObject {
			return
		}
		nodes := i.doc.Nodes
		for key, end := i.node+1, nodes[i.node].Next; key < end; key = nodes[key+1].Next {
			if !yield(i.doc.String(key), Instance{i.doc, i.root, key + 1}) {
				return
			}
		}
	}
}

// Items iterates over the indices and items of an array.
func (i Instance) Items() iter.Seq2[int, Instance] {
	return func(yield func(int, Instance) bool) {
		if i.Kind() != KindArray {
			return
		}
		nodes := i.doc.Nodes
		index := 0
		for item, end := i.node+1, nodes[i.node].Next; item < end; item = nodes[item].Next {
			if !yield(index, Instance{i.doc, i.root, item}) {
				return
			}
			index++
		}
	}
}

// Pointer returns the JSON Pointer (RFC 6901) to the value from the one that the function was
// given, "" for that one itself. It takes time in proportion to the values before it.
func (i Instance) Pointer() string {
	if i.doc == nil {
		return ""
	}
	return i.doc.PointerFrom(i.root, i.node)
}

// Decode calls json.Unmarshal for the value.
func (i Instance) Decode(target any) error { return json.Unmarshal(i.Raw(), target) }
