package verdict

import "github.com/verdict-lint/verdict/internal/resource"

// A Draft is a version of the JSON Schema specification.
type Draft int

// The supported drafts. A schema's own $schema selects one; see [WithDraft] for schemas
// without it.
const (
	Draft4 Draft = iota + 1
	Draft6
	Draft7
	Draft2019
	Draft2020

	// OpenAPI30 is the Schema Object of OpenAPI 3.0: some keywords of draft 4, with
	// nullable and discriminator, and formats such as int32. A part of an OpenAPI
	// description, which has its version, has the right draft without [WithDraft].
	OpenAPI30
)

// drafts maps drafts to those of package resource.
var drafts = map[Draft]resource.Draft{
	Draft4:    resource.Draft4,
	Draft6:    resource.Draft6,
	Draft7:    resource.Draft7,
	Draft2019: resource.Draft2019,
	Draft2020: resource.Draft2020,
	OpenAPI30: resource.OpenAPI30,
}

// draftOf returns the draft that drafts maps to a draft of package resource.
func draftOf(draft resource.Draft) Draft {
	for d, other := range drafts {
		if other == draft {
			return d
		}
	}
	return Draft2020
}
