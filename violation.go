package verdict

import (
	"errors"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/message"
	"github.com/verdict-lint/verdict/internal/suggest"
)

// A Rule is the stable name of what a payload violates. Tools filter, count and configure
// by it, so a released rule keeps its name and meaning.
type Rule string

// The rules, grouped by what they are about.
const (
	// The payload as text (RFC 8259).
	RuleSyntax       Rule = "syntax"        // not JSON
	RuleEncoding     Rule = "encoding"      // not valid UTF-8, or a byte order mark
	RuleDuplicateKey Rule = "duplicate-key" // a name that an object has twice
	RuleLimit        Rule = "limit"         // deeper or larger than WithLimits allows, or too many steps

	// The three states of a property.
	RuleMissing Rule = "missing" // required, and absent
	RuleNull    Rule = "null"    // null, although it is not allowed
	RuleType    Rule = "type"    // a value of another type

	// Any value.
	RuleEnum        Rule = "enum"
	RuleConst       Rule = "const"
	RuleFalseSchema Rule = "false-schema" // the schema `false` accepts nothing

	// Strings.
	RuleFormat    Rule = "format"
	RulePattern   Rule = "pattern"
	RuleMinLength Rule = "min-length"
	RuleMaxLength Rule = "max-length"
	RuleContent   Rule = "content" // contentEncoding and contentMediaType, asserted in draft 7 only

	// Numbers.
	RuleMinimum          Rule = "minimum"
	RuleMaximum          Rule = "maximum"
	RuleExclusiveMinimum Rule = "exclusive-minimum"
	RuleExclusiveMaximum Rule = "exclusive-maximum"
	RuleMultipleOf       Rule = "multiple-of"

	// Arrays.
	RuleMinItems        Rule = "min-items"
	RuleMaxItems        Rule = "max-items"
	RuleUniqueItems     Rule = "unique-items"
	RuleContains        Rule = "contains"         // contains, minContains and maxContains
	RuleAdditionalItems Rule = "additional-items" // an item that no keyword allows

	// Objects.
	RuleMinProperties   Rule = "min-properties"
	RuleMaxProperties   Rule = "max-properties"
	RuleUnknownProperty Rule = "unknown-property" // a property that no keyword allows
	RulePropertyName    Rule = "property-name"    // a name that propertyNames rejects

	// Combinations of schemas.
	RuleAnyOf Rule = "any-of" // no alternative matches, and none is closest
	RuleOneOf Rule = "one-of" // no alternative matches, or more than one does
	RuleNot   Rule = "not"
)

// Sentinels for errors.Is. They match a [Violation] of the rule, and an [*Error] that has
// one. No violation matches more than one of them.
var (
	ErrMissing = errors.New("verdict: missing property")
	ErrNull    = errors.New("verdict: null not allowed")
	ErrType    = errors.New("verdict: wrong type")
	ErrEnum    = errors.New("verdict: not one of the allowed values")
	ErrFormat  = errors.New("verdict: wrong format")
	ErrSyntax  = errors.New("verdict: not valid JSON")
)

// sentinels are compared one by one, because the type of a target may not be hashable.
var sentinels = [...]struct {
	err  error
	rule Rule
}{
	{ErrMissing, RuleMissing},
	{ErrNull, RuleNull},
	{ErrType, RuleType},
	{ErrEnum, RuleEnum},
	{ErrFormat, RuleFormat},
	{ErrSyntax, RuleSyntax},
}

// A Violation describes one fault of a payload: the rule that it violates, its position, what
// the schema allows there and what the payload has there. It is plain data; Message is for
// people.
type Violation struct {
	Rule Rule `json:"rule"`

	// Message is one sentence, lower case and without a full stop: what is wrong, what was
	// found, and what to do.
	Message string `json:"message"`

	// Pointer is the JSON Pointer (RFC 6901) to the invalid value; for a missing property,
	// to the object that lacks it.
	Pointer string `json:"pointer"`

	// Property is the name that is missing, unknown, duplicate or rejected, for rules that
	// are about a name.
	Property string `json:"property,omitempty"`

	// KeywordLocation is a JSON Pointer from the root of the schema to the
	// keyword, along the path of evaluation: it goes through $ref
	// (JSON Schema Core 2020-12, section 12.3.1). Empty for faults of the text.
	KeywordLocation string `json:"keywordLocation"`

	// SchemaLocation is the absolute URI of the keyword, with a JSON Pointer
	// as its fragment and no $ref in it (section 12.3.2).
	SchemaLocation string `json:"schemaLocation"`

	// Expected describes what the schema allows, in JSON if it is a value.
	Expected string `json:"expected,omitempty"`

	// Got is the value as written in the payload, cut at 64 bytes. It is empty for a missing
	// property, and a description of the value if there is [WithRedaction].
	Got string `json:"got,omitempty"`

	// Params are the contents of Message as data: the parameters of the rule.
	Params Params `json:"params,omitempty"`

	// Suggestion is an edit of the payload that removes the violation, the zero value if
	// none is known.
	Suggestion Suggestion `json:"suggestion,omitzero"`

	// Offset and End are the byte range [Offset, End) of the fault.
	Offset int `json:"offset"`
	End    int `json:"end"`

	// Line and Column are the position of Offset: 1-based, the column in code points. A
	// line ends at LF, CRLF or CR.
	Line   int `json:"line"`
	Column int `json:"column"`
}

// A SuggestionKind is the kind of change that a [Suggestion] proposes.
type SuggestionKind string

// The kinds of suggestions.
const (
	SuggestQuote   SuggestionKind = "quote"   // put a number or boolean in quotes
	SuggestUnquote SuggestionKind = "unquote" // remove the quotes around a number or boolean
	SuggestReplace SuggestionKind = "replace" // write another value
	SuggestRename  SuggestionKind = "rename"  // give a property another name
	SuggestRemove  SuggestionKind = "remove"  // remove a property, an item or a comma
	SuggestAdd     SuggestionKind = "add"     // add a property to an object
)

// A Suggestion is an edit of the payload that removes one violation: Text replaces the bytes
// [Offset, End). It may be a guess, and other violations may remain or become visible.
//
// Of [SuggestAdd], these bytes are the object, and Text is the name of the property to add to
// it, as a JSON string; its value is not known.
type Suggestion struct {
	Kind   SuggestionKind `json:"kind"`
	Text   string         `json:"text"` // JSON; "" for SuggestRemove
	Offset int            `json:"offset"`
	End    int            `json:"end"`
}

// setAll copies the messages of a writer to as many violations.
func setAll(violations []Violation, w *message.Writer, redact bool) {
	var m message.Message
	messages := w.Read()
	for k := range violations {
		messages.Next(&m)
		violations[k].set(&m, redact)
	}
}

// set copies a message to the violation. If redact is set, so is that of the writer.
func (v *Violation) set(m *message.Message, redact bool) {
	v.Rule = Rule(m.Rule)
	v.Message = m.Message
	v.Pointer = m.Pointer
	v.Property = m.Property
	v.KeywordLocation = m.KeywordLocation
	v.SchemaLocation = m.SchemaLocation
	v.Expected = m.Expected
	v.Got = m.Got
	v.Params = Params(m.Params)
	v.Offset, v.End = m.Offset, m.End
	v.Line, v.Column = m.Line, m.Column
	if s := &m.Suggestion; s.Kind != suggest.None && !(redact && s.Kind.HasValue()) {
		v.Suggestion = Suggestion{Kind: SuggestionKind(s.Kind.String()), Text: s.Text, Offset: s.Start, End: s.End}
	}
}

// Error returns the violation as one line: "3:14: message [rule]".
func (v Violation) Error() string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(v.Line))
	b.WriteByte(':')
	b.WriteString(strconv.Itoa(v.Column))
	b.WriteString(": ")
	b.WriteString(v.Message)
	b.WriteString(" [")
	b.WriteString(string(v.Rule))
	b.WriteByte(']')
	return b.String()
}

// Is reports whether target is the sentinel of the violation's rule.
func (v Violation) Is(target error) bool {
	for _, s := range sentinels {
		if s.err == target { // both are pointers, or the types differ
			return s.rule == v.Rule
		}
	}
	return false
}

// An Error is what [Schema.Validate] returns for an invalid payload: every violation, in the
// order of the payload. json.Marshal writes it as an object with "violations", an array of
// objects that have the fields of [Violation] by the names of their tags, and "truncated":
// true if it is set. docs/output.md describes it.
type Error struct {
	Violations []Violation `json:"violations"`

	// Truncated reports that there are more violations than [WithMaxViolations] allows.
	Truncated bool `json:"truncated,omitempty"`
}

// newError returns an error with room for a number of violations. Most invalid payloads have
// one or two, which are allocated with the error.
func newError(violations int) *Error {
	switch violations {
	case 1:
		var single struct {
			Error
			violations [1]Violation
		}
		single.Violations = single.violations[:]
		return &single.Error
	case 2:
		var pair struct {
			Error
			violations [2]Violation
		}
		pair.Violations = pair.violations[:]
		return &pair.Error
	}
	return &Error{Violations: make([]Violation, violations)}
}

// Error lists every violation, one per line.
func (e *Error) Error() string {
	var b strings.Builder
	for i := range e.Violations {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.Violations[i].Error())
	}
	if e.Truncated {
		b.WriteString("\nand more")
	}
	return b.String()
}

// Unwrap returns each [Violation], for errors.Is and errors.As.
func (e *Error) Unwrap() []error {
	all := make([]error, len(e.Violations))
	for i := range e.Violations {
		all[i] = e.Violations[i]
	}
	return all
}
