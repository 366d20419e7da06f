package program

import (
	"encoding/base64"
	"math"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/number"
	"github.com/verdict-lint/verdict/internal/pattern"
	"github.com/verdict-lint/verdict/internal/resource"
)

// This file defines the leaf keywords, which assert something about an instance without applying
// other schemas. A keyword is an entry of the table and its functions. Not included are type, enum
// and const, which distinguish alternatives and determine which kinds of values a schema accepts, and
// required, which is checked together with the properties.

// A Leaf is a leaf keyword.
type Leaf struct {
	Name         string
	since, until resource.Draft      // until is 0 if no draft has removed it
	vocabulary   resource.Vocabulary // 0 if the keyword does not depend on a vocabulary

	kinds KindSet // the kinds of instances that it applies to

	// compile reads the value of the keyword into the operands of the assertion, and reports
	// whether the assertion has any effect.
	compile func(s *schemaLowerer, value uint32, a *Assertion) (asserts bool, err error)

	// check reports whether an instance satisfies an assertion. It is nil if the assertion limits
	// the number of characters, items or properties; compile has then set the bounds. These
	// keywords come before the others of the same kind.
	check func(a *Assertion, v *Subject) bool

	Beside bool // it is not checked if another leaf has failed, probably for the same reason
	late   bool // it is checked after the items, and only if they are valid; for arrays

	Code Code   // Bound, unless the failure has a message of its own
	Rule string // the rule of the violation

	// Count is what is compared with the limit, nil if it is the instance itself.
	Count func(doc *jsontape.Tape, node uint32) int
}

// leaves are all leaf keywords, for each kind in the order in which they are checked. They are
// defined in Validation 2020-12: for strings in section 6.3, for numbers in 6.2, for arrays in 6.4,
// for objects in 6.5, format in 7, contentEncoding and contentMediaType in 8.
var leaves = [...]Leaf{
	{Name: "minLength", since: o30, vocabulary: resource.Validation, kinds: StringKind, compile: leastSize,
		Code: Bound, Rule: "min-length", Count: characters},
	{Name: "maxLength", since: o30, vocabulary: resource.Validation, kinds: StringKind, compile: mostSize,
		Code: Bound, Rule: "max-length", Count: characters},
	{Name: "format", since: o30, kinds: StringKind, compile: compileFormat, check: checkFormat,
		Code: Format, Rule: "format"},
	{Name: "pattern", since: o30, vocabulary: resource.Validation, kinds: StringKind, compile: compilePattern, check: checkPattern, Beside: true,
		Code: Pattern, Rule: "pattern"},
	{Name: "contentEncoding", since: d7, until: d7, kinds: StringKind, compile: compileEncoding, check: checkEncoding,
		Code: Content, Rule: "content"},
	{Name: "contentMediaType", since: d7, until: d7, kinds: StringKind, compile: compileMediaType, check: checkMediaType,
		Code: Content, Rule: "content"},

	{Name: "minimum", since: o30, vocabulary: resource.Validation, kinds: NumberKind, compile: compileMinimum, check: notBelow,
		Code: Bound, Rule: "minimum"},
	{Name: "exclusiveMinimum", since: o30, vocabulary: resource.Validation, kinds: NumberKind, compile: compileExclusiveMinimum, check: above, Beside: true,
		Code: Bound, Rule: "exclusive-minimum"},
	{Name: "maximum", since: o30, vocabulary: resource.Validation, kinds: NumberKind, compile: compileMaximum, check: notAbove, Beside: true,
		Code: Bound, Rule: "maximum"},
	{Name: "exclusiveMaximum", since: o30, vocabulary: resource.Validation, kinds: NumberKind, compile: compileExclusiveMaximum, check: below, Beside: true,
		Code: Bound, Rule: "exclusive-maximum"},
	{Name: "multipleOf", since: o30, vocabulary: resource.Validation, kinds: NumberKind, compile: compileMultipleOf, check: isMultiple, Beside: true,
		Code: Bound, Rule: "multiple-of"},

	{Name: "minItems", since: o30, vocabulary: resource.Validation, kinds: ArrayKind, compile: leastSize,
		Code: Bound, Rule: "min-items", Count: contents},
	{Name: "maxItems", since: o30, vocabulary: resource.Validation, kinds: ArrayKind, compile: mostSize,
		Code: Bound, Rule: "max-items", Count: contents},
	{Name: "uniqueItems", since: o30, vocabulary: resource.Validation, kinds: ArrayKind, compile: compileUnique, check: isUnique, late: true,
		Code: UniqueItems, Rule: "unique-items"},

	{Name: "minProperties", since: o30, vocabulary: resource.Validation, kinds: ObjectKind, compile: leastSize,
		Code: Bound, Rule: "min-properties", Count: contents},
	{Name: "maxProperties", since: o30, vocabulary: resource.Validation, kinds: ObjectKind, compile: mostSize,
		Code: Bound, Rule: "max-properties", Count: contents},
}

// characters returns the length of a string, contents the number of items or properties.
func characters(doc *jsontape.Tape, node uint32) int { return doc.Length(node) }
func contents(doc *jsontape.Tape, node uint32) int   { return doc.Count(node) }

// leastSize and mostSize compile the minimum and maximum of the number of characters, items or
// properties.
func leastSize(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	a.Size = s.sizeAt(value)
	a.least = a.Size
	return a.Size > 0, nil
}

func mostSize(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	a.Size = s.sizeAt(value)
	a.most = a.Size
	return true, nil
}

func compilePattern(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	var err error
	a.Pattern, err = s.pattern(value)
	return true, err
}

func checkPattern(a *Assertion, v *Subject) bool {
	matched, err := a.Pattern.MatchWithin(v.Text, &v.PatternSteps)
	if err != nil {
		v.Undecided = true
	}
	return matched && err == nil
}

func compileFormat(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	dialect := s.place.Resource.Dialect
	if s.tape.Nodes[value].Kind() != jsontape.String {
		return false, nil
	}
	a.Written = s.tape.String(value)
	if s.options.KnownFormats {
		if err := s.knowsFormat(a.Written, value); err != nil {
			return false, err
		}
	}
	if !s.options.Formats && !dialect.Has(resource.FormatAssertion) {
		return false, nil
	}
	if a.custom = s.options.CustomFormats[a.Written]; a.custom != nil {
		a.Leaf = &customFormat
		return true, nil
	}
	if a.format = format.Lookup(a.Written, formatDraft(dialect)); format.IsNumeric(a.Written) {
		a.Leaf = &numericFormat
	}
	return a.format != nil, nil
}

func checkFormat(a *Assertion, v *Subject) bool { return a.format(v.Text) }

// numericFormat is `format` with the name of a format for numbers.
var numericFormat = Leaf{
	Name: "format", kinds: NumberKind, check: checkNumericFormat, Beside: true, Code: Format, Rule: "format",
}

func checkNumericFormat(a *Assertion, v *Subject) bool { return a.format(v.Text) }

// contentEncoding and contentMediaType are asserted in draft 7, which allows that if it can be
// switched off (draft 7, section 8.2).
func compileEncoding(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	a.Written = s.tape.String(value)
	return s.options.Formats && a.Written == "base64", nil
}

func checkEncoding(_ *Assertion, v *Subject) bool {
	_, ok := v.decode()
	return ok
}

func compileMediaType(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	a.Written = s.tape.String(value)
	if encoding, ok := s.word("contentEncoding"); ok {
		a.encoded = s.tape.String(encoding) == "base64"
	}
	return s.options.Formats && a.Written == "application/json", nil
}

func checkMediaType(a *Assertion, v *Subject) bool {
	content := v.Text
	if a.encoded {
		var ok bool
		if content, ok = v.decode(); !ok {
			return true // contentEncoding reports it
		}
	}
	return v.contentReader.SkimText(content, skimmedDepth) || v.Content.Parse(content, jsontape.Limits{Depth: MaxApplied})
}

// skimmedDepth is the largest depth of content that is read without a tape; it bounds the stack.
const skimmedDepth = 1000

func (v *Subject) decode() ([]byte, bool) {
	var err error
	v.Decoded, err = base64.StdEncoding.AppendDecode(v.Decoded[:0], v.Text)
	return v.Decoded, err == nil
}

// Up to draft 4, exclusiveMinimum and exclusiveMaximum are booleans that make minimum and maximum
// exclusive; since draft 6, they are limits themselves.
func compileMinimum(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	return s.limit(value, a) && !s.excludes("exclusiveMinimum"), nil
}

func compileMaximum(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	return s.limit(value, a) && !s.excludes("exclusiveMaximum"), nil
}

func compileExclusiveMinimum(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	return s.exclusiveLimit(value, "minimum", a), nil
}

func compileExclusiveMaximum(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	return s.exclusiveLimit(value, "maximum", a), nil
}

// excludes reports whether the keyword makes the limit exclusive, as in draft 4.
func (s *schemaLowerer) excludes(keyword string) bool {
	value, ok := s.word(keyword)
	return ok && s.place.Resource.Dialect.Draft <= d4 && s.tape.Nodes[value].Kind() == jsontape.True
}

func (s *schemaLowerer) exclusiveLimit(value uint32, inclusive string, a *Assertion) bool {
	if s.place.Resource.Dialect.Draft > d4 {
		return s.limit(value, a)
	}
	limit, ok := s.word(inclusive)
	return ok && s.tape.Nodes[value].Kind() == jsontape.True && s.limit(limit, a)
}

// limit reads a limit, and reports whether the value is a number.
func (s *schemaLowerer) limit(value uint32, a *Assertion) bool {
	if KindBit(s.tape.Nodes[value].Kind())&NumberKind == 0 {
		return false
	}
	a.limit, a.Written = number.Parse(s.tape.Raw(value)), string(s.tape.Raw(value))
	return true
}

func notBelow(a *Assertion, v *Subject) bool { return v.Number.Compare(a.limit) >= 0 }
func above(a *Assertion, v *Subject) bool    { return v.Number.Compare(a.limit) > 0 }
func notAbove(a *Assertion, v *Subject) bool { return v.Number.Compare(a.limit) <= 0 }
func below(a *Assertion, v *Subject) bool    { return v.Number.Compare(a.limit) < 0 }

func compileMultipleOf(s *schemaLowerer, value uint32, a *Assertion) (bool, error) {
	if s.limit(value, a) && a.limit.Sign() > 0 {
		return true, nil
	}
	return false, s.place.Resource.Document.Errorf(value, "multipleOf must be greater than 0")
}

func isMultiple(a *Assertion, v *Subject) bool { return v.Number.MultipleOf(a.limit) }

func compileUnique(s *schemaLowerer, value uint32, _ *Assertion) (bool, error) {
	return s.tape.Nodes[value].Kind() == jsontape.True, nil
}

func isUnique(_ *Assertion, v *Subject) (ok bool) {
	v.Clash, ok = v.Comparer.Unique(v.Doc, v.Node)
	return ok
}

// sizeAt reads a number of characters, items or properties. If it is too large for an int, it
// returns math.MaxInt.
func (s *schemaLowerer) sizeAt(value uint32) int {
	d := number.Parse(s.tape.Raw(value))
	if n, ok := d.Int64(); ok && n <= math.MaxInt {
		return int(n)
	}
	return math.MaxInt // no instance is that large
}

// pattern compiles the regular expression in a String or Key.
func (s *schemaLowerer) pattern(value uint32) (*pattern.Pattern, error) {
	compiled, err := pattern.Compile(s.tape.String(value))
	if err != nil {
		return nil, s.place.Resource.Document.Errorf(value, "%v", err)
	}
	return compiled, nil
}
