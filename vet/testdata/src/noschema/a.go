package noschema

import (
	"encoding/json"
	"log/slog"
	"math/big"
	"time"
)

type Price struct{ cents int }

func (Price) MarshalJSON() ([]byte, error) { return nil, nil }

type Level int

func (*Level) MarshalJSON() ([]byte, error) { return nil, nil }

type Hooked struct{}

func (Hooked) MarshalJSON() ([]byte, error) { return nil, nil }
func (Hooked) JSONSchema() any              { return nil }

type Listed int

func (Listed) MarshalJSON() ([]byte, error) { return nil, nil }
func (Listed) Values() []Listed             { return nil }

type Text int

func (Text) MarshalText() ([]byte, error) { return nil, nil }

type Order struct {
	Price  Price               `json:"price"` // want `Price marshals itself, and its JSON in Order.Price and 2 other fields has no schema`
	Prices map[string][]*Price `json:"prices"`
	Level  Level               `json:"level"` // want `Level marshals itself, and its JSON in Order.Level and 1 other field has no schema`

	Said    Price           `json:"said" jsonschema:"type=string"`
	Hooked  Hooked          `json:"hooked"`
	Listed  []Listed        `json:"listed"`
	Text    Text            `json:"text"`
	At      time.Time       `json:"at"`
	Raw     json.RawMessage `json:"raw"`
	Big     *big.Int        `json:"big"`
	Any     json.Marshaler  `json:"any"`
	Ignored Price           `json:"ignored"` //verdict:ignore noschema the caller gives it one
	Out     Price           `json:"-"`
}

type Other struct {
	Price Price      `json:"price"`
	Level []*Level   `json:"level"`
	From  slog.Level `json:"from"` // want `slog.Level marshals itself, and its JSON in Other.From has no schema`
	Once  Once       `json:"once"` // want `Once marshals itself, and its JSON in Other.Once has no schema`
}

type Once struct{}

func (Once) MarshalJSON() ([]byte, error) { return nil, nil }
