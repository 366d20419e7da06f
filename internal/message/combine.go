package message

import (
	"bytes"
	"slices"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file formats failures of not, anyOf and oneOf.

// wordNot writes the message for a value that matches the schema in `not`.
func (w *Writer) wordNot(f *evaluate.Failure) {
	switch names, each := f.Excluded(w.doc); {
	case len(names) == 0:
		w.wordNotValue(f)
	case each:
		w.sayForm(formNotTogether, text(inNames, w.listNamesOr(names)))
	default:
		w.sayForm(formNotTogether, text(inNames, w.listTogether(names)))
	}
}

// wordNotValue writes the message for a value that matches the schema in `not`, with what matches if that is a single
// assertion.
func (w *Writer) wordNotValue(f *evaluate.Failure) {
	switch excluded, pattern := f.ExcludedValue(); {
	case excluded:
		w.sayForm(formNotValue, shownNode(inGot, f.Node))
	case pattern != "":
		w.sayForm(formNotPattern, shownNode(inGot, f.Node), text(inExpected, pattern))
	default:
		w.sayForm(formNot, described(inGot, f.Node))
	}
}

// wordBranches writes the message of anyOf and oneOf.
func (w *Writer) wordBranches(m *message, f *evaluate.Failure) {
	if f.Code == program.OneOf && f.Second > 0 {
		w.expectForm(m, formExactlyOne)
		if f.Matching == nil {
			w.sayForm(formOneOfSeveral, number(inFirst, f.First), number(inSecond, f.Second))
		} else {
			matching := append([]int{f.First, f.Second}, f.Matching...)
			w.sayForm(formOneOfMany, number(inCount, len(matching)), text(inNames, w.listIndices(matching)))
		}
		w.sayUndecided(f)
		return
	}
	w.expectForm(m, formOneAlternative)
	w.sayForm(formAlternatives, text(inKeyword, f.Keyword))
	if names := missingOf(f); len(names) > 1 {
		w.sayForm(formAlternativesMissing, text(inNames, w.listNamesOr(names)))
		w.sayFurther(f.Further)
		return
	}
	if names := f.OnlyOneOf(w.doc); names != nil {
		slices.Sort(names)
		w.sayForm(formAlternativesExcluded, text(inNames, w.listNames(names)))
		w.sayFurther(f.Further)
		return
	}
	const most = 3
	var reasons [most]span
	known, further := 0, f.Further
	for k := range f.Branches {
		from := len(w.text)
		if known == 0 {
			w.sayWord(formFirstReason)
		} else {
			w.sayWord(formNextReason)
		}
		reason := w.reasonOf(f, &f.Branches[k])
		if slices.ContainsFunc(reasons[:known], func(other span) bool { return bytes.Equal(w.textOf(other), w.textOf(reason)) }) {
			w.text = w.text[:from]
			continue
		}
		if known == most {
			w.text = w.text[:from]
			further++
			continue
		}
		reasons[known] = reason
		known++
	}
	if known > 0 {
		w.sayFurther(further)
	}
}

// sayUndecided writes what decides between the alternatives of oneOf that match.
func (w *Writer) sayUndecided(f *evaluate.Failure) {
	switch u := f.Undecided(w.doc); {
	case u.Missing != "":
		w.sayForm(formUndecided, name(inProperty, u.Missing))
	case len(u.All) == 2:
		w.sayForm(formHasBoth, name(inProperty, u.All[0]), name(inBecause, u.All[1]))
	case len(u.All) > 2:
		w.sayForm(formHasAll, text(inNames, w.listNames(u.All)))
	case len(u.Either) > 0:
		w.sayForm(formHasNeither, text(inNames, w.listNamesOr(u.Either)))
	case u.Kinds != 0:
		w.sayForm(formOtherKind, text(inExpected, w.listTypes(u.Types())), described(inGot, f.Node))
	}
}

// reasonOf writes why an alternative does not match, with the place within the value if it is not that of the failure.
func (w *Writer) reasonOf(f, why *evaluate.Failure) span {
	from := len(w.text)
	if at := why.Below(f, w.doc); at != "" {
		w.sayForm(formReasonAt, pointerText(inFirst, at))
	}
	w.messageOf(why)
	return w.since(from)
}

// sayFurther writes how many more alternatives there are than the message has mentioned.
func (w *Writer) sayFurther(count int) {
	if count > 0 {
		w.sayForm(formFurther, number(inCount, count))
	}
}

// missingOf returns the properties that the alternatives require, if each fails only because of a
// missing property. Adding any one of them fixes the failure.
func missingOf(f *evaluate.Failure) []string {
	var names []string
	for k := range f.Branches {
		b := &f.Branches[k]
		if b.Code != program.Missing || b.Node != f.Node || b.Because != "" {
			return nil
		}
		if keyword, _ := b.Condition(); keyword != "" {
			return nil
		}
		if !slices.Contains(names, b.Name) {
			names = append(names, b.Name)
		}
	}
	return names
}
