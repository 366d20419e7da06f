package bench

// This file runs everything that the tables show and gathers it as data.

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// Sessions is how many session payloads are generated.
const Sessions = 50_000

// Seed is the seed they are generated from.
const Seed = 1

// Ballast is the size of the heap for what is measured with a large one.
const Ballast = 256 << 20

// A Report is what one run measured.
type Report struct {
	Valid, Mixed  []Lap // verdicts on the session payloads: all valid, and one in ten invalid
	Explained     []Lap // explaining invalid ones
	TwoFaults     []Lap // explaining those with a null and an unknown property
	ManyFaults    []Lap // explaining those with [TenFaults]
	Ballasted     []Lap // verdicts on the valid ones with [Ballast] on the heap
	ExplainValid  []Lap // Valid and Validate of ours on valid payloads
	Disagreements []Disagreement
	Corpora       []CorpusLaps
	Compiling     []CompileCost
	Start         []InitCost
	MeanSize      float64

	Externals   []string // the versions of the validators that are not written in Go
	NoExternals string   // why they were not measured
}

// CorpusLaps are the verdicts on one corpus.
type CorpusLaps struct {
	Name      string
	Instances int
	MeanSize  float64
	Reference string // what ratios are against: [SecondReference] where v5 refuses the schema
	Laps      []Lap
	Notes     []string // who refuses the schema or a valid instance
}

// A CompileCost is what compiling one schema costs ours and v5.
type CompileCost struct {
	Schema          string
	SchemaBytes     int
	Reference, Ours Cost
}

// Run measures everything and writes its progress to log.
func Run(corpora []Corpus, course Course, log io.Writer) (Report, error) {
	var r Report
	if err := r.runSessions(course, log); err != nil {
		return r, err
	}
	externals, err := InstallExternals()
	if err != nil {
		r.NoExternals = err.Error()
	} else {
		defer externals.Remove()
		r.Externals = externals.Versions()
	}
	for _, c := range corpora {
		fmt.Fprintln(log, "corpus", c.Name)
		laps, err := runCorpus(c, externals, course)
		if err != nil {
			return r, err
		}
		r.Corpora = append(r.Corpora, laps)
	}
	schemas := append([]Corpus{{Name: "session", Schema: SessionSchema}}, corpora...)
	for _, c := range schemas {
		fmt.Fprintln(log, "compiling", c.Name)
		if cost, ok := compileCost(c); ok {
			r.Compiling = append(r.Compiling, cost)
		}
	}
	start, err := StartCosts()
	if err != nil {
		fmt.Fprintln(log, "start cost:", err)
	}
	r.Start = start
	return r, nil
}

func (r *Report) runSessions(course Course, log io.Writer) error {
	var verdicts, explanations, closed, few []Entry
	for _, peer := range Peers() {
		v, err := peer.Compile(SessionSchema)
		if err != nil {
			return fmt.Errorf("%s: %w", peer.Name, err)
		}
		fmt.Fprintln(log, "checking", peer.Name)
		r.Disagreements = append(r.Disagreements, Guard(peer, v, Generate(Sessions, 10, Seed))...)
		verdicts = append(verdicts, peer.Verdicts(SessionSchema))
		if v.Explain != nil {
			explanations = append(explanations, peer.Explanations(SessionSchema))
			closed = append(closed, peer.Explanations(ClosedSessionSchema))
		}
		switch peer.Name {
		case Ours, Reference, Floor:
			few = append(few, peer.Verdicts(SessionSchema))
		}
	}
	ours := Peers()[0]
	both := []Entry{ours.Verdicts(SessionSchema), ours.Explanations(SessionSchema)}
	both[0].Name, both[1].Name = "Valid", "Validate"

	valid := sessionWork(course, 0)
	sample := valid(0)
	r.MeanSize = float64(totalBytes(sample)) / float64(len(sample))
	ballasted := course
	ballasted.Ballast = Ballast
	for _, race := range []struct {
		what      string
		entries   []Entry
		work      Work
		reference string
		course    Course
		laps      *[]Lap
	}{
		{"valid", verdicts, valid, Reference, course, &r.Valid},
		{"valid, with a large heap", few, valid, Reference, ballasted, &r.Ballasted},
		{"one in ten invalid", verdicts, sessionWork(course, 10), Reference, course, &r.Mixed},
		{"explaining invalid ones", explanations, sessionWork(course, 100), Reference, course, &r.Explained},
		{"explaining two faults", closed, faultyWork(course, 2), Reference, course, &r.TwoFaults},
		{"explaining ten faults", closed, faultyWork(course, TenFaults), Reference, course, &r.ManyFaults},
		{"Valid and then Validate", both, valid, "Valid", course, &r.ExplainValid},
	} {
		fmt.Fprintln(log, "session payloads,", race.what)
		laps, err := Race(race.entries, race.work, race.reference, race.course)
		if err != nil {
			return err
		}
		*race.laps = laps
	}
	return nil
}

// sessionWork distributes the session payloads over the rounds of the course.
func sessionWork(course Course, percent int) Work {
	return func(round int) [][]byte {
		return bytesOf(Generate(Sessions/course.Rounds, percent, Seed+uint64(round)))
	}
}

// faultyWork distributes payloads with several faults over the rounds of the course.
func faultyWork(course Course, count int) Work {
	return func(round int) [][]byte {
		return GenerateFaulty(Sessions/course.Rounds, count, Seed+uint64(round))
	}
}

// runCorpus races the validators that are able to read the schema, and measures the externals, which
// may be nil.
func runCorpus(c Corpus, externals *Externals, course Course) (CorpusLaps, error) {
	laps := CorpusLaps{
		Name:      c.Name,
		Instances: len(c.Instances),
		MeanSize:  float64(totalBytes(c.Instances)) / float64(len(c.Instances)),
	}
	var entries []Entry
	for _, peer := range CorpusPeers() {
		v, err := peer.Compile(c.Schema)
		if err != nil {
			laps.Notes = append(laps.Notes, peer.Name+" refuses the schema")
			continue
		}
		if peer.Role == Validator {
			if n := Accepted(v.Valid, c.Instances); n < len(c.Instances) {
				laps.Notes = append(laps.Notes, fmt.Sprintf("%s refuses %d of %d instances", peer.Name, len(c.Instances)-n, len(c.Instances)))
			}
		}
		entries = append(entries, peer.Verdicts(c.Schema))
	}
	laps.Reference = Reference
	if !slices.ContainsFunc(entries, func(e Entry) bool { return e.Name == Reference }) {
		laps.Reference = SecondReference
	}
	var err error
	if laps.Laps, err = Race(entries, Always(c.Instances), laps.Reference, course); err != nil || externals == nil {
		return laps, err
	}
	reference := entries[slices.IndexFunc(entries, func(e Entry) bool { return e.Name == laps.Reference })]
	more, notes, err := externals.Laps(c, reference, course)
	laps.Laps, laps.Notes = append(laps.Laps, more...), append(laps.Notes, notes...)
	return laps, err
}

func compileCost(c Corpus) (CompileCost, bool) {
	cost := CompileCost{Schema: c.Name, SchemaBytes: len(c.Schema)}
	if _, err := compileVerdict(c.Schema); err != nil {
		return cost, false
	}
	costs, err := CompileCosts([]func() (any, error){
		func() (any, error) { return compileV5Schema(c.Schema) },
		func() (any, error) { return compileVerdict(c.Schema) },
	}, 7, 100*time.Millisecond)
	if err != nil {
		return cost, false
	}
	cost.Reference, cost.Ours = costs[0], costs[1]
	return cost, true
}

// GeometricMean returns the mean of ours against v5 over the corpora whose
// schema v5 can read, the same without the one where v5 does worst, which
// may outweigh all others, and the least.
func GeometricMean(corpora []CorpusLaps) (all, withoutWorst, least float64) {
	var logs []float64
	for _, c := range corpora {
		if c.Reference == Reference {
			logs = append(logs, math.Log(c.Ratio(Ours)))
		}
	}
	slices.Sort(logs)
	mean := func(logs []float64) float64 {
		sum := 0.0
		for _, l := range logs {
			sum += l
		}
		return math.Exp(sum / float64(len(logs)))
	}
	if len(logs) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	return mean(logs), mean(logs[:len(logs)-1]), math.Exp(logs[0])
}

// Ratio returns the ratio of the entry of the name, NaN where it has none.
func (c CorpusLaps) Ratio(name string) float64 { return ratioOf(c.Laps, name) }

func ratioOf(laps []Lap, name string) float64 {
	for _, l := range laps {
		if l.Name == name {
			return l.Ratio
		}
	}
	return math.NaN()
}

func bytesOf(payloads []Payload) [][]byte {
	all := make([][]byte, len(payloads))
	for i, p := range payloads {
		all[i] = p.Bytes
	}
	return all
}
