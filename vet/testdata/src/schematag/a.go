package schematag

import (
	"encoding/json"
	"math/big"
	"net/netip"
	"time"

	"github.com/verdict-lint/verdict/null"
)

type Level int

func (Level) MarshalJSON() ([]byte, error) { return nil, nil }

type Wrong struct {
	_ struct{} `jsonschema:"title=Wrong,minLength=1"` // want `Wrong._: "minLength" applies to string, but the field is object`

	Misspelt   string            `json:"a" jsonschema:"required,minLenght=1"`  // want `Wrong.Misspelt: unknown key "minLenght", did you mean "minLength"\?`
	Unknown    string            `json:"b" jsonschema:"colour=red"`            // want `Wrong.Unknown: unknown key "colour"$`
	Empty      string            `json:"c" jsonschema:"required,,minLength=1"` // want `Wrong.Empty: empty entry in the tag`
	Number     int               `json:"d" jsonschema:"minLength=1"`           // want `"minLength" applies to string, but the field is integer`
	Enum       int               `json:"e" jsonschema:"enum=1,enum=two"`       // want `"enum" requires a value of the field's type, integer, not "two"`
	Default    string            `json:"f" jsonschema:"enum=a,default=b"`      // want `default "b" is not in the enum`
	Left       string            `json:"g,omitempty" jsonschema:"required"`    // want `"required" contradicts the json tag, which lets the encoder leave the field out`
	Items      []int             `json:"h" jsonschema:"minLength=1"`           // want `"minLength" applies to string, but the items are integer`
	Three      null.Or[[]string] `json:"i,omitzero" jsonschema:"minimum=1"`    // want `"minimum" applies to integer or number, but the items are string`
	Quoted     int               `json:"j,string" jsonschema:"minimum=1"`      // want `"minimum" applies to integer or number, but the field is string`
	Time       *time.Time        `json:"k" jsonschema:"minimum=1"`             // want `"minimum" applies to integer or number, but the field is string`
	Option     string            `json:"l,omitEmpty"`                          // want `Wrong.Option: unknown option omitEmpty in the json tag, did you mean omitempty\?`
	Nonsense   string            `json:"m,frobnicate"`                         // want `Wrong.Nonsense: unknown option frobnicate in the json tag`
	Two, Names string            `jsonschema:"minimum=1"`                      // want `Wrong.Two: "minimum" applies to`
	Big        *big.Int          `json:"n" jsonschema:"minLength=1"`           // want `"minLength" applies to string, but the field is integer`
	Address    netip.Addr        `json:"o" jsonschema:"minimum=1"`             // want `"minimum" applies to integer or number, but the field is string`
	Bytes      []byte            `json:"p" jsonschema:"minItems=1"`            // want `"minItems" applies to array, but the field is string`
	Escaped    string            "json:\"q\" jsonschema:\"minLenght=1\""       // want `unknown key "minLenght", did you mean "minLength"\?`
}

type Doubtful struct {
	Format   string `json:"a" jsonschema:"format=datetime"`                // want `Doubtful.Format: unknown format "datetime", did you mean "date-time"\?`
	Text     string `json:"b" jsonschema:"the name, as given"`             // want `"the name, as given" is not a key; write description=… for a description`
	Pattern  string `json:"c" jsonschema:"pattern=^a,enum=b"`              // want `enum "b" breaks pattern=\^a`
	Byte     uint8  `json:"d" jsonschema:"multipleOf=300,minimum=1"`       // want `nothing satisfies multipleOf=300 and minimum=1 within the type, which goes from 0 to 255`
	Beyond   []int8 `json:"e" jsonschema:"maximum=200"`                    // want `beyond the type, which goes from -128 to 127`
	Defaults []int  `json:"f" jsonschema:"maxItems=1,default=1,default=2"` // want `the default has 2 items, which breaks maxItems=1`
}

type Right struct {
	Pattern string          `json:"a" jsonschema:"pattern=^a{1\\,2}$,minLength=1"`
	Items   []string        `json:"b" jsonschema:"minItems=1,enum=a,enum=b"`
	Deep    [][]int         `json:"c" jsonschema:"items.minItems=1,items.items.minimum=0"`
	Own     Level           `json:"d" jsonschema:"enum=low,enum=high"`
	Raw     json.RawMessage `json:"e" jsonschema:"minLength=1"`
	Any     any             `json:"f" jsonschema:"minimum=1,minLength=1"`
	Map     map[string]int  `json:"g" jsonschema:"minProperties=1"`
	Number  json.Number     `json:"h" jsonschema:"minimum=1"`
	Out     func()          `json:"-" jsonschema:"-"`
	Dash    string          `json:"-,"`
	Format  time.Time       `json:"i,format:RFC3339"`
	Meant   string          `json:"j" jsonschema:"x-colour=red"` //verdict:ignore schematag read by another tool
}

type Tree []Tree

type Loop *Loop

type Endless struct {
	Tree Tree      `json:"tree" jsonschema:"minItems=1,items.items.items.minItems=1"`
	Loop Loop      `json:"loop" jsonschema:"minItems=1"`
	List []Endless `json:"list" jsonschema:"items.minProperties=1"`
	*Endless
}

type Generic[T any] struct {
	Value T `json:"value" jsonschema:"minLength=1,minimum=1"`
}

type NoModel struct {
	Tag string `yaml:"a,omitEmpty"`
}
