package jsontape

import "math"

// This file records where a validator found the values of properties, so that a decoder of the same
// text does not have to look for them and their names again.

// A Step is a property, or the beginning or end of an object. The steps of a text are in its order.
type Step struct {
	At    uint32 // offset of the property's value, or of the object's brace
	Index int32  // of the property's name, Ended, Free, or ^index of the object's names
}

const (
	// Ended is the index of a step that is the end of an object.
	Ended = math.MinInt32

	// Free is the index of a step that is the beginning of an object without constraints. A step
	// of its properties has the offset after the value, and as index the offset after the name,
	// which has no escapes. The objects in its values are not recorded.
	Free = math.MinInt32 + 1
)

// A Record has the steps of a text. It may lack objects, but has all properties of those that it has.
type Record struct {
	// On is set if steps are recorded, Entries if those of Free objects are, too. Reader.Release
	// resets them.
	On, Entries bool

	Steps []Step
	Names [][]string // of each object in Steps; a property that is none of them has a larger index
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
}

// release is Forget, and frees memory if a large text has needed it. What is left refers to the schema, but
// not to the text.
func (r *Record) release() {
	const keep = 1 << 12 // steps: 32 KiB
	r.Forget()
	if r.On, r.Entries = false, false; cap(r.Steps) > keep || cap(r.Names) > keep {
		*r = Record{}
	}
}
