package verdict

import (
	"bytes"
	"encoding/json"
	"fmt"
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

// ParamsOf returns the parameters that json.Marshal encodes as an object, "" if it has no
// properties. It panics if they cannot be encoded, or are no object.
func ParamsOf(params any) Params {
	text, err := json.Marshal(params)
	var p Params
	if err == nil {
		err = p.UnmarshalJSON(text)
	}
	if err != nil {
		panic(fmt.Sprintf("verdict: the parameters cannot be encoded as a JSON object: %v", err))
	}
	return p
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
