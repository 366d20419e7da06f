// This file implements deterministic automata: one table look-up per byte of the text.

package pattern

// A dfa is a table of the next state for each state and byte class. A state is identified
// by the offset of its row; the last column of a row is for the end of the text.
type dfa struct {
	classes [256]uint8
	next    []uint16
	start   uint16
	accept  uint16 // the row after that of dead
	end     uint16 // the column for the end of the text
}

// dead is the state from which no match is possible. Neither it nor accept is ever left.
const dead = 0

// match reports whether the text has a match. Whether the result is known already is asked every four bytes,
// because dead and accept are never left.
func (d *dfa) match(text []byte) bool {
	state, next := int(d.start), d.next
	for ; len(text) >= 4; text = text[4:] {
		if state <= int(d.accept) {
			return state == int(d.accept)
		}
		state = int(next[state+int(d.classes[text[0]])])
		state = int(next[state+int(d.classes[text[1]])])
		state = int(next[state+int(d.classes[text[2]])])
		state = int(next[state+int(d.classes[text[3]])])
	}
	for _, b := range text {
		state = int(next[state+int(d.classes[b])])
	}
	return next[state+int(d.end)] == d.accept
}
