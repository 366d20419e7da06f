package engine

import (
	"fmt"
	"slices"
	"sync"

	"github.com/verdict-lint/verdict/internal/evaluate"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// WhyRejected validates rejected schemas of one document against the metaschemas that reject them, and
// returns the failures, at most limit for each schema. A schema that the checker of package resource has
// rejected may have no failures; the checker determines whether it is valid.
func WhyRejected(rejected []resource.Rejected, limit int) (failures []evaluate.Failure, truncated bool) {
	for i := range rejected {
		schema := &rejected[i]
		var metaschema *program.Program
		if e, ok := schema.Enforcer.(*enforcer); ok && schema.Metaschema != nil {
			metaschema = e.programs[schema.Metaschema]
		} else {
			var err error
			if metaschema, err = metaschemaOf(schema.Resource.Dialect); err != nil {
				continue
			}
		}
		more, cut := failuresOf(metaschema, schema.Place, schema.Others, limit)
		failures, truncated = append(failures, more...), truncated || cut
	}
	return failures, truncated
}

// failuresOf validates a schema against a metaschema, without the other resources in it.
func failuresOf(metaschema *program.Program, schema resource.Place, others []uint32, limit int) (failures []evaluate.Failure, truncated bool) {
	tape := schema.Tape()
	found, truncated := new(evaluate.Evaluator).FailuresAt(metaschema, tape, schema.Node, limit)
	for _, f := range found {
		ofOther := slices.ContainsFunc(others, func(other uint32) bool {
			return other <= f.Node && f.Node < tape.Nodes[other].Next
		})
		if !ofOther {
			failures = append(failures, f)
		}
	}
	return failures, truncated
}

// An enforcer validates schemas against metaschemas that the caller has given (Core 2020-12, section
// 8.1.1), with the keywords and formats of the caller.
type enforcer struct {
	registry *resource.Registry
	options  program.Options

	// programs are those of the metaschemas; nil for one that is being lowered.
	programs map[*resource.Resource]*program.Program
}

// maxRejections is how many failures of a schema are looked at to find one that is not of another
// resource in it.
const maxRejections = 10_000

// Accepts reports whether a schema satisfies a metaschema. A schema that the metaschema itself refers to
// is accepted, because the metaschema is not complete yet.
func (e *enforcer) Accepts(metaschema *resource.Resource, schema resource.Place, others []uint32) (bool, error) {
	p, ok := e.programs[metaschema]
	if !ok {
		e.programs[metaschema] = nil
		options := e.options
		options.Formats = metaschema.Dialect.Draft <= resource.Draft7
		var err error
		if p, err = program.Lower(e.registry, metaschema, options); err != nil {
			delete(e.programs, metaschema)
			return false, err
		}
		e.programs[metaschema] = p
	}
	if p == nil {
		return true, nil
	}
	failures, truncated := failuresOf(p, schema, others, maxRejections)
	return len(failures) == 0 && !truncated, nil
}

// metaschemas has the programs of the specification's metaschemas by URI, each compiled once.
var metaschemas sync.Map

// metaschemaOf returns the metaschema of a dialect. Formats are asserted as they are by the
// checker of package resource.
func metaschemaOf(dialect resource.Dialect) (*program.Program, error) {
	uri, draft := dialect.MetaschemaURI(), dialect.Draft
	if known, ok := metaschemas.Load(uri); ok {
		return known.(*program.Program), nil
	}
	text, ok := resource.Metaschema(uri)
	if !ok {
		return nil, fmt.Errorf("no metaschema of %s", draft)
	}
	registry := &resource.Registry{Default: draft, Checked: true}
	root, err := registry.Add(uri, text)
	if err != nil {
		return nil, err
	}
	p, err := program.Lower(registry, root, program.Options{Formats: draft <= resource.Draft7})
	if err == nil {
		metaschemas.Store(uri, p)
	}
	return p, err
}
