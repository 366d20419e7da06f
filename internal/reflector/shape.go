package reflector

import (
	"github.com/invopop/jsonschema"

	"github.com/verdict-lint/verdict/internal/tags"
)

// A shape describes the values of a type: the schema of those that are not null, and whether null is
// one of them. The two are separate until the tags of the field have been read, because a keyword
// constrains the value and not its absence.
type shape struct {
	schema *jsonschema.Schema // belongs to this shape alone
	null   bool
	types  tags.Types   // that schema allows
	items  *shape       // of an array
	bounds *tags.Bounds // of an integer

	marshals bool  // the type writes itself
	opaque   bool  // the type writes itself, and its JSON is unknown
	quoted   bool  // a string that is written within a string
	listed   []any // the values that the type lists, after tags have restricted them
	narrowed bool  // an enum of a tag has replaced that of the type
}

// anything returns the shape of a value about which nothing is known.
func anything() shape { return shape{schema: &jsonschema.Schema{}, null: true} }
