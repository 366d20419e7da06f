package syntax

// This file builds the tree that the expressions of a TOML document describe. A key that another
// expression has already defined becomes a second member of that name, which the rule for duplicate
// keys reports.

// A tomlKind is the kind of a node of the tree.
type tomlKind uint8

const (
	tomlScalar tomlKind = iota
	tomlArray
	tomlTable
	tomlTables // an array of tables
)

// A tomlOrigin is what defined a table, which determines what may be added to it
// (https://toml.io/en/v1.1.0#table).
type tomlOrigin uint8

const (
	byValue    tomlOrigin = iota // an inline table: nothing
	byHeader                     // its own header: tables
	bySubtable                   // the header of a table in it: tables, and its own header
	byDots                       // a key with dots: more such keys, and tables
)

// A tomlNode is a value.
type tomlNode struct {
	kind       tomlKind
	origin     tomlOrigin // of a table
	start, end int        // in the source

	json    string // of a scalar
	special bool   // infinity or NaN
	locked  bool   // it cannot be replaced
	madeUp  bool   // null as a placeholder for what could not be read

	items      []*tomlNode // of an array
	members    []tomlMember
	index      map[string]int // the last member of each name, once there are many
	depth      int            // of a table with a header
	incomplete bool           // keys of it could not be read
}

// A tomlMember is a key of a table with its value.
type tomlMember struct {
	tomlKey
	repeated bool // the key is written several times, as a part of longer keys
	value    *tomlNode
}

// fewMembers is the number of members up to which a table is searched without an index.
const fewMembers = 8

// member returns the last member of a name; nil if there is none.
func (n *tomlNode) member(name string) *tomlMember {
	if n.index != nil {
		if i, ok := n.index[name]; ok {
			return &n.members[i]
		}
		return nil
	}
	for i := len(n.members) - 1; i >= 0; i-- {
		if n.members[i].name == name {
			return &n.members[i]
		}
	}
	return nil
}

func (n *tomlNode) append(key tomlKey, value *tomlNode) {
	n.members = append(n.members, tomlMember{tomlKey: key, value: value})
	switch {
	case n.index != nil:
		n.index[key.name] = len(n.members) - 1
	case len(n.members) > fewMembers:
		n.index = make(map[string]int)
		for i, m := range n.members {
			n.index[m.name] = i
		}
	}
}

// add adds the value of a key, which may have dots, to a table.
func (n *tomlNode) add(keys []tomlKey, value *tomlNode) {
	last := len(keys) - 1
	n.end = max(n.end, value.end)
	for _, key := range keys[:last] {
		m := n.member(key.name)
		if m != nil && m.value.kind == tomlTable && m.value.origin == byDots {
			m.repeated = true
			n = m.value
			n.end = value.end
			continue
		}
		table := &tomlNode{kind: tomlTable, origin: byDots, start: key.start, end: value.end}
		n.append(key, table)
		n = table
	}
	n.append(keys[last], value)
}

// define returns the table of a header, or of one more item of an array of tables.
func (n *tomlNode) define(keys []tomlKey, isArray bool, header Range) *tomlNode {
	last := len(keys) - 1
	for _, key := range keys[:last] {
		n = n.subtable(key)
	}
	key := keys[last]
	m := n.member(key.name)
	table := &tomlNode{kind: tomlTable, origin: byHeader, start: header.Start, end: header.End}
	switch {
	case isArray && m != nil && m.value.kind == tomlTables:
		m.repeated = true
		m.value.items = append(m.value.items, table)
	case isArray:
		n.append(key, &tomlNode{kind: tomlTables, start: header.Start, items: []*tomlNode{table}})
	case m != nil && m.value.kind == tomlTable && m.value.origin == bySubtable:
		m.tomlKey, m.repeated = key, true
		table = m.value
		table.origin, table.start, table.end = byHeader, header.Start, header.End
	default:
		n.append(key, table)
	}
	return table
}

// subtable returns the table of a part of a header, and creates it if it does not exist.
func (n *tomlNode) subtable(key tomlKey) *tomlNode {
	if m := n.member(key.name); m != nil {
		switch {
		case m.value.kind == tomlTable && m.value.origin != byValue:
			m.repeated = true
			return m.value
		case m.value.kind == tomlTables:
			m.repeated = true
			return m.value.items[len(m.value.items)-1]
		}
	}
	table := &tomlNode{kind: tomlTable, origin: bySubtable, start: key.start, end: key.end}
	n.append(key, table)
	return table
}

// A tomlWriter writes a tree as JSON.
type tomlWriter struct {
	jsonWriter
	incomplete bool // any table may be incomplete
}

// node writes a value. A table that was defined by keys with dots is incomplete if a table around
// it is.
func (w *tomlWriter) node(n *tomlNode, around bool) {
	switch n.kind {
	case tomlTable:
		w.members(n, n.incomplete || around && n.origin == byDots || w.incomplete && n.origin != byValue)
	case tomlArray, tomlTables:
		end := n.end
		if n.kind == tomlTables {
			end = n.items[len(n.items)-1].end
		}
		w.open("[", n.start, n.start, n.kind == tomlTables && w.incomplete)
		for i, item := range n.items {
			if i > 0 {
				w.emit(",", w.last, w.last)
			}
			w.node(item, false)
		}
		w.emit("]", end, end)
	default:
		w.scalar(n)
	}
}

func (w *tomlWriter) members(n *tomlNode, incomplete bool) {
	w.open("{", n.start, n.start, incomplete)
	for i, m := range n.members {
		if i > 0 {
			w.emit(",", w.last, w.last)
		}
		w.token(Quote(m.name), m.start, m.end, m.repeated)
		w.emit(":", w.last, w.last)
		w.node(m.value, incomplete)
	}
	w.emit("}", n.end, n.end)
}

func (w *tomlWriter) scalar(n *tomlNode) {
	switch {
	case n.madeUp:
		w.doc.madeUp = append(w.doc.madeUp, Range{w.out.Len(), w.out.Len() + len("null")})
		w.token("null", n.start, n.end, true)
	case n.special:
		w.notFinite(n.json, n.start, n.end)
	default:
		w.token(n.json, n.start, n.end, n.locked)
	}
}
