package lint

import (
	"github.com/verdict-lint/verdict"
	tape "github.com/verdict-lint/verdict/internal/document"
	"github.com/verdict-lint/verdict/internal/program"
	"github.com/verdict-lint/verdict/internal/resource"
)

// What the evaluator knows of a fault beyond what a violation says: a message says it to
// people, and its words are theirs. What mends a fault is made of this, not of them.

// registry holds the schema and what it refers to, which have been compiled before.
func (s *Schema) registry() (*resource.Registry, *resource.Resource, error) {
	registry := &resource.Registry{
		Provide: s.loaded.unmoved,
		Given:   s.loaded.all,
		Load:    s.loaded.known,
		Default: resource.Draft2020,
		Checked: true,
	}
	uri := s.uri
	if uri == "" {
		uri = "verdict:///schema.json" // as the library has it; nobody gets to see it
	}
	root, err := registry.Add(uri, s.text())
	return registry, root, err
}

// lower is the program that the strict schema runs, or the plain one. It is nil where there
// is none, which does not happen to a schema that has compiled.
func (s *Schema) lower(strict bool) *program.Program {
	registry, root, err := s.registry()
	if err != nil {
		return nil
	}
	lowered, err := program.Lower(registry, root, program.Options{Formats: true, Strict: strict})
	if err != nil {
		return nil
	}
	return lowered
}

// explained are the rules whose faults are looked up among failures.
var explained = map[verdict.Rule]program.Code{
	verdict.RuleNull:            program.Type,
	verdict.RuleType:            program.Type,
	verdict.RuleUnknownProperty: program.UnknownProperty,
	verdict.RuleEnum:            program.Enum,
	verdict.RuleConst:           program.Const,
}

func isExplained(f fault) bool {
	_, ok := explained[f.Rule]
	return ok
}

// A failureKey tells which failure a fault came of. One value or name has one failure of
// a kind, however many keywords it breaks.
type failureKey struct {
	code   program.Code
	offset int
}

// failures are those of a payload, by what faults know of them.
type failures map[failureKey]*program.Failure

// failuresOf runs a program. What it returns is good until the evaluator is used again.
func failuresOf(lowered *program.Program, doc *tape.Document, evaluator *program.Evaluator) failures {
	if lowered == nil {
		return nil
	}
	all, _ := lowered.Failures(evaluator, doc, maxPerPayload)
	found := make(failures, len(all))
	for i := range all {
		key := failureKey{all[i].Code, int(doc.Nodes[all[i].Node].Start)}
		if _, ok := found[key]; !ok {
			found[key] = &all[i]
		}
	}
	return found
}

// of is the failure that a fault came of, nil where it is not known.
func (all failures) of(f *fault) *program.Failure {
	code, ok := explained[f.Rule]
	if !ok {
		return nil
	}
	return all[failureKey{code, f.Offset}]
}
