package message

import (
	"strings"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/suggest"
)

// This file formats failures about missing and unknown properties and invalid names.

func (w *Writer) wordMissing(m *message, f *evaluate.Failure) {
	m.wanted = f.Name
	switch {
	case f.Because != "":
		w.sayForm(formMissingBecause, name(inProperty, f.Name), name(inBecause, f.Because))
	case f.Keyword == "if":
		w.sayForm(formMissingChoice, name(inProperty, f.Name))
	default:
		w.sayForm(formMissing, name(inProperty, f.Name))
	}
}

// wordFalse writes the message for a value that the schema does not allow, whatever it is.
func (w *Writer) wordFalse(f *evaluate.Failure, s *suggest.Suggestion) {
	if s.Kind == suggest.Remove {
		w.sayForm(formFalseProperty, name(inProperty, w.doc.String(f.Node-1)))
		return
	}
	w.sayForm(formFalse, described(inGot, f.Node))
}

func (w *Writer) wordUnknown(m *message, f *evaluate.Failure, s *suggest.Suggestion) {
	m.wanted = w.listed(f.Names(), w.listNames)
	w.sayForm(formUnknown, name(inProperty, f.Name))
	if s.Kind == suggest.Remove && s.Name != "" {
		w.sayForm(formUnknownBeside, name(inSuggestion, s.Name))
		return
	}
	if s.Name != "" {
		w.sayForm(formDidYouMean, name(inSuggestion, s.Name))
		return
	}
	if patterns := f.NamePatterns(); patterns != nil {
		w.sayForm(formUnknownPattern, text(inExpected, strings.Join(patterns, w.words(formOr))))
		return
	}
	w.sayWord(formUnknownHelp)
}

// wordName writes the message for a property whose name does not match propertyNames.
func (w *Writer) wordName(m *message, f *evaluate.Failure) {
	if len(f.Branches) == 0 || f.Branches[0].Code == program.False || f.Branches[0].ExcludesValue() {
		w.sayForm(formName, name(inProperty, f.Name))
		return
	}
	why := &f.Branches[0]
	var inner message
	from := len(w.text)
	s := w.maker.For(why)
	w.word(&inner, why, &s)
	if m.wanted = inner.wanted; m.wanted == "" {
		m.wanted = string(w.textOf(inner.expected))
	}
	w.text = w.text[:from]
	m.message.from = from
	switch {
	case why.Code == program.Pattern, why.Code == program.Format, why.Code == program.Enum && len(why.Values().Texts) > 1:
		w.sayWord(formNameOf)
	default:
		w.sayForm(formNameBecause, name(inProperty, f.Name))
	}
	w.messageOf(why)
}
