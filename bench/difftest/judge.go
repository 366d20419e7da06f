package difftest

// This file decides what the verdicts of several engines amount to.

import (
	"errors"
	"fmt"
	"strings"

	"github.com/verdict-lint/verdict"
)

// An Outcome says how verdict's answer stands to the references'.
type Outcome string

// The outcomes. Those after Listed are findings.
const (
	Agree       Outcome = "agree"
	Listed      Outcome = "differs from a reference with a listed fault"
	NoReference Outcome = "no reference is able to answer"
	Panic       Outcome = "verdict panics"
	Contradicts Outcome = "verdict contradicts itself"
	Refuses     Outcome = "verdict refuses a schema that the references accept"
	Accepts     Outcome = "verdict accepts a schema that the references refuse"
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
	Payload []byte // nil where it is the schema that is not agreed upon
}

// A Judgement is what the engines said of a case.
type Judgement struct {
	Case
	Outcome Outcome
	Valid   bool     // verdict's verdict
	Answers string   // what each engine says, in order: the same in two cases that have the same cause
	Detail  string   // for what has more to say
	Faults  []string // the listed faults that explain a difference
}

// A Judge holds an engine against references.
type Judge struct {
	Engine     Engine
	References []Engine
	Faults     []Fault
}

// NewJudge returns the judge of verdict against v5 and v6.
func NewJudge() *Judge {
	return &Judge{Engine: Verdict(), References: References(), Faults: Faults()}
}

// A Trial is a schema, compiled by every engine.
type Trial struct {
	judge  *Judge
	schema any
	draft  verdict.Draft
	ours   Check
	theirs []Check // nil where the reference refuses the schema
}

// Open compiles the schema. The trial is nil unless verdict can read it; the
// judgement is about the schema alone.
func (j *Judge) Open(schema any, draft verdict.Draft) (*Trial, Judgement) {
	text := Text(schema)
	t := &Trial{judge: j, schema: schema, draft: draft}
	about := Judgement{Case: Case{Draft: draft, Schema: schema}, Outcome: Agree}
	ours, err := j.Engine.compile(text, draft)
	t.ours = ours
	var answers, details []string
	if err != nil {
		answers = append(answers, j.Engine.Name+" refuses")
		details = append(details, fmt.Sprintf("%s: %v", j.Engine.Name, err))
	}
	refused := 0
	for _, r := range j.References {
		theirs, refusal := r.compile(text, draft)
		t.theirs = append(t.theirs, theirs)
		if refusal != nil {
			refused++
			answers = append(answers, r.Name+" refuses")
			details = append(details, fmt.Sprintf("%s: %v", r.Name, refusal))
		}
	}
	about.Answers = strings.Join(answers, ", ")
	about.Detail = strings.Join(details, "; ")
	switch {
	case errors.As(err, new(panicError)):
		about.Outcome = Panic
	case err != nil && refused == 0:
		about.Outcome = Refuses
	case err == nil && refused == len(j.References):
		about.Outcome = Accepts
	}
	if err != nil || about.Outcome == Accepts {
		return nil, about
	}
	return t, about
}

// Judge asks every engine for its verdict on the payload.
func (t *Trial) Judge(payload []byte) Judgement {
	j := Judgement{Case: Case{Draft: t.draft, Schema: t.schema, Payload: payload}, Outcome: Agree}
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
	answers := []string{fmt.Sprintf("%s: %t", t.judge.Engine.Name, j.Valid)}
	var same, different int
	for i, r := range t.judge.References {
		if t.theirs[i] == nil {
			answers = append(answers, r.Name+": refuses the schema")
			continue
		}
		valid, err := t.theirs[i].ask(payload, value)
		if err != nil {
			answers = append(answers, fmt.Sprintf("%s: %v", r.Name, err))
			continue
		}
		answers = append(answers, fmt.Sprintf("%s: %t", r.Name, valid))
		if valid == j.Valid {
			same++
			continue
		}
		if fault := t.judge.fault(r.Name, j.Case, value); fault != "" {
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

// fault names the listed fault of the reference that the case meets; or of the
// engine, where it is itself one that has a list.
func (j *Judge) fault(reference string, c Case, value any) string {
	for _, f := range j.Faults {
		if (f.Reference == reference || f.Reference == j.Engine.Name) && f.Meets(c, value) {
			return f.Reference + ": " + f.Name
		}
	}
	return ""
}
