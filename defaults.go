package verdict

// This file applies the defaults of a schema to payloads.

import (
	"errors"

	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/patch"
)

// WithDefaults makes [Typed.Decode] and [Typed.DecodeInto] apply the defaults of the schema, as
// [Schema.ApplyDefaults] does, before they validate and decode a payload, and
// [Typed.ApplyMergePatch] and [Typed.ApplyJSONPatch] before they validate the result. [Compile] and
// [For] fail if a default does not satisfy its own schema. The tag default=… of a field is one.
//
// [Schema.Valid], [Schema.Validate] and all other methods validate payloads as they are.
func WithDefaults() Option {
	return func(c *config) { c.defaults = true }
}

// ApplyDefaults returns the payload with a property for each `default` (Validation 2020-12, section
// 9.2) of a property that it lacks, if the result satisfies the schema. Otherwise the error is an
// [*Error], whose positions are those in the payload. If nothing is missing, the result is the
// payload itself.
//
// The rest of the payload is unchanged, byte for byte: properties are added after the last one of
// their object, in the order of the schema. A property that is null is not missing. Arrays get
// no further items.
//
// The default of a property is that of its schema in `properties`, or else the first of those
// that this refers to or has in `allOf`. It applies to each object to which the schema with
// `properties` applies: through properties, items, references, allOf, then, else or
// dependentSchemas, or through an alternative of anyOf or oneOf, or an if, that matches; not through
// not, contains and propertyNames. If several schemas have a default for a property, that of the
// schema itself takes precedence, then dependentSchemas, references and allOf, anyOf, oneOf, and if
// with then and else; of several alternatives, the first. The defaults within an object that is
// missing itself apply only if that object has a default, such as {}.
//
// Defaults are applied before the payload is validated. So a property that is required and has
// a default may be missing, also in an alternative of anyOf or oneOf. What was inserted is
// considered again: a default can have properties with defaults, and can change which schema of
// if applies.
//
// A default that does not satisfy its own schema is a [*SchemaError]: of this method, or with
// [WithDefaults] of [Compile]. Other errors are that defaults insert one another without end, and
// that they are too long: more than Bytes of [Limits] or, without that limit, than 1 MiB and 64
// times the payload.
func (s *Schema) ApplyDefaults(payload []byte) (result []byte, err error) {
	if !isCompiled(s) {
		return nil, errNotCompiled
	}
	r := runs.Get().(*run)
	defer r.end(s, &err)
	return r.checkFilled(s, payload, nil)
}

// ApplyDefaults is [Schema.ApplyDefaults].
func (t *Typed[T]) ApplyDefaults(payload []byte) ([]byte, error) {
	return t.schema().ApplyDefaults(payload)
}

// checkToDecode is check for a payload that will be decoded, and returns what to decode.
func (r *run) checkToDecode(s *Schema, payload []byte) ([]byte, error) {
	if !s.fills {
		return payload, r.check(s, payload)
	}
	return r.checkFilled(s, payload, nil)
}

// filled returns the payload with defaults, if they are applied and can be, except those of without.
func (r *run) filled(s *Schema, payload []byte, without []patch.Lack) []byte {
	if !s.fills {
		return payload
	}
	defaults, err := s.defaults()
	if err != nil {
		return payload
	}
	filled, err := s.engine.Fill(&r.Result, defaults, payload, without)
	if err != nil {
		return payload
	}
	return filled.Text
}

// checkFilled applies defaults, except those of without, and validates the result with the memory of r.
func (r *run) checkFilled(s *Schema, payload []byte, without []patch.Lack) ([]byte, error) {
	defaults, err := s.defaults()
	if err != nil {
		return nil, err
	}
	filled, err := s.engine.Fill(&r.Result, defaults, payload, without)
	if err != nil {
		return nil, errors.New("verdict: applying defaults: " + err.Error())
	}
	r.writer.Inserted(filled.Insertions())
	err = r.check(s, filled.Text)
	r.writer.Inserted(nil)
	if err != nil {
		var invalid *Error
		if errors.As(err, &invalid) {
			invalid.moveBack(payload, r.Tape.From, &filled)
		}
		return nil, err
	}
	return filled.Text, nil
}

// moveBack changes positions in a text with defaults to those in the payload, which is at a place of a
// stream.
func (e *Error) moveBack(payload []byte, from jsontape.Place, filled *engine.Filled) {
	var lines jsontape.LineIndex
	for i := range e.Violations {
		v := &e.Violations[i]
		v.Offset, v.End = filled.Offset(v.Offset), filled.Offset(v.End)
		v.Line, v.Column = lines.At(payload, v.Offset)
		if from.Line > 0 {
			if v.Line == 1 {
				v.Column += from.Column - 1
			}
			v.Line += from.Line - 1
		}
		if s := &v.Suggestion; s.Kind != "" {
			s.Offset, s.End = filled.Offset(s.Offset), filled.Offset(s.End)
		}
	}
}

// findDefaults returns the defaults of a compiled schema.
func findDefaults(compiled *engine.Schema) (*evaluate.Defaults, error) {
	defaults, err := compiled.Defaults()
	if err != nil {
		return nil, schemaError(err)
	}
	return defaults, nil
}
