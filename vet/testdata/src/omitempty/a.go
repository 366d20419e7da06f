package omitempty

import (
	"time"

	"github.com/verdict-lint/verdict/null"
)

type Inner struct{ A int }

type Order struct {
	At     time.Time       `json:"at,omitempty"`            // want `omitempty has no effect on Order.At: a struct is never empty; use omitzero`
	Label  null.Or[string] `json:"label,omitempty"`         // want `omitempty has no effect on Order.Label: a struct is never empty; use omitzero`
	Inner  Inner           `json:",omitempty" yaml:"inner"` // want `a struct is never empty`
	Plain  struct{ A int } `json:"plain,omitempty"`         // want `a struct is never empty`
	Hash   [2]byte         `json:"hash,omitempty"`          // want `an array with elements is never empty`
	None   [0]byte         `json:"none,omitempty"`
	Both   time.Time       `json:"both,omitempty,omitzero"`
	Zero   time.Time       `json:"zero,omitzero"`
	Time   *time.Time      `json:"time,omitempty"`
	List   []Inner         `json:"list,omitempty"`
	Text   string          `json:"text,omitempty"`
	Out    time.Time       `json:"-"`
	hidden time.Time       `json:"hidden,omitempty"`
}

type Generic[T any] struct {
	Value T `json:"value,omitempty"`
}
