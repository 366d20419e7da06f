package message

import (
	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file formats why a schema applies to a value, if it is applied conditionally, such as by "if".

// wordCondition writes why the schema of the failure applies, if it is applied conditionally.
func (w *Writer) wordCondition(f *evaluate.Failure) {
	if instance, deciders := f.Deciders(); len(deciders) > 0 && w.doc.Nodes[instance].Kind() == jsontape.Object {
		if len(deciders) == 1 && w.isAbout(f, instance, deciders[0].Name) {
			return
		}
		for k, d := range deciders {
			if k == 0 {
				w.sayWord(formBecause)
			} else {
				w.sayWord(formBecauseAnd)
			}
			value, ok := w.deciding(k, instance, d.Name)
			if ok {
				w.causedBy(value)
			}
			switch {
			case !ok:
				w.sayForm(formIsMissing, name(inProperty, d.Name))
			case !d.Valued || w.doc.Nodes[value].Kind() == jsontape.Object || w.doc.Nodes[value].Kind() == jsontape.Array:
				w.sayForm(formIsPresent, name(inProperty, d.Name))
			default:
				w.sayForm(formIsValue, name(inProperty, d.Name), shownNode(inValue, value))
			}
		}
		w.sayWord(formBecauseEnd)
		return
	}
	switch keyword, property := f.Condition(); keyword {
	case "then":
		w.sayWord(formIfMatches)
	case "else":
		w.sayWord(formIfDoesNotMatch)
	case "dependentSchemas", "dependencies":
		w.sayForm(formBecauseOf, name(inProperty, property))
	}
}

// isAbout reports whether the failure is of the property itself, so that its condition repeats the message.
func (w *Writer) isAbout(f *evaluate.Failure, instance uint32, property string) bool {
	value, ok := w.deciding(0, instance, property)
	return ok && (value == f.Node || f.Code == program.UnknownProperty && value == f.Node+1) || !ok && f.Code == program.Missing && f.Node == instance && f.Name == property
}

// A decided is a property of an object, with its value if the object has it.
type decided struct {
	object uint32
	name   string
	value  uint32
	ok     bool
	known  bool
}

// deciding returns the value of the k-th deciding property of an object. The result is cached for
// successive failures of the object, of which there may be as many as it has properties.
func (w *Writer) deciding(k int, object uint32, name string) (value uint32, ok bool) {
	for len(w.decided) <= k {
		w.decided = append(w.decided, decided{})
	}
	d := &w.decided[k]
	if d.known && d.name == name && d.object == object {
		return d.value, d.ok
	}
	*d = decided{object: object, name: name, known: true}
	if w.doc.Nodes[object].Kind() != jsontape.Object {
		return 0, false
	}
	for key, end := object+1, w.doc.Nodes[object].Next; key < end; key = w.doc.Nodes[key+1].Next {
		w.scratch = w.doc.AppendText(w.scratch[:0], key)
		if string(w.scratch) == name {
			d.value, d.ok = key+1, true
			break
		}
	}
	return d.value, d.ok
}
