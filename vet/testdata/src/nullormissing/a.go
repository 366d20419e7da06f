package nullormissing

import "github.com/verdict-lint/verdict/null"

type Alias = null.Or[int]

type Session struct {
	Label    null.Or[string] `json:"label"` // want `Session.Label does not state whether it may be missing; add omitzero, or jsonschema:"required" if it must not`
	Untagged null.Or[string] // want `Session.Untagged does not state whether it may be missing`
	Tagged   null.Or[string] `json:"tagged" jsonschema:"minLength=1"` // want `Session.Tagged does not state`
	Alias    Alias           `json:"alias"`                           // want `Session.Alias does not state`
	Optional null.Or[string] `json:"optional,omitzero"`
	Required null.Or[string] `json:"required" jsonschema:"required"`
	Out      null.Or[string] `json:"-"`
	hidden   null.Or[string]
	Ignored  null.Or[string] `json:"ignored"` //verdict:ignore pointernull,nullormissing
	// Above is silenced from above.
	//
	//verdict:ignore nullormissing the default is fine
	Above null.Or[string] `json:"above"`
}

// NoModel has nothing to do with JSON.
type NoModel struct {
	Label null.Or[string]
}
