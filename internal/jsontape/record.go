package jsontape

import "math"

// This file records where a validator found the values of properties, so that a decoder of the same
// text does not have to look for them and their names again.

// A Step is a property, the beginning or end of an object, or a constant. The steps of a text are in its order.
type Step struct {
	At    uint32 // offset of the property's value, of the object's brace, or of the constant
	Index int32  // of the property's name, Ended, Free, ^index of the object's names, or firstConstant + index
}

const (
	// Ended is the index of a step that is the end of an object.
	Ended = math.MinInt32

	// Free is the index of a step that is the beginning of an object without constraints. A step
	// of its properties has the offset after the value, and as index the offset after the name,
	// which has no escapes. The objects in its values are not recorded.
	Free = math.MinInt32 + 1

	firstConstant, lastConstant = math.MinInt32 + 2, math.MinInt32 / 2
)

// Constant reports whether the step is a string that the schema lists, and returns its index.
func (s Step) Constant() (index int, ok bool) {
	return int(s.Index - firstConstant), firstConstant <= s.Index && s.Index < lastConstant
}

// A Record has the steps of a text. It may lack objects, but has all properties of those that it has.
type Record struct {
	// On is set if steps are recorded, Entries if those of Free objects are, too. Reader.Release
	// resets them.
	On, Entries bool

	Steps []Step
	Names [][]string // of each object in Steps; a property that is none of them has a larger index

	Constants []string // those in Steps, in their order
}

// Object records an object.
func (r *Record) Object(at int, names []string) {
	r.Steps = append(r.Steps, Step{uint32(at), ^int32(len(r.Names))})
	r.Names = append(r.Names, names)
}

// Property records a property of the object that was recorded last and has not ended.
func (r *Record) Property(at, index int) { r.Steps = append(r.Steps, Step{uint32(at), int32(index)}) }

// End records the end of the object that was recorded last and has not ended.
func (r *Record) End(at int) { r.Steps = append(r.Steps, Step{uint32(at), Ended}) }

// Constant records a string that is a constant of the schema.
func (r *Record) Constant(at int, text string) {
	if n := len(r.Constants); n < lastConstant-firstConstant {
		r.Steps = append(r.Steps, Step{uint32(at), firstConstant + int32(n)})
		r.Constants = append(r.Constants, text)
	}
}

// Free records an object without constraints.
func (r *Record) Free(at int) { r.Steps = append(r.Steps, Step{uint32(at), Free}) }

// FreeProperty records a property of the object that was recorded last.
func (r *Record) FreeProperty(afterName, after int) {
	r.Steps = append(r.Steps, Step{uint32(after), int32(afterName)})
}

// Forget removes all steps.
func (r *Record) Forget() {
	// One assignment of all would store their pointers, too, which takes time while garbage is collected.
	r.Steps = r.Steps[:0]
	r.Names = r.Names[:0]
	r.Constants = r.Constants[:0]
}

// release is Forget, and frees memory if a large text has needed it. What is left refers to the schema, but
// not to the text.
func (r *Record) release() {
	const keep = 1 << 12 // steps: 32 KiB
	r.Forget()
	if r.On, r.Entries = false, false; max(cap(r.Steps), cap(r.Names), cap(r.Constants)) > keep {
		*r = Record{}
	}
}
