package reflector

// This file reports types that cannot be reflected.

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// A Problem is a reason why a type cannot be reflected.
type Problem struct {
	Type    string // the struct or type at fault, with its import path
	Field   string // the Go name of the field, if it is about a field
	Tag     string // the entry of the tag, if it is about a tag
	Message string // one sentence, lower case, without a full stop
}

// Error returns `type.Field: tag "entry": message`.
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString("verdict: ")
	b.WriteString(p.Type)
	if p.Field != "" {
		b.WriteByte('.')
		b.WriteString(p.Field)
	}
	if p.Tag != "" {
		fmt.Fprintf(&b, ": tag %q", p.Tag)
	}
	b.WriteString(": ")
	b.WriteString(p.Message)
	return b.String()
}

// A place is the position of the walk: a field of a struct, or a type that does not belong to a field.
type place struct {
	owner reflect.Type
	field string
}

// fail records a problem at the current place.
func (w *walk) fail(format string, args ...any) {
	w.failTag("", format, args...)
}

// failTag records a problem with an entry of a tag.
func (w *walk) failTag(tag, format string, args ...any) {
	at := w.place()
	w.problems = append(w.problems, &Problem{
		Type:    fullName(at.owner),
		Field:   at.field,
		Tag:     tag,
		Message: fmt.Sprintf(format, args...),
	})
}

func (w *walk) place() place {
	if len(w.path) == 0 {
		return place{owner: w.root}
	}
	return w.path[len(w.path)-1]
}

// within runs step with owner and field as the current place.
func (w *walk) within(owner reflect.Type, field string, step func()) {
	w.path = append(w.path, place{owner, field})
	step()
	w.path = w.path[:len(w.path)-1]
}

// err joins the problems, in the order in which they were found.
func (w *walk) err() error {
	return errors.Join(w.problems...)
}

// fullName returns the name of a type with its whole import path, so that two packages with one
// name are distinguished.
func fullName(t reflect.Type) string {
	if t.Name() == "" || t.PkgPath() == "" {
		return t.String()
	}
	return t.PkgPath() + "." + t.Name()
}
