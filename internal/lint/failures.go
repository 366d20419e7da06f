package lint

import (
	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/program"
)

// What the evaluator knows of a fault beyond what a violation says: a message says it to
// people, and its words are theirs. What mends a fault is made of this, not of them.

// explained are the rules whose faults are looked up among failures.
var explained = map[verdict.Rule]program.Code{
	verdict.RuleNull:            program.Type,
	verdict.RuleType:            program.Type,
	verdict.RuleUnknownProperty: program.UnknownProperty,
	verdict.RuleEnum:            program.Enum,
	verdict.RuleConst:           program.Const,
}

// A failureKey tells which failure a fault came of. One value or name has one failure of
// a kind, however many keywords it breaks.
type failureKey struct {
	code   program.Code
	offset int
}

// failures are those of a payload, by what faults know of them.
type failures map[failureKey]*program.Failure

// failuresOf sorts the failures that a run has found.
func failuresOf(r *run) failures {
	found := make(failures, len(r.Failures))
	for i := range r.Failures {
		f := &r.Failures[i]
		key := failureKey{f.Code, int(r.Tape.Nodes[f.Node].Start)}
		if _, ok := found[key]; !ok {
			found[key] = f
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
