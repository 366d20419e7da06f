package verdict

import "github.com/verdict-lint/verdict/internal/resource"

// A Draft is a version of the JSON Schema specification.
type Draft int

// The drafts that are understood. A schema's own $schema decides; see
// [WithDraft] for those that have none.
const (
	Draft4 Draft = iota + 1
	Draft6
	Draft7
	Draft2019
	Draft2020
)

// drafts are the same as the resource package has them.
var drafts = map[Draft]resource.Draft{
	Draft4:    resource.Draft4,
	Draft6:    resource.Draft6,
	Draft7:    resource.Draft7,
	Draft2019: resource.Draft2019,
	Draft2020: resource.Draft2020,
}
