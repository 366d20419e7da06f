package reflector

// This file rejects schemas that contain themselves. github.com/invopop/jsonschema would follow one
// until the stack overflows, which cannot be recovered from.

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/invopop/jsonschema"
)

var errCycle = errors.New("it contains itself; use $ref to refer to the schema")

// marshal writes a schema that a user may have made.
func marshal(s *jsonschema.Schema) ([]byte, error) {
	if containsItself(s, make(map[*jsonschema.Schema]visit)) {
		return nil, errCycle
	}
	return json.Marshal(s)
}

type visit int

const (
	entered visit = iota + 1
	left
)

func containsItself(s *jsonschema.Schema, visits map[*jsonschema.Schema]visit) bool {
	if s == nil || visits[s] == left {
		return false
	}
	if visits[s] == entered {
		return true
	}
	visits[s] = entered
	for _, inner := range schemasIn(s) {
		if containsItself(inner, visits) {
			return true
		}
	}
	visits[s] = left
	return false
}

// schemasIn returns the direct subschemas of s.
func schemasIn(s *jsonschema.Schema) []*jsonschema.Schema {
	below := []*jsonschema.Schema{
		s.Not, s.If, s.Then, s.Else, s.Items, s.Contains,
		s.AdditionalProperties, s.PropertyNames, s.ContentSchema,
	}
	below = slices.Concat(below, s.AllOf, s.AnyOf, s.OneOf, s.PrefixItems)
	for _, named := range []map[string]*jsonschema.Schema{s.Definitions, s.DependentSchemas, s.PatternProperties} {
		below = slices.AppendSeq(below, maps.Values(named))
	}
	if s.Properties != nil {
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			below = append(below, p.Value)
		}
	}
	return below
}
