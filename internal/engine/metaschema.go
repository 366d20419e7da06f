package engine

import (
	"fmt"
	"slices"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// WhyRejected validates rejected schemas of one document against the metaschemas of their dialects, and
// returns the failures, at most limit for each schema. A schema that package resource has rejected may
// have no failures; that package determines whether it is valid.
func WhyRejected(rejected []resource.Rejected, limit int) (failures []evaluate.Failure, truncated bool) {
	metaschemas := make(map[resource.Dialect]*program.Program)
	for i := range rejected {
		schema := &rejected[i]
		metaschema, ok := metaschemas[schema.Resource.Dialect]
		if !ok {
			var err error
			if metaschema, err = metaschemaOf(schema.Resource.Dialect); err != nil {
				continue
			}
			metaschemas[schema.Resource.Dialect] = metaschema
		}
		more, cut := whyRejected(schema, metaschema, limit)
		failures, truncated = append(failures, more...), truncated || cut
	}
	return failures, truncated
}

func whyRejected(rejected *resource.Rejected, metaschema *program.Program, limit int) (failures []evaluate.Failure, truncated bool) {
	tape := rejected.Tape()
	found, truncated := new(evaluate.Evaluator).FailuresAt(metaschema, tape, rejected.Node, limit)
	for _, f := range found {
		ofOther := slices.ContainsFunc(rejected.Others, func(other uint32) bool {
			return other <= f.Node && f.Node < tape.Nodes[other].Next
		})
		if !ofOther {
			failures = append(failures, f)
		}
	}
	return failures, truncated
}

// metaschemaOf compiles the metaschema of a dialect. Formats are asserted as they are by the
// checker of package resource.
func metaschemaOf(dialect resource.Dialect) (*program.Program, error) {
	uri, draft := dialect.MetaschemaURI(), dialect.Draft
	text, ok := resource.Metaschema(uri)
	if !ok {
		return nil, fmt.Errorf("no metaschema of %s", draft)
	}
	registry := &resource.Registry{Default: draft, Checked: true}
	root, err := registry.Add(uri, text)
	if err != nil {
		return nil, err
	}
	return program.Lower(registry, root, program.Options{Formats: draft <= resource.Draft7})
}
