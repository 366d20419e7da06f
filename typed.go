package verdict

// This file decodes payloads to Go values of the type that the schema was reflected from.

import (
	"context"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"github.com/verdict-lint/verdict/internal/decode"
	"github.com/verdict-lint/verdict/null"
)

// Typed is a schema reflected from T that also decodes into T. Like [Schema] it
// is immutable and safe for concurrent use.
type Typed[T any] struct {
	*Schema
	decoder  *decode.Decoder
	decoding json.Options // of the general decoder
	patching *patching    // nil without WithPatch
}

// maxDecodeDepth is the nesting that the decoder supports. A Typed reports deeper payloads
// as a violation of [Limits], even if these allow more.
const maxDecodeDepth = 10_000

// Decode validates the payload and decodes it into a new T. The result is that of
// encoding/json with one exception: names must match exactly, so that no property is
// decoded that was not validated, such as "ID" in addition to "id". (A type's own method
// UnmarshalJSON may match names differently.)
//
// The result does not refer to the payload. Its strings and raw messages share memory, also
// with those of other payloads: one that is kept may keep up to 4 KiB of others alive.
//
// With [WithDefaults], properties that are missing are decoded from the defaults of the schema.
//
// If the payload is invalid, the error is an [*Error] and T is the zero value. A valid
// payload may still be beyond the Go type or its decoder, as 1e400 is for a float64, or 1.0, which is
// an integer in JSON Schema, for an int; see [Reflect] for a list. Then the error is a
// [*DecodeError].
func (t *Typed[T]) Decode(payload []byte) (v T, err error) {
	if !isCompiled(t.schema()) {
		return v, errNotCompiled
	}
	r := runs.Get().(*run)
	defer r.end(t.Schema, &err)
	r.Record(t.entries)
	if payload, err = r.checkToDecode(t.Schema, payload); err != nil {
		return v, err
	}
	err = t.decode(r, payload, &v)
	return v, err
}

// DecodeInto is like [Typed.Decode] but decodes into target, and like encoding/json it keeps
// what the payload does not replace: fields without a property, entries of maps, and the
// memory of slices and of what pointers point to. With [WithDefaults], a default replaces what
// the field of a missing property has. If the payload is invalid, target is unchanged. If it is
// valid but cannot be decoded, target may be partly changed.
func (t *Typed[T]) DecodeInto(payload []byte, target *T) (err error) {
	if !isCompiled(t.schema()) {
		return errNotCompiled
	}
	r := runs.Get().(*run)
	defer r.end(t.Schema, &err)
	r.Record(t.entries)
	if payload, err = r.checkToDecode(t.Schema, payload); err != nil {
		return err
	}
	return t.decodeInto(r, payload, target)
}

// decode decodes the valid payload that r has checked. If the compiled decoder gives up, the
// general one decides, and has the error to report.
func (t *Typed[T]) decode(r *run, payload []byte, target *T) (err error) {
	defer decodingPanicked(t.Schema, &err)
	if decode.Decode(t.decoder, &r.decoding, r.Reader(payload), payload, target) {
		return nil
	}
	v := new(T)
	if err := json.Unmarshal(payload, v, t.decoding); err != nil {
		return decodeError(t.Schema, t.decoding, payload, new(T), err)
	}
	*target = *v
	return nil
}

func (t *Typed[T]) decodeInto(r *run, payload []byte, target *T) (err error) {
	defer decodingPanicked(t.Schema, &err)
	if t.decoder.Into(&r.decoding, r.Reader(payload), payload, target) {
		return nil
	}
	if err := json.Unmarshal(payload, target, t.decoding); err != nil {
		return decodeError(t.Schema, t.decoding, payload, new(T), err)
	}
	return nil
}

// decodingPanicked is deferred by functions that decode a payload. It returns a panic of a type's method as an
// error.
func decodingPanicked(s *Schema, err *error) {
	if cause := recover(); cause != nil {
		*err = withoutValues(s, fmt.Errorf("verdict: decoding a valid payload: panic: %w", &PanicError{Value: cause}), "decoding a valid payload")
	}
}

// A DecodeError is the error of decoding a payload that is valid, but beyond the Go type.
type DecodeError struct {
	Pointer string // the JSON Pointer (RFC 6901) to the value; "" if it is not known
	Err     error  // of the decoder, or with [WithRedaction] only its type
}

// Error returns "verdict: decoding a valid payload: " and the error.
func (e *DecodeError) Error() string { return "verdict: decoding a valid payload: " + e.Err.Error() }

// Unwrap returns Err.
func (e *DecodeError) Unwrap() error { return e.Err }

// decodeError returns the error for a payload that cannot be decoded. The errors of encoding/json do not
// tell a name with a dot from two names, so the payload is decoded again, into v, for the place.
func decodeError(s *Schema, decoding json.Options, payload []byte, v any, err error) error {
	e := &DecodeError{Err: err}
	var semantic *json.SemanticError
	if errors.As(json.Unmarshal(payload, v, decoding, jsonv1.ReportErrorsWithLegacySemantics(false)), &semantic) {
		e.Pointer = string(semantic.JSONPointer)
	}
	if s.redact {
		e.Err = fmt.Errorf("a %T, which is redacted", err)
	}
	return e
}

// Append appends what json.Marshal returns for v to dst, if that satisfies the schema. If
// not, the error is an [*Error], whose positions are those in the text of v, and dst is
// returned as it was. The error may also be that of json.Marshal.
func (t *Typed[T]) Append(dst []byte, v T) (text []byte, err error) {
	s := t.schema()
	if !isCompiled(s) {
		return dst, errNotCompiled
	}
	r := runs.Get().(*run)
	defer func() {
		if err != nil {
			text = dst
		}
	}()
	defer r.end(s, &err)
	text, err = marshalValue(s, dst, &v, s.encoders.AppendElem)
	if err != nil {
		return dst, err
	}
	return text, r.check(s, text[len(dst):])
}

// schema returns nil for a Typed that is nil or was not returned by [For].
func (t *Typed[T]) schema() *Schema {
	if t == nil {
		return nil
	}
	return t.Schema
}

// The methods of [Schema] are defined here so that they can be called on a nil Typed, too.

// Valid is [Schema.Valid].
func (t *Typed[T]) Valid(payload []byte) bool { return t.schema().Valid(payload) }

// Validate is [Schema.Validate].
func (t *Typed[T]) Validate(payload []byte) error { return t.schema().Validate(payload) }

// ValidateReader is [Schema.ValidateReader].
func (t *Typed[T]) ValidateReader(ctx context.Context, r io.Reader) error {
	return t.schema().ValidateReader(ctx, r)
}

// ValidateValue is [Schema.ValidateValue].
func (t *Typed[T]) ValidateValue(v any) error { return t.schema().ValidateValue(v) }

// Walk is [Schema.Walk].
func (t *Typed[T]) Walk() iter.Seq[Subschema] { return t.schema().Walk() }

// Lookup is [Schema.Lookup].
func (t *Typed[T]) Lookup(pointer string) []Subschema { return t.schema().Lookup(pointer) }

// Output is [Schema.Output].
func (t *Typed[T]) Output(payload []byte, format OutputFormat) *Output {
	return t.schema().Output(payload, format)
}

// threeStates is a *null.Or[T] of any T.
type threeStates interface {
	State() null.State
	SetNull()
	DecodeValue(decode func(target any) error) error
}

// decodingOptions returns the behavior of encoding/json with exact names. The methods of
// null.Or use encoding/json, which would match names in the value case-insensitively, so
// its value is decoded here.
//
// The option string of a field with a null.Or has no effect in encoding/json; the decoder
// would pass it on to the value.
func decodingOptions(unions []*json.Unmarshalers) json.Options {
	var options json.Options
	orNull := json.UnmarshalFromFunc(func(d *jsontext.Decoder, target threeStates) error {
		if d.PeekKind() == jsontext.KindNull {
			target.SetNull()
			return d.SkipValue()
		}
		if quoted, _ := json.GetOption(d.Options(), json.StringifyNumbers); quoted {
			text, err := d.ReadValue()
			if err != nil {
				return err
			}
			return target.DecodeValue(func(value any) error { return json.Unmarshal(text, value, options) })
		}
		return target.DecodeValue(func(value any) error { return json.UnmarshalDecode(d, value) })
	})
	number := json.UnmarshalFromFunc(decodeNumber)
	options = json.JoinOptions(
		jsonv1.DefaultOptionsV1(),
		json.MatchCaseInsensitiveNames(false),
		json.WithUnmarshalers(json.JoinUnmarshalers(append(slices.Clone(unions), orNull, number)...)),
	)
	return options
}

// decodeNumber decodes a json.Number of the standard library, which the decoder would treat
// as a string: from a number, or from a string if the json tag has the option ",string".
func decodeNumber(d *jsontext.Decoder, target *stdjson.Number) error {
	token, err := d.ReadToken()
	if err != nil {
		return err
	}
	if token.Kind() != jsontext.KindNull {
		*target = stdjson.Number(token.String())
	}
	return nil
}
