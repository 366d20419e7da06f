// The three states, as a type of their own.

package null

import "strconv"

// A State is one of the three an [Or] can be in.
type State uint8

// The three states of a JSON property.
const (
	StateMissing State = iota // there is no such property
	StateNull                 // it is there, and null
	StateValue                // it is there, and not null
)

// String returns "missing", "null" or "value".
func (s State) String() string {
	switch s {
	case StateMissing:
		return "missing"
	case StateNull:
		return "null"
	case StateValue:
		return "value"
	}
	return "null.State(" + strconv.Itoa(int(s)) + ")"
}
