// This file defines the states of an Or.

package null

import "strconv"

// A State is the state of an [Or].
type State uint8

// The three states of a JSON property.
const (
	StateMissing State = iota // the property is absent
	StateNull                 // the property is null
	StateValue                // the property has a value other than null
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
