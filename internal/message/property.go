package message

import (
	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/suggest"
)

// This file formats failures about missing and unknown properties and invalid names.

func (w *Writer) wordMissing(m *message, f *evaluate.Failure) {
	w.expect(m, f.Name)
	if f.Because == "" {
		w.say("missing required property ")
		w.quote(f.Name)
		w.say("; add it")
		return
	}
	w.say("missing property ")
	w.quote(f.Name)
	w.say(", required because ")
	w.quote(f.Because)
	w.say(" is present; add it")
}

func (w *Writer) wordUnknown(m *message, f *evaluate.Failure, s *suggest.Suggestion) {
	w.expect(m, f.Names().Listed(listNames))
	w.say("unknown property ")
	w.quote(f.Name)
	if s.Name != "" {
		w.say("; did you mean ")
		w.quote(s.Name)
		w.say("?")
		return
	}
	w.say("; remove it or correct its name")
}

// wordName writes the message for a property whose name does not match propertyNames.
func (w *Writer) wordName(m *message, f *evaluate.Failure) {
	if len(f.Branches) == 0 || f.Branches[0].Code == program.False {
		w.say("the property name ")
		w.quote(f.Name)
		w.say(" is not allowed; rename or remove it")
		return
	}
	why := &f.Branches[0]
	var inner message
	from := len(w.text)
	s := w.maker.For(why)
	w.word(&inner, why, &s)
	expected := string(w.textOf(inner.expected))
	w.text = w.text[:from]

	w.expect(m, expected)
	w.say("the property name ")
	switch {
	case why.Code == program.Pattern, why.Code == program.Format, why.Code == program.Enum && len(why.Values().Texts) > 1:
	default:
		w.quote(f.Name)
		w.say(" is not allowed: ")
	}
	w.messageOf(why)
}
