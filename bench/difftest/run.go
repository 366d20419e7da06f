package difftest

// This file runs many schemas with many payloads each, and counts results.

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Plan determines the length of a run.
type Plan struct {
	Executions  int // payloads compared, at least
	PerSchema   int // payloads for each schema
	Seed        uint64
	MaxFindings int // the run ends after so many different findings
	Workers     int
	Progress    io.Writer // receives progress now and then; may be nil
}

// A schema that takes longer than this is named in the progress.
const slow = 10 * time.Second

// A Tally is the result of a run.
type Tally struct {
	Schemas, Executions, Valid int
	Outcomes                   map[Outcome]int
	Faults                     map[string]int
	Rejected                   map[string]int // the number of schemas that each engine rejects
	Findings                   []Found
}

// A Found is a reduced finding with its origin.
type Found struct {
	Comparison
	Seed  uint64 // of the schema
	Times int
}

// Run compares random cases. Each schema has a seed of its own, so that a case
// can be repeated with any number of workers.
func Run(ctx context.Context, j *Comparer, plan Plan) *Tally {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	total := newTally()
	schemas := (plan.Executions + plan.PerSchema - 1) / plan.PerSchema
	var (
		next   atomic.Int64
		mu     sync.Mutex
		group  sync.WaitGroup
		submit = func(part *Tally, seed uint64, found []Comparison) {
			mu.Lock()
			defer mu.Unlock()
			total.add(part)
			for _, f := range found {
				total.find(Found{f, seed, 1})
			}
			if len(total.Findings) >= plan.MaxFindings {
				cancel()
			}
		}
	)
	for range plan.Workers {
		group.Go(func() {
			for ctx.Err() == nil {
				i := next.Add(1) - 1
				if int(i) >= schemas {
					return
				}
				seed := plan.Seed<<32 + uint64(i)
				began := time.AfterFunc(slow, func() { plan.printf("seed %d takes more than %v", seed, slow) })
				part, found := j.round(seed, plan.PerSchema)
				began.Stop()
				submit(part, seed, found)
				if i%10_000 == 9_999 {
					plan.printf("%d of %d schemas", i+1, schemas)
				}
			}
		})
	}
	group.Wait()
	return total
}

func (p Plan) printf(format string, args ...any) {
	if p.Progress != nil {
		fmt.Fprintf(p.Progress, format+"\n", args...)
	}
}

// round compares one schema and its payloads. It stops at the first finding: the
// others would mostly be the same.
func (j *Comparer) round(seed uint64, payloads int) (*Tally, []Comparison) {
	part := newTally()
	part.Schemas = 1
	draw := NewDraw(Random(seed))
	trial, about := j.Open(draw.Schema, draw.Draft)
	if about.Answers != "" {
		part.Rejected[about.Answers]++
	}
	if about.Outcome.Finding() {
		part.Outcomes[about.Outcome]++
		return part, []Comparison{j.Shrink(about)}
	}
	if trial == nil {
		return part, nil
	}
	for range payloads {
		compared := trial.Compare(draw.Text(draw.Payload()))
		part.count(compared)
		if compared.Outcome.Finding() {
			return part, []Comparison{j.Shrink(compared)}
		}
	}
	return part, nil
}

func newTally() *Tally {
	return &Tally{Outcomes: map[Outcome]int{}, Faults: map[string]int{}, Rejected: map[string]int{}}
}

// count counts a payload that was compared.
func (t *Tally) count(j Comparison) {
	t.Executions++
	t.Outcomes[j.Outcome]++
	if j.Valid {
		t.Valid++
	}
	for _, f := range j.Faults {
		t.Faults[f]++
	}
}

func (t *Tally) add(part *Tally) {
	t.Schemas += part.Schemas
	t.Executions += part.Executions
	t.Valid += part.Valid
	for k, n := range part.Outcomes {
		t.Outcomes[k] += n
	}
	for k, n := range part.Faults {
		t.Faults[k] += n
	}
	for k, n := range part.Rejected {
		t.Rejected[k] += n
	}
}

// find adds a finding unless there is a similar one: the same answers to a
// schema with the same keywords.
func (t *Tally) find(f Found) {
	for i := range t.Findings {
		if have := &t.Findings[i]; have.Answers == f.Answers && have.Outcome == f.Outcome && shape(have.Schema) == shape(f.Schema) {
			have.Times++
			return
		}
	}
	t.Findings = append(t.Findings, f)
}

// shape names the keywords of a schema.
func shape(schema any) string {
	found := map[string]bool{}
	visit(schema, func(object map[string]any) {
		for name := range object {
			found[name] = true
		}
	})
	return fmt.Sprint(slices.Sorted(maps.Keys(found)))
}

// Write prints the counts and the findings.
func (t *Tally) Write(w io.Writer) {
	fmt.Fprintf(w, "%d schemas, %d payloads compared, %d of them valid\n", t.Schemas, t.Executions, t.Valid)
	for _, outcome := range slices.Sorted(maps.Keys(t.Outcomes)) {
		fmt.Fprintf(w, "%10d  %s\n", t.Outcomes[outcome], outcome)
	}
	writeCounts(w, "listed faults met", t.Faults)
	writeCounts(w, "schemas rejected", t.Rejected)
	for i, f := range t.Findings {
		fmt.Fprintf(w, "\nfinding %d (seen %d times, seed %d): %s\n", i+1, f.Times, f.Seed, f.Outcome)
		f.Comparison.Write(w)
	}
}

// Write prints a case and its result.
func (j Comparison) Write(w io.Writer) {
	fmt.Fprintf(w, "  schema   %s\n", Text(j.Schema))
	for _, text := range j.Before {
		fmt.Fprintf(w, "  before   %s\n", text)
	}
	if j.Payload != nil {
		fmt.Fprintf(w, "  payload  %s\n", j.Payload)
	}
	if j.Answers != "" {
		fmt.Fprintf(w, "  answers  %s\n", j.Answers)
	}
	if j.Detail != "" {
		fmt.Fprintf(w, "  detail   %s\n", j.Detail)
	}
}

func writeCounts(w io.Writer, title string, counts map[string]int) {
	if len(counts) == 0 {
		return
	}
	fmt.Fprintf(w, "%s:\n", title)
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(w, "%10d  %s\n", counts[name], name)
	}
}
