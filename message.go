package verdict

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/nearest"
	"github.com/verdict-lint/verdict/internal/program"
)

// This file words what the evaluator found: it makes a Violation of a Failure. Every
// sentence that the library says of a payload stands here or, for text that is not
// JSON, in the document package.

// codeRules gives the rule of each way to fail, except for null, which depends on
// the instance.
var codeRules = map[program.Code]Rule{
	program.Type:             RuleType,
	program.False:            RuleFalseSchema,
	program.Enum:             RuleEnum,
	program.Const:            RuleConst,
	program.MinLength:        RuleMinLength,
	program.MaxLength:        RuleMaxLength,
	program.Format:           RuleFormat,
	program.Pattern:          RulePattern,
	program.Content:          RuleContent,
	program.Minimum:          RuleMinimum,
	program.Maximum:          RuleMaximum,
	program.ExclusiveMinimum: RuleExclusiveMinimum,
	program.ExclusiveMaximum: RuleExclusiveMaximum,
	program.MultipleOf:       RuleMultipleOf,
	program.MinItems:         RuleMinItems,
	program.MaxItems:         RuleMaxItems,
	program.UniqueItems:      RuleUniqueItems,
	program.Contains:         RuleContains,
	program.AdditionalItems:  RuleAdditionalItems,
	program.MinProperties:    RuleMinProperties,
	program.MaxProperties:    RuleMaxProperties,
	program.Missing:          RuleMissing,
	program.UnknownProperty:  RuleUnknownProperty,
	program.PropertyName:     RulePropertyName,
	program.AnyOf:            RuleAnyOf,
	program.OneOf:            RuleOneOf,
	program.Not:              RuleNot,
	program.Endless:          RuleLimit,
	program.TooDeep:          RuleLimit,
	program.TooLong:          RuleLimit,
	program.PatternTime:      RuleLimit,
}

// violation words a failure. Its place in lines is found later, for all at once.
func violation(doc *document.Document, f *program.Failure) Violation {
	at := doc.Nodes[f.Node]
	v := Violation{
		Rule:            codeRules[f.Code],
		Pointer:         inUTF8(f.Pointer(doc)),
		Property:        inUTF8(f.Name),
		KeywordLocation: f.KeywordLocation(),
		SchemaLocation:  f.SchemaLocation(),
		Offset:          int(at.Start),
		End:             int(at.End),
		Got:             clip(doc.Raw(f.Node)),
	}
	if f.Code == program.Type && at.Kind() == document.Null {
		v.Rule = RuleNull
	}
	v.Expected, v.Message = word(doc, f, &v)
	return v
}

// word gives what was expected and the message.
func word(doc *document.Document, f *program.Failure, v *Violation) (expected, message string) {
	switch f.Code {
	case program.Type:
		return wordType(doc, f)
	case program.False:
		return "", "no value is allowed here, got " + describe(doc, f.Node)
	case program.Enum, program.Const:
		return wordEnum(doc, f)
	case program.Format:
		return wordFormat(doc, f)
	case program.Missing:
		if f.Because != "" {
			return f.Name, fmt.Sprintf("missing property %q, which is required where there is %q; add it", f.Name, f.Because)
		}
		return f.Name, "missing required property " + strconv.Quote(f.Name) + "; add it"
	case program.UnknownProperty:
		return wordUnknown(f)
	case program.PropertyName:
		return wordName(doc, f)
	case program.Pattern:
		if why := notBase64(doc, f); why != "" {
			return "base64", v.Got + why
		}
		return f.Pattern(), fmt.Sprintf("%s does not match the pattern %s", v.Got, inOneLine(f.Pattern()))
	case program.Content:
		if why := notBase64(doc, f); why != "" {
			return "base64", v.Got + why
		}
		return f.Content(), fmt.Sprintf("the string does not hold %s", f.Content())
	case program.UniqueItems:
		return "", fmt.Sprintf("item %d equals item %d; items must be unique, remove one", f.Second, f.First)
	case program.Contains:
		return wordContains(f)
	case program.AdditionalItems:
		if f.Keyword == "unevaluatedItems" || f.Limit() == "" {
			return "", "this item is not allowed by the schema; remove it"
		}
		return "at most " + plural(f.Limit(), "item"), fmt.Sprintf("too many items, at most %s allowed; remove this one", f.Limit())
	case program.AnyOf, program.OneOf:
		return wordBranches(doc, f)
	case program.Not:
		return "", fmt.Sprintf("%s is what the schema's not excludes", describe(doc, f.Node))
	case program.Endless:
		return "", "the schema refers to itself for this value without end"
	case program.TooDeep:
		return "", "the schema is applied within itself too deeply to be evaluated"
	case program.TooLong:
		return "", "the schema takes too many steps on this payload to be evaluated"
	case program.PatternTime:
		return "", "a pattern of the schema takes too long on this payload"
	}
	return wordBound(doc, f, v)
}

// wordType is for a value of a wrong type, and for null.
func wordType(doc *document.Document, f *program.Failure) (expected, message string) {
	expected = alternatives(f.Types())
	if doc.Nodes[f.Node].Kind() != document.Null {
		return expected, "expected " + expected + ", got " + describe(doc, f.Node) + typeHelp(doc, f)
	}
	if f.MayBeLeftOut() {
		return expected, "null is not allowed, expected " + expected + "; give a value or leave the property out"
	}
	return expected, "null is not allowed, expected " + expected + "; give a value"
}

// typeHelp says how to mend a value that is right but for its quotes.
func typeHelp(doc *document.Document, f *program.Failure) string {
	types := f.Types()
	wants := func(t ...string) bool {
		return slices.ContainsFunc(types, func(s string) bool { return slices.Contains(t, s) })
	}
	switch doc.Nodes[f.Node].Kind() {
	case document.String:
		text := doc.String(f.Node)
		var inner document.Document
		kind := document.String
		if inner.Parse([]byte(text), document.Limits{Depth: 1}) {
			kind = inner.Nodes[0].Kind()
		}
		isNumber := kind == document.Integer || kind == document.Number
		if isNumber && wants("number", "integer") || (kind == document.True || kind == document.False) && wants("boolean") {
			return "; remove the quotes"
		}
	case document.Integer, document.Number, document.True, document.False:
		if wants("string") {
			switch fits, name := f.InQuotes(doc); {
			case fits:
				return "; put it in quotes"
			case name != "":
				return "; write a string of the format " + name + ", such as " + strconv.Quote(format.Example(name))
			}
			return ""
		}
		if k := doc.Nodes[f.Node].Kind(); k == document.Number && wants("integer") {
			return "; it has a fraction"
		}
	}
	if wants("array") && f.FitsAsItem(doc) {
		return "; put it in brackets"
	}
	return ""
}

// wordEnum is for a value that is none of those allowed.
func wordEnum(doc *document.Document, f *program.Failure) (expected, message string) {
	values := f.Values()
	got := shown(doc.Raw(f.Node))
	if len(values) == 0 {
		return "", fmt.Sprintf("%s is not allowed, the schema allows no value here", got)
	}
	if slices.ContainsFunc(values, isSpaced) {
		values = slices.Clone(values)
		for k := range values {
			values[k] = shown([]byte(values[k]))
		}
	}
	expected = list(values)
	if len(values) == 1 {
		return expected, "expected " + expected + ", got " + got
	}
	help := ""
	if near, ok := suggestion(got, values); ok {
		help = "; did you mean " + near + "?"
	}
	return expected, got + " is not one of " + expected + help
}

// isSpaced reports whether a value, as it is written, would not look well in a sentence.
func isSpaced(value string) bool { return len(value) > 64 || strings.ContainsAny(value, "\n\r\t") }

func wordFormat(doc *document.Document, f *program.Failure) (expected, message string) {
	name := f.Format()
	got := clip(doc.Raw(f.Node))
	why, wants := format.Explain(name, doc.AppendText(nil, f.Node)), format.Describe(name)
	if why != "" {
		why = ": " + why
	}
	if wants != "" {
		wants = "; expected " + wants
	}
	return name, got + " is not a valid " + name + why + wants
}

func wordUnknown(f *program.Failure) (expected, message string) {
	names := f.Names()
	message = fmt.Sprintf("unknown property %q", f.Name)
	if near, ok := suggestion(f.Name, names); ok {
		return list(quote(names)), message + fmt.Sprintf("; did you mean %q?", near)
	}
	return list(quote(names)), message + "; remove it or correct its name"
}

// wordName is for a property whose name propertyNames refuses.
func wordName(doc *document.Document, f *program.Failure) (expected, message string) {
	if len(f.Branches) == 0 || f.Branches[0].Code == program.False {
		return "", fmt.Sprintf("the property name %q is not allowed; rename or remove it", f.Name)
	}
	why := violation(doc, &f.Branches[0])
	switch f.Branches[0].Code {
	case program.Pattern, program.Format:
		return why.Expected, "the property name " + why.Message
	case program.Enum:
		if len(f.Branches[0].Values()) > 1 {
			return why.Expected, "the property name " + why.Message
		}
	}
	return why.Expected, fmt.Sprintf("the property name %q is not allowed: %s", f.Name, why.Message)
}

// suggestion is what was meant in place of what was written. What is looked through is
// bounded, and with it what a payload full of unknown names costs.
func suggestion(written string, candidates []string) (near string, ok bool) {
	const most, longest = 1000, 256
	if len(candidates) > most || len(written) > longest {
		return "", false
	}
	return nearest.Of(written, candidates)
}

func wordContains(f *program.Failure) (expected, message string) {
	least, most := f.Contains()
	switch f.Keyword {
	case "maxContains":
		expected = fmt.Sprintf("at most %s that fit the schema's contains", plural(strconv.Itoa(most), "item"))
		return expected, "more items fit the schema's contains than the " + strconv.Itoa(most) + " allowed"
	case "minContains":
		expected = fmt.Sprintf("at least %s that fit the schema's contains", plural(strconv.Itoa(least), "item"))
		return expected, "fewer items fit the schema's contains than the " + strconv.Itoa(least) + " required"
	}
	return "an item that fits the schema's contains", "no item fits the schema's contains, at least one must"
}

// wordBranches is for anyOf and oneOf.
func wordBranches(doc *document.Document, f *program.Failure) (expected, message string) {
	if f.Code == program.OneOf && f.Second > 0 {
		return "exactly one alternative", fmt.Sprintf("fits the alternatives %d and %d of oneOf, but must fit exactly one", f.First+1, f.Second+1)
	}
	message = fmt.Sprintf("fits none of the alternatives of %s", f.Keyword)
	const most = 3
	var reasons []string
	for k := range f.Branches {
		reason := violation(doc, &f.Branches[k]).Message
		if !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	if len(reasons) > most {
		reasons = append(reasons[:most], "…")
	}
	if len(reasons) > 0 {
		message += ": " + strings.Join(reasons, ", or ")
	}
	return "one of the alternatives", message
}

// boundWords gives, for each bound, the words before its limit, and what is bounded
// where that is not the value itself.
var boundWords = map[program.Code]struct{ before, thing string }{
	program.Minimum:          {"at least", ""},
	program.Maximum:          {"at most", ""},
	program.ExclusiveMinimum: {"more than", ""},
	program.ExclusiveMaximum: {"less than", ""},
	program.MultipleOf:       {"a multiple of", ""},
	program.MinLength:        {"at least", "character"},
	program.MaxLength:        {"at most", "character"},
	program.MinItems:         {"at least", "item"},
	program.MaxItems:         {"at most", "item"},
	program.MinProperties:    {"at least", "property"},
	program.MaxProperties:    {"at most", "property"},
}

func wordBound(doc *document.Document, f *program.Failure, v *Violation) (expected, message string) {
	words := boundWords[f.Code]
	if words.thing == "" {
		expected = words.before + " " + f.Limit()
		return expected, fmt.Sprintf("expected %s, got %s", expected, v.Got)
	}
	expected = words.before + " " + plural(f.Limit(), words.thing)
	var count int
	switch words.thing {
	case "character":
		count = doc.Length(f.Node)
	default:
		count = doc.Count(f.Node)
	}
	return expected, fmt.Sprintf("expected %s, got %d", expected, count)
}

// describe names a value as part of a sentence: its type, and what is written where
// that is short.
func describe(doc *document.Document, node uint32) string {
	raw := shown(doc.Raw(node))
	switch doc.Nodes[node].Kind() {
	case document.Null:
		return "null"
	case document.True, document.False:
		return "the boolean " + raw
	case document.Integer, document.Number:
		return "the number " + raw
	case document.String, document.Key:
		return "the string " + raw
	case document.Array:
		if doc.Count(node) == 0 {
			return "an empty array"
		}
		return "an array"
	}
	return "an object"
}

// clip cuts what is shown of a payload at 64 bytes, between characters.
func clip(text []byte) string {
	const most = 64
	head := text[:min(len(text), most+utf8.UTFMax)]
	got := strings.ToValidUTF8(string(head), "\uFFFD")
	if len(text) <= most && len(got) <= most {
		return got
	}
	end := min(len(got), most)
	for end < len(got) && !utf8.RuneStart(got[end]) {
		end--
	}
	return got[:end] + "…"
}

// inUTF8 has U+FFFD for each byte that is not UTF-8, as decoders have it.
func inUTF8(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return string([]rune(text))
}

// shown is clip for the inside of a sentence, which stays on one line.
func shown(text []byte) string {
	if bytes.ContainsAny(text, "\n\r\t") {
		text = bytes.Join(bytes.Fields(text), []byte(" "))
	}
	return clip(text)
}

// alternatives joins types: "string", "string or null", "string, number or null".
func alternatives(types []string) string {
	if len(types) < 2 {
		return strings.Join(types, "")
	}
	last := len(types) - 1
	return strings.Join(types[:last], ", ") + " or " + types[last]
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

func quote(names []string) []string {
	quoted := slices.Clone(names)
	for i := range min(len(names), mostListed) { // no more of them are shown
		quoted[i] = strconv.Quote(names[i])
	}
	return quoted
}

func plural(count, thing string) string {
	switch {
	case count == "1":
		return count + " " + thing
	case strings.HasSuffix(thing, "y"):
		return count + " " + strings.TrimSuffix(thing, "y") + "ies"
	}
	return count + " " + thing + "s"
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
