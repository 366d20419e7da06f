package message

import (
	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/suggest"
)

// This file formats the message of a failure. The messages themselves are in value.go, property.go,
// items.go and combine.go.

// failure adds the message of a failure.
func (w *Writer) failure(f *evaluate.Failure) {
	at := &w.doc.Nodes[f.Node]
	m := w.begin(ruleOf(f), int(at.Start), int(at.End))
	if f.Code == program.Type && at.Kind() == jsontape.Null {
		m.rule = ruleNull
	}
	schema, path := f.Reached()
	if m.schema = schema; path != nil {
		m.known = path.Pointer
		if !f.IsOfName() {
			m.listed = path.Instance
		}
	}
	from := len(w.text)
	if m.known == "" {
		w.text = f.AppendKeywordLocation(w.text)
		m.keyword = w.since(from)
	}
	if m.listed == "" {
		from = len(w.text)
		w.text = f.AppendPointer(w.text, w.doc)
		m.pointer = w.valid(from)
	}
	if f.Name != "" {
		from = len(w.text)
		w.text = append(w.text, f.Name...)
		m.property = w.valid(from)
	}
	if f.Code != program.Missing {
		m.got = w.clipValue(f.Node)
	}
	s := w.maker.For(f)
	w.propose(m, &s)
	w.word(m, f, &s)
	if w.BySchema {
		w.wordBySchema(m, f)
	}
	w.params(m, f)
}

// word writes the text of the message and sets m.expected to the part of it that states what is
// expected. If the text has no such part, it sets m.wanted, or writes it before the message; see expectForm.
func (w *Writer) word(m *message, f *evaluate.Failure, s *suggest.Suggestion) {
	m.message.from, m.causes.from = len(w.text), len(w.causes)
	switch f.Code {
	case program.Type:
		w.wordType(m, f, s)
	case program.False:
		w.wordFalse(f, s)
	case program.Enum, program.Const:
		w.wordEnum(m, f, s)
	case program.Format:
		w.wordFormat(m, f)
	case program.Missing:
		w.wordMissing(m, f)
	case program.UnknownProperty:
		w.wordUnknown(m, f, s)
	case program.PropertyName:
		w.wordName(m, f)
	case program.Pattern:
		if !w.wordBase64(m, f) {
			w.wordPattern(m, f)
		}
	case program.Content:
		if !w.wordBase64(m, f) {
			w.fill(m, formContent, text(inExpected, f.Content()))
		}
	case program.UniqueItems:
		w.wordEqualItems(f)
	case program.Contains:
		w.wordContains(m, f)
	case program.AdditionalItems:
		w.wordAdditionalItem(m, f)
	case program.AnyOf, program.OneOf:
		w.wordBranches(m, f)
	case program.Not:
		w.wordNot(f)
	case program.Custom:
		w.wordCustom(m, f)
	case program.Endless, program.TooDeep, program.TooLong, program.PatternTime:
		w.sayWord(limitForms[f.Code])
	default:
		w.wordBound(m, f)
	}
	if s.Kind == suggest.Rename && f.Code != program.UnknownProperty && f.Code != program.PropertyName {
		w.sayForm(formMeant, name(inSuggestion, s.Name))
	}
	w.wordCondition(f)
	m.message.to, m.causes.to = len(w.text), len(w.causes)
}

// causedBy records a value that the message refers to, other than the invalid one.
func (w *Writer) causedBy(value uint32) {
	n := &w.doc.Nodes[value]
	w.causes = append(w.causes, Range{int(n.Start), int(n.End)})
}

// limitForms are the messages for a payload that could not be evaluated.
var limitForms = [...]form{
	program.Endless: formEndless, program.TooDeep: formTooDeep, program.TooLong: formTooLong, program.PatternTime: formPatternTime,
}

// expectForm writes what is expected before the message, which must not have been begun.
func (w *Writer) expectForm(m *message, f form, args ...arg) {
	from := len(w.text)
	w.sayForm(f, args...)
	m.expected = w.since(from)
	m.message.from = len(w.text)
}

// messageOf writes only the text of the message for a failure.
func (w *Writer) messageOf(f *evaluate.Failure) span {
	var m message
	from := len(w.text)
	s := w.maker.For(f)
	w.word(&m, f, &s)
	w.text = append(w.text[:from], w.textOf(m.message)...)
	return w.since(from)
}
