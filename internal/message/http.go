package message

import "strconv"

// This file has the sentences of package verdicthttp.

// A Sentence is a message that is not about a place in a document: the detail of a problem.
type Sentence struct {
	form form
	args []arg
}

// In returns the sentence in the words of a catalog, in English if it is nil.
func (s Sentence) In(c *Catalog) string {
	w := Writer{Catalog: c}
	return w.words(s.form, s.args...)
}

// IsZero reports whether there is no sentence.
func (s Sentence) IsZero() bool { return s.form == 0 }

// The sentences about a request that have no parameters.
var (
	BodyMissing       = Sentence{form: formBodyMissing}
	BodyIncomplete    = Sentence{form: formBodyIncomplete}
	BodySlow          = Sentence{form: formBodySlow}
	BodyEncoded       = Sentence{form: formBodyEncoded}
	BodyType          = Sentence{form: formBodyType}
	NotAJSONPatch     = Sentence{form: formNotAJSONPatch}
	QueryInvalid      = Sentence{form: formQueryInvalid}
	QueryNotUTF8      = Sentence{form: formQueryNotUTF8}
	SchemaUnavailable = Sentence{form: formSchemaUnavailable}
	RequestFailed     = Sentence{form: formRequestFailed}
)

// BodyTooLarge is about a body with more bytes than the limit.
func BodyTooLarge(limit int64) Sentence {
	return Sentence{formBodyTooLarge, []arg{text(inLimit, strconv.FormatInt(limit, 10))}}
}

// QueryTooLarge is about a query with more parameters than the limit.
func QueryTooLarge(limit int) Sentence {
	return Sentence{formQueryTooLarge, []arg{number(inLimit, limit)}}
}

// PatchType names the media types of patches.
func PatchType(first, second string) Sentence {
	return Sentence{formPatchType, []arg{text(inFirst, first), text(inSecond, second)}}
}

// PatchOperation is about the operation of a JSON Patch that cannot be applied.
func PatchOperation(index int, op, pointer, why string) Sentence {
	return Sentence{formPatchOperation, []arg{
		number(inCount, index), text(inKeyword, op), text(inProperty, strconv.Quote(pointer)), text(inWhy, why),
	}}
}

// A Subject is what is validated.
type Subject form

// The subjects.
const (
	Body        = Subject(formSubjectBody)
	Response    = Subject(formSubjectResponse)
	Parameters  = Subject(formSubjectParameters)
	PatchResult = Subject(formSubjectPatchResult)
)

// Invalid says that the subject does not match its schema.
func (s Subject) Invalid() Sentence { return s.is(formSubjectInvalid) }

// Malformed says that the subject is not JSON, or exceeds a limit.
func (s Subject) Malformed() Sentence { return s.is(formSubjectMalformed) }

// Undecodable says that the subject cannot be decoded into the Go type, because of the value at a JSON Pointer
// unless that is "".
func (s Subject) Undecodable(pointer string) Sentence {
	if pointer == "" {
		return s.is(formSubjectUndecodable)
	}
	sentence := s.is(formSubjectUndecodableAt)
	sentence.args = append(sentence.args, text(inProperty, strconv.Quote(pointer)))
	return sentence
}

// Unvalidated says that validation has failed.
func (s Subject) Unvalidated() Sentence { return s.is(formSubjectUnvalidated) }

func (s Subject) is(f form) Sentence {
	return Sentence{f, []arg{{holds: inGot, as: asReason, form: form(s)}}}
}

// Title returns the phrase of a status that a problem can have, "" for any other.
func (c *Catalog) Title(status int) string {
	if f, ok := titles[status]; ok {
		return c.Word(f)
	}
	return ""
}

var titles = map[int]form{
	400: formTitle400, 408: formTitle408, 409: formTitle409, 413: formTitle413, 415: formTitle415, 422: formTitle422,
	500: formTitle500, 503: formTitle503,
}
