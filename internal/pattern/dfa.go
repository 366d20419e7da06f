// Deterministic automata: one table look-up for each byte of the text.

package pattern

// A dfa is a table that says for each state and class of bytes which state
// comes next. States are known by the offset of their row, and a row ends with
// a column for the end of the text.
type dfa struct {
	classes [256]uint8
	next    []uint16
	start   uint16
	accept  uint16 // the row after that of dead
	end     uint16 // the column for the end of the text
}

// dead is the state from which no match can come. It and accept are never left.
const dead = 0

// match reports whether the text has a match.
func (d *dfa) match(text []byte) bool {
	state := d.start
	for _, b := range text {
		if state <= d.accept {
			return state == d.accept
		}
		state = d.next[int(state)+int(d.classes[b])]
	}
	return d.next[int(state)+int(d.end)] == d.accept
}
