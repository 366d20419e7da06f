package verdict

import (
	"bytes"
	"encoding/json"
)

// Params are the parameters of a violated rule as a JSON object, such as {"count":0,"limit":1}
// of min-items, so that programs need not parse messages: to translate them, or to show what
// is wrong in a form. Params of a rule without parameters are "".
//
// docs/output.md lists the parameters of each rule. They are names, types, counts, positions
// and values of the schema, never values of the payload.
type Params string

// Map returns the parameters by name, nil if there are none. Numbers are of type
// [json.Number].
func (p Params) Map() map[string]any {
	var all map[string]any
	d := json.NewDecoder(bytes.NewReader([]byte(p)))
	d.UseNumber()
	if d.Decode(&all) != nil {
		return nil
	}
	return all
}

// Get returns one parameter, nil if there is no such parameter.
func (p Params) Get(name string) any { return p.Map()[name] }

// ParamsOf returns the parameters that json.Marshal encodes as an object. They are "" if the
// object has no properties, or if params cannot be encoded as one.
func ParamsOf(params any) Params {
	p, _ := encodeParams(params)
	return p
}

func encodeParams(params any) (p Params, err error) {
	defer recovered("marshaling parameters", &err)
	text, err := json.Marshal(params)
	if err != nil {
		return "", err
	}
	err = p.UnmarshalJSON(text)
	return p, err
}

// MarshalJSON returns the object.
func (p Params) MarshalJSON() ([]byte, error) {
	if p == "" {
		return []byte("null"), nil
	}
	return []byte(p), nil
}

// UnmarshalJSON keeps the object, or "" for null and an object without properties.
func (p *Params) UnmarshalJSON(text []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	if len(all) == 0 {
		*p = ""
		return nil
	}
	written, err := json.Marshal(all) // in the form in which params are written
	*p = Params(written)
	return err
}
