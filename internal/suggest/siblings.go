package suggest

import "github.com/verdict-lint/verdict/internal/jsontape"

// siblings determines whether an object has a property. Small objects are searched; the names of large
// ones are collected once, so that many calls for one object take linear time.
type siblings struct {
	doc     *jsontape.Tape
	objects []uint32 // the object of every key; nil until it is needed
	names   map[uint32]map[string]bool
	scratch []byte

	// inserted reports whether the payload does not have what is at an offset of the document, nil if it has all.
	inserted func(offset int) bool
}

// small is the number of nodes up to which an object is searched.
const small = 128

func (s *siblings) start(doc *jsontape.Tape) {
	s.doc = doc
	if s.objects != nil {
		s.objects, s.names = nil, nil
	}
}

// has reports whether the object of a key has a property of that name.
func (s *siblings) has(key uint32, name string) bool {
	if object, ok := s.near(key); ok && s.doc.Nodes[object].Next-object <= small {
		return s.search(object, name)
	}
	if s.objects == nil {
		s.objects, s.names = objectsOf(s.doc), make(map[uint32]map[string]bool)
	}
	return s.namesOf(s.objects[key])[name]
}

// near returns the object of a key, if it begins a few nodes before. It is the last node that ends after the
// key.
func (s *siblings) near(key uint32) (object uint32, ok bool) {
	nodes := s.doc.Nodes[:key]
	for k := len(nodes) - 1; k >= 0 && len(nodes)-k < small; k-- {
		if nodes[k].Next > key {
			return uint32(k), true
		}
	}
	return 0, false
}

func (s *siblings) search(object uint32, name string) bool {
	nodes := s.doc.Nodes
	for key := object + 1; key < nodes[object].Next; key = nodes[key+1].Next {
		if s.isInserted(key) {
			continue
		}
		written := s.doc.Raw(key)
		written = written[1 : len(written)-1]
		if nodes[key].Escaped() {
			s.scratch = s.doc.AppendText(s.scratch[:0], key)
			written = s.scratch
		}
		if string(written) == name {
			return true
		}
	}
	return false
}

func (s *siblings) isInserted(key uint32) bool {
	return s.inserted != nil && s.inserted(int(s.doc.Nodes[key].Start))
}

func (s *siblings) namesOf(object uint32) map[string]bool {
	names, ok := s.names[object]
	if ok {
		return names
	}
	nodes := s.doc.Nodes
	names = make(map[string]bool)
	for key := object + 1; key < nodes[object].Next; key = nodes[key+1].Next {
		if !s.isInserted(key) {
			names[s.doc.String(key)] = true
		}
	}
	s.names[object] = names
	return names
}

// objectsOf returns for the index of every key that of its object.
func objectsOf(doc *jsontape.Tape) []uint32 {
	objects := make([]uint32, len(doc.Nodes))
	for object := range doc.Nodes {
		if doc.Nodes[object].Kind() != jsontape.Object {
			continue
		}
		for key := uint32(object) + 1; key < doc.Nodes[object].Next; key = doc.Nodes[key+1].Next {
			objects[key] = uint32(object)
		}
	}
	return objects
}
