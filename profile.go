package verdict

// This file restricts schemas to what providers of language models accept.

import (
	"fmt"

	"github.com/verdict-lint/verdict/internal/reflector"
)

// A Profile is the subset of JSON Schema that a provider of language models accepts for
// structured outputs and the arguments of tools.
//
// All of them accept types, properties, items, enum, anyOf and $ref. Which other keywords they
// accept differs; [Profile.Restrict] removes or replaces the rest.
type Profile int

const (
	// OpenAI requires every property, so that one which is optional in the schema is
	// nullable instead. It does not accept maps, or values of any type.
	OpenAI Profile = iota + 1

	// Anthropic accepts optional properties, but no maps, no recursive schemas, and hardly
	// any bounds.
	Anthropic

	// Gemini accepts optional properties and maps. It accepts a recursive schema only below
	// an optional property, which is not checked.
	Gemini
)

var profiles = map[Profile]*reflector.Profile{
	OpenAI:    reflector.OpenAI,
	Anthropic: reflector.Anthropic,
	Gemini:    reflector.Gemini,
}

func (p Profile) String() string {
	if known := profiles[p]; known != nil {
		return known.Name
	}
	return fmt.Sprintf("Profile(%d)", int(p))
}

// A RemovedKeyword is a keyword that a profile does not support.
type RemovedKeyword struct {
	Pointer string // JSON Pointer (RFC 6901) to the keyword in the original schema
	Keyword string
}

// Restrict returns the schema reduced to what the provider accepts, and the keywords that were
// removed, in the order of the schema. Values that satisfy the result may thus violate the
// schema: validate them against it. A oneOf becomes an anyOf, and is listed too; a const becomes
// an enum for Gemini. For OpenAI and Anthropic, objects have no other properties than those of
// the schema. $schema is removed and not listed.
//
// The error describes the parts of the schema that cannot be expressed: for OpenAI and Anthropic,
// objects with any names, such as those of maps; for OpenAI, values of any type; for all,
// a root that is not an object.
func (p Profile) Restrict(schema []byte) ([]byte, []RemovedKeyword, error) {
	profile, err := p.known()
	if err != nil {
		return nil, nil, err
	}
	document, removed, err := profile.Restrict(schema)
	if err != nil {
		return nil, nil, fmt.Errorf("verdict: %w", err)
	}
	list := make([]RemovedKeyword, len(removed))
	for i, keyword := range removed {
		list[i] = RemovedKeyword(keyword)
	}
	return document, list, nil
}

func (p Profile) known() (*reflector.Profile, error) {
	profile := profiles[p]
	if profile == nil {
		return nil, fmt.Errorf("verdict: unknown profile %d", int(p))
	}
	return profile, nil
}

// WithProfile makes [Reflect] return the schema that [Profile.Restrict] returns, to be sent to
// the provider. [For] compiles the schema of T with all its rules, for the validation of what
// the model returns; only null is allowed in place of optional properties if the profile
// requires all. It decodes to the zero value, or to null for a null.Or.
func WithProfile(p Profile) Option {
	return func(c *config) { c.profile = p }
}

// restricted returns a reflected document, restricted to the profile of WithProfile.
func (c *config) restricted(document []byte) ([]byte, error) {
	if c.profile == 0 {
		return document, nil
	}
	if c.reflection.options.ToDecode {
		profile, err := c.profile.known()
		if err != nil {
			return nil, err
		}
		return profile.Nullable(document)
	}
	document, _, err := c.profile.Restrict(document)
	return document, err
}
