package program

import "reflect"

// Size is about how many bytes the program takes, without the schema documents, which
// it keeps for its messages, and without what patterns learn as they run.
func (p *Program) Size() int {
	total := sizeOf[Program]() + len(p.nodes)*sizeOf[*node]()
	for _, n := range p.nodes {
		total += n.size()
	}
	return total
}

func (n *node) size() int {
	total := sizeOf[node]() + len(n.types)*sizeOf[string]()
	if v := n.values; v != nil {
		total += sizeOf[valueRule]() + len(v.list)*sizeOf[uint32]() + cap(v.compound)*sizeOf[uint32]()
		for k := range v.numbers {
			total += int(reflect.TypeOf(v.numbers[k]).Size())
		}
		if v.strings != nil {
			total += v.strings.size()
		}
	}
	if n.text != nil {
		total += sizeOf[textRule]()
	}
	if n.number != nil {
		total += sizeOf[numberRule]() + len(n.number.bounds)*sizeOf[bound]()
	}
	if o := n.object; o != nil {
		total += sizeOf[objectRule]() + o.names.size() + len(o.properties)*sizeOf[property]() + len(o.members)*sizeOf[member]()
		total += len(o.patterns)*sizeOf[patternEdge]() + len(o.required)*sizeOf[int32]() + len(o.dependent)*sizeOf[dependency]()
	}
	if a := n.array; a != nil {
		total += sizeOf[arrayRule]() + len(a.prefix)*sizeOf[edge]()
	}
	if c := n.combine; c != nil {
		total += sizeOf[combineRule]() + (len(c.all)+len(c.any)+len(c.one))*sizeOf[edge]()
	}
	if n.rest != nil {
		total += sizeOf[restRule]()
		if known := n.rest.known; known != nil {
			total += known.names.size() + len(known.patterns)*sizeOf[*nameSet]()
		}
	}
	return total
}

func (d *dictionary) size() int {
	total := sizeOf[dictionary]() + len(d.slots)*sizeOf[slot]()
	for _, text := range d.texts {
		total += sizeOf[string]() + len(text)
	}
	return total
}

func sizeOf[T any]() int { return int(reflect.TypeFor[T]().Size()) }
