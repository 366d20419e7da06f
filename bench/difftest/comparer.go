package difftest

// This file compares the verdicts of several engines.

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict"
)

// An Outcome is the result of comparing verdict's answer with those of the references.
type Outcome string

// The outcomes. Those after Listed are findings.
const (
	Agree       Outcome = "agree"
	Listed      Outcome = "differs from a reference with a listed fault"
	NoReference Outcome = "no reference is able to answer"
	Panic       Outcome = "verdict panics"
	Contradicts Outcome = "verdict contradicts itself"
	Rejects     Outcome = "verdict rejects a schema that the references accept"
	Accepts     Outcome = "verdict accepts a schema that the references reject"
	Ours        Outcome = "verdict differs from every reference that is able to answer"
	Split       Outcome = "verdict differs from one reference and agrees with another"
)

// Finding reports whether the outcome needs a closer look.
func (o Outcome) Finding() bool {
	return o != Agree && o != Listed && o != NoReference
}

// A Case is a schema of a draft and a payload.
type Case struct {
	Draft   verdict.Draft
	Schema  any
	Before  [][]byte // payloads that were validated before, if that matters
	Payload []byte   // nil if the engines disagree about the schema
}

// A Comparison is the result of a case.
type Comparison struct {
	Case
	Outcome Outcome
	Valid   bool     // verdict's verdict
	Answers string   // the answer of each engine, in order: equal for two cases with the same cause
	Detail  string   // errors of the engines
	Faults  []string // the listed faults that explain a difference
}

// A Comparer compares an engine with references.
type Comparer struct {
	Engine     Engine
	References []Engine
	Faults     []Fault
}

// NewComparer returns a Comparer of verdict with v5 and v6.
func NewComparer() *Comparer {
	return &Comparer{Engine: Verdict(), References: References(), Faults: Faults()}
}

// A Trial is a schema, compiled by every engine.
type Trial struct {
	comparer *Comparer
	schema   any
	draft    verdict.Draft
	ours     Check
	theirs   []Check // nil for a reference that rejects the schema
	before   [][]byte
}

// mostBefore is how many payloads before a finding are known.
const mostBefore = 64

// Open compiles the schema. The trial is nil unless verdict accepts it; the
// comparison is about the schema alone.
func (j *Comparer) Open(schema any, draft verdict.Draft) (*Trial, Comparison) {
	text := Text(schema)
	t := &Trial{comparer: j, schema: schema, draft: draft}
	about := Comparison{Case: Case{Draft: draft, Schema: schema}, Outcome: Agree}
	ours, err := j.Engine.compile(text, draft)
	t.ours = ours
	var answers, details []string
	if err != nil {
		answers = append(answers, j.Engine.Name+" rejects it")
		details = append(details, fmt.Sprintf("%s: %v", j.Engine.Name, err))
	}
	rejected := 0
	for _, r := range j.References {
		theirs, rejection := r.compile(text, draft)
		t.theirs = append(t.theirs, theirs)
		if rejection != nil {
			rejected++
			answers = append(answers, r.Name+" rejects it")
			details = append(details, fmt.Sprintf("%s: %v", r.Name, rejection))
		}
	}
	about.Answers = strings.Join(answers, ", ")
	about.Detail = strings.Join(details, "; ")
	switch {
	case errors.As(err, new(panicError)):
		about.Outcome = Panic
	case err != nil && rejected == 0:
		about.Outcome = Rejects
	case err == nil && rejected == len(j.References):
		about.Outcome = Accepts
	}
	if err != nil || about.Outcome == Accepts {
		return nil, about
	}
	return t, about
}

// Compare validates the payload with every engine.
func (t *Trial) Compare(payload []byte) (j Comparison) {
	j = Comparison{Case: Case{Draft: t.draft, Schema: t.schema, Payload: payload}, Outcome: Agree}
	defer func() {
		if j.Outcome.Finding() {
			j.Before = slices.Clone(t.before)
		}
		t.before = append(t.before[max(0, len(t.before)+1-mostBefore):], payload)
	}()
	value, err := parse(payload)
	if err != nil {
		j.Outcome, j.Detail = Contradicts, err.Error() // payloads are always JSON
		return j
	}
	if j.Valid, err = t.ours.ask(payload, value); err != nil {
		j.Outcome, j.Detail = Contradicts, err.Error()
		if errors.As(err, new(panicError)) {
			j.Outcome = Panic
		}
		return j
	}
	answers := []string{fmt.Sprintf("%s: %t", t.comparer.Engine.Name, j.Valid)}
	var same, different int
	for i, r := range t.comparer.References {
		if t.theirs[i] == nil {
			answers = append(answers, r.Name+": rejects the schema")
			continue
		}
		valid, err := t.theirs[i].ask(payload, value)
		if err != nil {
			answers = append(answers, fmt.Sprintf("%s: %v", r.Name, err))
			t.theirs[i] = func([]byte, any) (bool, error) { return false, err } // as it would be for most others
			continue
		}
		answers = append(answers, fmt.Sprintf("%s: %t", r.Name, valid))
		if valid == j.Valid {
			same++
			continue
		}
		if fault := t.comparer.fault(r.Name, j.Case, value); fault != "" {
			j.Faults = append(j.Faults, fault)
			continue
		}
		different++
	}
	j.Answers = strings.Join(answers, ", ")
	switch {
	case different > 0 && same > 0:
		j.Outcome = Split
	case different > 0:
		j.Outcome = Ours
	case same > 0 && len(j.Faults) > 0:
		j.Outcome = Listed
	case same == 0:
		j.Outcome = NoReference
	}
	return j
}

// fault returns the listed fault that explains a difference: of the reference, or of the
// engine, if that is itself a reference.
func (j *Comparer) fault(reference string, c Case, value any) string {
	for _, f := range j.Faults {
		if (f.Reference == reference || f.Reference == j.Engine.Name) && f.Meets(c, value) {
			return f.Reference + ": " + f.Name
		}
	}
	return ""
}
