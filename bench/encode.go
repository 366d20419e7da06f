package bench

// This file compares the time to encode a Go value: verdict, which validates, with encoders that do not,
// and with encoding/json followed by a validation.

import (
	stdjson "encoding/json"
	"io"

	"github.com/bytedance/sonic"
	"github.com/go-json-experiment/json"
	gojson "github.com/goccy/go-json"

	"github.com/verdict-lint/verdict"
)

// marshalers are the encoders that verdict is compared with.
var marshalers = []struct {
	name    string
	marshal func(v any) ([]byte, error)
}{
	{"encoding/json", stdjson.Marshal},
	{"json v2", func(v any) ([]byte, error) { return json.Marshal(v) }},
	{"sonic", sonic.ConfigStd.Marshal},
	{"goccy/go-json", gojson.Marshal},
}

// marshalThenValidate is the reference of the table.
const marshalThenValidate = "encoding/json, then `Validate`"

// EncodeShapes returns the shapes of [DecodeShapes], with entries that encode the values of
// the payloads.
func EncodeShapes(corpora []Corpus) ([]DecodeShape, error) {
	return shapesOf(corpora, func(m model, payloads [][]byte) (DecodeShape, error) { return m.encoded(m.name, payloads) })
}

// encodeShape decodes the payloads that satisfy the schema of T. Its payloads are the values as
// JSON, for their size.
func encodeShape[T any](name string, payloads [][]byte) (DecodeShape, error) {
	typed, err := verdict.For[T]()
	if err != nil {
		return DecodeShape{}, err
	}
	shape := DecodeShape{Name: name}
	var values []*T
	for _, p := range payloads {
		v, err := typed.Decode(p)
		if err != nil {
			continue
		}
		text, err := typed.Append(nil, v)
		if err != nil {
			return DecodeShape{}, err
		}
		values = append(values, &v)
		shape.Payloads = append(shape.Payloads, text)
	}
	var dst []byte
	shape.Entries = []Entry{
		encodeEntry("verdict, `ValidateValue`", values, func(v *T) bool { return typed.ValidateValue(v) == nil }),
		encodeEntry("verdict, `Append`", values, func(v *T) bool {
			var err error
			dst, err = typed.Append(dst[:0], *v)
			return err == nil
		}),
		encodeEntry(marshalThenValidate, values, func(v *T) bool {
			text, err := stdjson.Marshal(v)
			return err == nil && typed.Validate(text) == nil
		}),
		entry("verdict, only `Valid` of the text", typed.Valid),
	}
	for _, m := range marshalers {
		shape.Entries = append(shape.Entries, encodeEntry(m.name, values, func(v *T) bool {
			_, err := m.marshal(v)
			return err == nil
		}))
	}
	return shape, shape.check()
}

// encodeEntry returns an entry that encodes the values in turn, as often as it is called with a
// payload.
func encodeEntry[T any](name string, values []*T, encode func(*T) bool) Entry {
	return Entry{Name: name, Open: func() (Check, error) {
		next := 0
		return func([]byte) bool {
			if next == len(values) {
				next = 0
			}
			next++
			return encode(values[next-1])
		}, nil
	}}
}

// WriteEncodeTable measures the shapes and writes how many times as fast as encoding/json with a
// validation after it each encoder is, and how often it allocates for a value.
func WriteEncodeTable(w io.Writer, shapes []DecodeShape, config Config) error {
	return writeTable(w, shapes, marshalThenValidate, config)
}
