package reflector

// This file lists types, mostly of the standard library, with JSON that does not follow from
// their fields and methods.

import (
	"encoding"
	"encoding/json"
	"math/big"
	"net"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/tags"
	"github.com/verdict-lint/verdict/null"
)

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	numberType    = reflect.TypeFor[json.Number]()
	stateType     = reflect.TypeFor[null.State]()
)

// known lists types with the schema of their JSON. If the zero value is written as an
// empty string, the pattern accepts that. It is created on first use: most programs
// that validate reflect nothing.
var known = sync.OnceValue(func() map[reflect.Type]jsonschema.Schema {
	return map[reflect.Type]jsonschema.Schema{
		reflect.TypeFor[time.Time]():       {Type: "string", Format: "date-time"},
		reflect.TypeFor[json.Number]():     {Type: "number"},
		reflect.TypeFor[json.RawMessage](): {},
		reflect.TypeFor[big.Int]():         {Type: "integer"},
		reflect.TypeFor[big.Float]():       {Type: "string", Pattern: `^[+-]?([0-9]+(\.[0-9]+)?([eEp][+-]?[0-9]{1,9})?|Inf)$`},
		reflect.TypeFor[big.Rat]():         {Type: "string", Pattern: `^[+-]?[0-9]+(/0*[1-9][0-9]*|(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?)$`},
		reflect.TypeFor[net.IP]():          addresses(),
		reflect.TypeFor[netip.Addr]():      addresses(&jsonschema.Schema{Pattern: `^` + ipv6 + `%.+$`}), // a zone is in no format
		reflect.TypeFor[netip.AddrPort]():  {Type: "string", Pattern: `^((\[` + ipv6 + `(%[^\]]+)?\]|` + ipv4 + `):` + port + `)?$`},
		reflect.TypeFor[netip.Prefix]():    {Type: "string", Pattern: `^(` + ipv4 + `/([12]?[0-9]|3[0-2])|` + ipv6 + `/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))?$`},
	}
})

// knownByName lists types of other modules, which are not imported.
var knownByName = sync.OnceValue(func() map[string]jsonschema.Schema {
	return map[string]jsonschema.Schema{
		"github.com/google/uuid.UUID":      {Type: "string", Format: "uuid"},
		"github.com/gofrs/uuid.UUID":       {Type: "string", Format: "uuid"},
		"github.com/gofrs/uuid/v5.UUID":    {Type: "string", Format: "uuid"},
		"github.com/oklog/ulid/v2.ULID":    {Type: "string", Pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"},
		"github.com/oklog/ulid.ULID":       {Type: "string", Pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"},
		"github.com/rs/xid.ID":             {Type: "string", Pattern: "^[0-9a-v]{20}$"},
		"github.com/segmentio/ksuid.KSUID": {Type: "string", Pattern: "^(" + base62UpTo("aWgEPTl1tmebfsQzFP4bxwgy80V") + ")$"},
	}
})

// wellKnown returns the shape of t if it is in one of the tables.
func wellKnown(t reflect.Type, addressable bool) (shape, bool) {
	s, ok := known()[t]
	if !ok {
		s, ok = knownByName()[fullName(t)]
	}
	if !ok {
		return shape{}, false
	}
	s.AnyOf = slices.Clone(s.AnyOf) // a hook of the user may change its argument
	for i, alternative := range s.AnyOf {
		fresh := *alternative
		s.AnyOf[i] = &fresh
	}
	found := shape{schema: &s, types: typesOf(s.Type), marshals: t != numberType}
	found.null = s.Type == "" || zeroIsNull(t) // a nil json.RawMessage is null, and others may contain it
	if !addressable && !t.Implements(jsonMarshaler) && !t.Implements(textMarshaler) && t != numberType {
		// Only methods of the pointer marshal it, and these are not called for a
		// value in an interface or a map; encoding/json then writes its exported
		// fields, of which there are none.
		found.schema = &jsonschema.Schema{AnyOf: []*jsonschema.Schema{&s, emptyObject()}}
		found.types = tags.Anything
	}
	return found, true
}

// Knows reports whether a type, named with its import path, is one whose JSON is
// known.
func Knows(name string) bool {
	if _, ok := knownByName()[name]; ok {
		return true
	}
	for t := range known() {
		if fullName(t) == name {
			return true
		}
	}
	return false
}

// zeroIsNull reports whether the zero value of a type that marshals itself is
// written as null.
func zeroIsNull(t reflect.Type) bool {
	text, err := json.Marshal(reflect.New(t).Interface())
	return err == nil && string(text) == "null"
}

// addresses returns the schema of an IP address, the empty string, or one of others.
func addresses(others ...*jsonschema.Schema) jsonschema.Schema {
	none := uint64(0)
	return jsonschema.Schema{
		Type:  "string",
		AnyOf: append([]*jsonschema.Schema{{Format: "ipv4"}, {Format: "ipv6"}, {MaxLength: &none}}, others...),
	}
}

func emptyObject() *jsonschema.Schema {
	none := uint64(0)
	return &jsonschema.Schema{Type: "object", MaxProperties: &none}
}

// threeStates returns the T of a null.Or[T].
func threeStates(t reflect.Type) (reflect.Type, bool) {
	if t.PkgPath() != stateType.PkgPath() || t.Kind() != reflect.Struct || !strings.HasPrefix(t.Name(), "Or[") {
		return nil, false
	}
	value, ok := t.FieldByName("value")
	return value.Type, ok
}
