// Package null stands in for the real one.
package null

type Or[T any] struct{ value T }

func (o Or[T]) IsZero() bool { return true }

func (o Or[T]) MarshalJSON() ([]byte, error) { return nil, nil }
