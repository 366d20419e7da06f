package message

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/suggest"
)

// This file words failures of validation.

// The rules that other code of this package knows by name.
const (
	ruleMissing         = "missing"
	ruleNull            = "null"
	ruleType            = "type"
	ruleEnum            = "enum"
	ruleConst           = "const"
	ruleUnknownProperty = "unknown-property"
)

// codeRules gives the rule of each way to fail, except for null, which depends on
// the instance, and leaf keywords, which have their own.
var codeRules = [...]string{
	program.Type:            ruleType,
	program.False:           "false-schema",
	program.Enum:            ruleEnum,
	program.Const:           ruleConst,
	program.Contains:        "contains",
	program.AdditionalItems: "additional-items",
	program.Missing:         ruleMissing,
	program.UnknownProperty: ruleUnknownProperty,
	program.PropertyName:    "property-name",
	program.AnyOf:           "any-of",
	program.OneOf:           "one-of",
	program.Not:             "not",
	program.Endless:         "limit",
	program.TooDeep:         "limit",
	program.TooLong:         "limit",
	program.PatternTime:     "limit",
}

func ruleOf(f *program.Failure) string {
	if leaf := f.Leaf(); leaf != nil {
		return leaf.Rule
	}
	return codeRules[f.Code]
}

// failure words a failure.
func (w *Writer) failure(f *program.Failure) {
	at := &w.doc.Nodes[f.Node]
	m := message{rule: ruleOf(f), offset: int(at.Start), end: int(at.End)}
	if f.Code == program.Type && at.Kind() == jsontape.Null {
		m.rule = ruleNull
	}
	from := len(w.text)
	w.text = f.AppendPointer(w.text, w.doc)
	m.pointer = w.valid(from)
	from = len(w.text)
	w.text = append(w.text, f.Name...)
	m.property = w.valid(from)
	from = len(w.text)
	w.text = f.AppendKeywordLocation(w.text)
	m.keyword = w.since(from)
	from = len(w.text)
	w.text = f.AppendSchemaLocation(w.text)
	m.schema = w.since(from)
	m.got = w.clip(w.doc.Raw(f.Node))
	s := w.maker.For(f)
	w.propose(&m, &s)
	w.word(&m, f, &s)
	w.messages = append(w.messages, m)
}

// word writes the message, and says in m which part of it is what was expected. Where that
// is not part of the message, it is written before it, with expect.
func (w *Writer) word(m *message, f *program.Failure, s *suggest.Suggestion) {
	m.message.from = len(w.text)
	switch f.Code {
	case program.Type:
		w.wordType(m, f, s)
	case program.False:
		w.say("no value is allowed here, got ")
		w.describe(f.Node)
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
			w.say("the string does not hold ")
			m.expected = w.put(f.Content())
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
	case program.Endless, program.TooDeep, program.TooLong, program.PatternTime:
		w.say(limitSentences[f.Code])
	default:
		w.wordBound(m, f)
	}
	w.wordCondition(f)
	m.message.to = len(w.text)
}

// limitSentences are for a payload that could not be evaluated.
var limitSentences = [...]string{
	program.Endless:     "the schema refers to itself for this value without end",
	program.TooDeep:     "the schema is applied within itself too deeply to be evaluated",
	program.TooLong:     "the schema takes too many steps on this payload to be evaluated",
	program.PatternTime: "the patterns of the schema take too many steps on this payload to be evaluated",
}

// wordCondition says why the schema applies, if that depends on something else in the
// instance.
func (w *Writer) wordCondition(f *program.Failure) {
	if instance, deciders := f.Deciders(); len(deciders) > 0 {
		for k, d := range deciders {
			if k == 0 {
				w.say(" (because ")
			} else {
				w.say(" and ")
			}
			w.quote(d.Name)
			w.say(" is ")
			switch value, ok := w.deciding(k, instance, d.Name); {
			case !ok:
				w.say("missing")
			case !d.Valued || w.doc.Nodes[value].Kind() == jsontape.Object || w.doc.Nodes[value].Kind() == jsontape.Array:
				w.say("present")
			default:
				w.show(w.doc.Raw(value))
			}
		}
		w.say(")")
		return
	}
	switch keyword, name := f.Condition(); keyword {
	case "then":
		w.say(" (because \"if\" matches)")
	case "else":
		w.say(" (because \"if\" does not match)")
	case "dependentSchemas", "dependencies":
		w.say(" (because of ")
		w.quote(name)
		w.say(")")
	}
}

// A decided is a property of an object and its value, if it has one.
type decided struct {
	object uint32
	name   string
	value  uint32
	ok     bool
	known  bool
}

// deciding finds the k-th property of an object that decided. It is searched for once for all
// failures of the object in a row, which may be as many as it has properties.
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

// expect writes what was expected ahead of the message, which is still to be begun.
func (w *Writer) expect(m *message, parts ...string) {
	from := len(w.text)
	w.say(parts...)
	m.expected = w.since(from)
	m.message.from = len(w.text)
}

// messageOf is the message for a failure, and nothing else.
func (w *Writer) messageOf(f *program.Failure) span {
	var m message
	from := len(w.text)
	s := w.maker.For(f)
	w.word(&m, f, &s)
	w.text = append(w.text[:from], w.said(m.message)...)
	return w.since(from)
}

// wordType is for a value of a wrong type, and for null.
func (w *Writer) wordType(m *message, f *program.Failure, s *suggest.Suggestion) {
	types := f.Types()
	if w.doc.Nodes[f.Node].Kind() != jsontape.Null {
		w.say("expected ")
		m.expected = w.alternatives(types)
		w.say(", got ")
		w.describe(f.Node)
		w.say(w.typeHelp(f, types, s))
		return
	}
	w.say("null is not allowed, expected ")
	m.expected = w.alternatives(types)
	w.say("; give a value")
	if s.Kind == suggest.Remove {
		w.say(" or leave the property out")
	}
}

// typeHelp says how to fix a value of a wrong type.
func (w *Writer) typeHelp(f *program.Failure, types []string, s *suggest.Suggestion) string {
	switch s.Kind {
	case suggest.Quote:
		return "; put it in quotes"
	case suggest.Unquote:
		return "; remove the quotes"
	case suggest.Replace:
		return "; put it in brackets"
	}
	switch kind := w.doc.Nodes[f.Node].Kind(); kind {
	case jsontape.Integer, jsontape.Number, jsontape.True, jsontape.False:
		if slices.Contains(types, "string") {
			if _, name := f.InQuotes(w.doc); name != "" {
				return "; write a string of the format " + name + ", such as " + strconv.Quote(format.Example(name))
			}
		} else if kind == jsontape.Number && slices.Contains(types, "integer") {
			return "; it has a fraction"
		}
	}
	return ""
}

// wordEnum is for a value that is none of those allowed.
func (w *Writer) wordEnum(m *message, f *program.Failure, s *suggest.Suggestion) {
	values := f.Values()
	switch len(values.Texts) {
	case 0:
		w.show(w.doc.Raw(f.Node))
		w.say(" is not allowed, the schema allows no value here")
	case 1:
		w.say("expected ")
		m.expected = w.put(values.Listed(listValues))
		w.say(", got ")
		w.show(w.doc.Raw(f.Node))
	default:
		w.show(w.doc.Raw(f.Node))
		w.say(" is not one of ")
		m.expected = w.put(values.Listed(listValues))
		if s.Kind != suggest.None {
			w.say("; did you mean ")
			w.show(s.Text)
			w.say("?")
		}
	}
}

func (w *Writer) wordFormat(m *message, f *program.Failure) {
	name := f.Format()
	w.scratch = w.doc.AppendText(w.scratch[:0], f.Node)
	why, wants := format.Explain(name, w.scratch), format.Describe(name)
	w.clip(w.doc.Raw(f.Node))
	w.say(" is not a valid ")
	m.expected = w.put(name)
	if why != "" {
		w.say(": ", why)
	}
	if wants != "" {
		w.say("; expected ", wants, ", such as ", format.Example(name))
	}
}

func (w *Writer) wordMissing(m *message, f *program.Failure) {
	w.expect(m, f.Name)
	if f.Because == "" {
		w.say("missing required property ")
		w.quote(f.Name)
		w.say("; add it")
		return
	}
	w.say("missing property ")
	w.quote(f.Name)
	w.say(", which is required where there is ")
	w.quote(f.Because)
	w.say("; add it")
}

func (w *Writer) wordPattern(m *message, f *program.Failure) {
	pattern := f.Pattern()
	line := inOneLine(pattern)
	if line != pattern {
		w.expect(m, pattern)
	}
	w.clip(w.doc.Raw(f.Node))
	w.say(" does not match the pattern ")
	if written := w.put(line); line == pattern {
		m.expected = written
	}
}

func (w *Writer) wordUnknown(m *message, f *program.Failure, s *suggest.Suggestion) {
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

// wordName is for a property whose name propertyNames refuses.
func (w *Writer) wordName(m *message, f *program.Failure) {
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
	expected := string(w.said(inner.expected))
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

// wordNot is for a value that matches what `not` excludes.
func (w *Writer) wordNot(f *program.Failure) {
	if names := f.Excluded(); len(names) > 0 && w.doc.Nodes[f.Node].Kind() == jsontape.Object {
		w.say("must not have ")
		for k, name := range names {
			if k > 0 {
				w.say(" together with ")
			}
			w.quote(name)
		}
		w.say("; the schema excludes it with \"not\"")
		return
	}
	w.say("must not match the schema in \"not\", got ")
	w.describe(f.Node)
}

// wordEqualItems is for an array with two equal items.
func (w *Writer) wordEqualItems(f *program.Failure) {
	w.say("items ")
	w.sayInt(f.First)
	w.say(" and ")
	w.sayInt(f.Second)
	w.say(" are equal; items must be unique, remove one")
}

// wordAdditionalItem is for an item that the schema does not allow, because of its index or
// otherwise.
func (w *Writer) wordAdditionalItem(m *message, f *program.Failure) {
	limit := f.Limit()
	if f.Keyword == "unevaluatedItems" || limit == "" {
		w.say("this item is not allowed by the schema; remove it")
		return
	}
	w.expect(m, "at most ", limit, " ", plural(limit, "item"))
	w.say("too many items, at most ", limit, " allowed; remove this one")
}

func (w *Writer) wordContains(m *message, f *program.Failure) {
	least, most := f.Contains()
	bound, limit, rest := "at least ", strconv.Itoa(least), " required"
	switch f.Keyword {
	case "contains":
		limit = "1"
	case "maxContains":
		bound, limit, rest = "at most ", strconv.Itoa(most), " allowed"
	}
	w.expect(m, bound, limit, " ", plural(limit, "item"), " matching \"contains\"")
	switch f.Count {
	case 0:
		w.say("no item matches ")
	case 1:
		w.say("1 item matches ")
	default:
		w.sayInt(f.Count)
		w.say(" items match ")
	}
	verb := " are"
	if limit == "1" {
		verb = " is"
	}
	w.say("\"contains\"; ", bound, limit, verb, rest)
}

// wordBranches is for anyOf and oneOf.
func (w *Writer) wordBranches(m *message, f *program.Failure) {
	if f.Code == program.OneOf && f.Second > 0 {
		w.expect(m, "exactly one alternative")
		w.say("matches oneOf[")
		w.sayInt(f.First)
		w.say("] and oneOf[")
		w.sayInt(f.Second)
		w.say("], must match exactly one")
		return
	}
	w.expect(m, "one of the alternatives")
	w.say("matches no alternative of ", f.Keyword)
	if names := missingOf(f); len(names) > 1 {
		w.say(": missing required property ", listNamesOr(names), "; add one of them")
		w.sayFurther(f.Further)
		return
	}
	const most = 3
	var reasons [most]span
	known, further := 0, f.Further
	for k := range f.Branches {
		from := len(w.text)
		if known == 0 {
			w.say(": ")
		} else {
			w.say(", or ")
		}
		reason := w.messageOf(&f.Branches[k])
		if slices.ContainsFunc(reasons[:known], func(other span) bool { return bytes.Equal(w.said(other), w.said(reason)) }) {
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

// sayFurther says how many alternatives there are that the message has not named.
func (w *Writer) sayFurther(count int) {
	if count > 0 {
		w.say(" (and ")
		w.sayInt(count)
		w.say(" more ", plural(strconv.Itoa(count), "alternative"), ")")
	}
}

// missingOf lists the properties that the alternatives lack, if that is all that is wrong with
// them: any one of these would do.
func missingOf(f *program.Failure) []string {
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

// wordBound is for a leaf keyword that has no sentence of its own.
func (w *Writer) wordBound(m *message, f *program.Failure) {
	words, limit := f.Leaf().Words, f.Limit()
	from := len(w.text) + len("expected ")
	w.say("expected ", words.Before, " ", limit)
	if words.Count == nil {
		m.expected = w.since(from)
		w.say(", got ")
		w.clip(w.doc.Raw(f.Node))
		return
	}
	w.say(" ", plural(limit, words.Thing))
	m.expected = w.since(from)
	w.say(", got ")
	w.sayInt(words.Count(w.doc, f.Node))
}

// describe names a value as part of a sentence: its type, and what is written where
// that is short.
func (w *Writer) describe(node uint32) {
	switch w.doc.Nodes[node].Kind() {
	case jsontape.Null:
		w.say("null")
	case jsontape.True, jsontape.False:
		w.say("the boolean ")
		w.show(w.doc.Raw(node))
	case jsontape.Integer, jsontape.Number:
		w.say("the number ")
		w.show(w.doc.Raw(node))
	case jsontape.String, jsontape.Key:
		w.say("the string ")
		w.show(w.doc.Raw(node))
	case jsontape.Array:
		if w.doc.Count(node) == 0 {
			w.say("an empty array")
			return
		}
		w.say("an array")
	default:
		w.say("an object")
	}
}

// alternatives joins types: "string", "string or null", "string, number or null".
func (w *Writer) alternatives(types []string) span {
	from := len(w.text)
	for k, t := range types {
		switch {
		case k == 0:
		case k == len(types)-1:
			w.say(" or ")
		default:
			w.say(", ")
		}
		w.say(t)
	}
	return w.since(from)
}

// list joins the values that are allowed, as many as one can read.
func list(values []string) string {
	if len(values) <= mostListed {
		return strings.Join(values, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(values[:mostListed], ", "), len(values)-mostListed)
}

// mostListed is how many values one can read.
const mostListed = 20

// plural is the word for a count of things.
func plural(count, thing string) string {
	switch {
	case count == "1":
		return thing
	case strings.HasSuffix(thing, "y"):
		return strings.TrimSuffix(thing, "y") + "ies"
	}
	return thing + "s"
}

// inOneLine writes a pattern so that it means the same and no control character breaks
// the line it stands in (ECMA-262, CharacterEscape).
func inOneLine(pattern string) string {
	isControl := func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }
	if !strings.ContainsFunc(pattern, isControl) {
		return pattern
	}
	var b strings.Builder
	for _, r := range pattern {
		if isControl(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
